package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

func count() Conversion {
	return Conversion{
		Keys:    []string{"count"},
		Source:  true,
		Summary: "How many elements an array has; nothing where it is missing or null.",
		Example: "{count: turns}",
		Resolve: func(c *Context, v *fieldmap.Value, _ Expr) Expr {
			of, pos := rawAt(c, v, "count")
			if of == nil {
				return nil
			}
			if p, ok := of.(Path); ok && p.Leaf.Schema.Type == openapi.Array {
				return Count{p}
			}
			return c.errorf(pos, "P102", "", "count counts an array, and %s is none", of.Describe())
		},
	}
}

// Count is the length of an array.
type Count struct{ Of Path }

// rawAt reaches the value at the path under key, however it is read; nil after it
// reported that there is none.
func rawAt(c *Context, v *fieldmap.Value, key string) (Expr, diag.Pos) {
	text, pos, ok := scalarAt(c, v, key)
	if !ok {
		return nil, pos
	}
	return touch(c, pos, text), pos
}

// touch reaches the value at a path, however it is read; nil after it reported
// that there is none.
func touch(c *Context, pos diag.Pos, text string) Expr {
	at := c.locate(pos, text)
	if at == nil {
		return nil
	}
	if at.path.Hop() >= 0 {
		return resolveHop(c, pos, at)
	}
	return Path{at.record.Touch(at.path, naturalKind(at.schema), c.Field), at.in, at.from}
}

// Type is a whole number.
func (x Count) Type() Type { return Type{Kind: Int} }

// Reads is the array.
func (x Count) Reads() []Path { return []Path{x.Of} }

// Emit counts.
func (x Count) Emit(e *Emitter) *jen.Statement {
	switch x.Of.Leaf.Kind {
	case leaves.Records, leaves.Texts:
		return call("Len", x.Of.Emit(e))
	}
	return call("Count", x.Of.Emit(e))
}

// Describe says that it counts.
func (x Count) Describe() string { return "count of " + x.Of.Describe() }
