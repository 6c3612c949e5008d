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
			leaf, pos := rawLeaf(c, v, "count")
			if leaf == nil {
				return nil
			}
			if leaf.Schema.Type != openapi.Array {
				return c.errorf(pos, "P102", "", "count counts an array, and %s is none", leaf.Path)
			}
			return Count{leaf}
		},
	}
}

// Count is the length of an array.
type Count struct{ Leaf *leaves.Leaf }

// rawLeaf reaches the value at the path under key as it was sent.
func rawLeaf(c *Context, v *fieldmap.Value, key string) (*leaves.Leaf, diag.Pos) {
	text, pos, ok := scalarAt(c, v, key)
	if !ok {
		return nil, pos
	}
	return leafAt(c, pos, text), pos
}

// leafAt reaches the value at a path however it is read; nil after it reported
// that there is none.
func leafAt(c *Context, pos diag.Pos, text string) *leaves.Leaf {
	p, err := leaves.ParsePath(text)
	if err != nil {
		c.errorf(pos, "P101", "", "%v", err)
		return nil
	}
	s, missing := leaves.Find(c.Tree.Schema, p)
	if missing != nil {
		c.errorf(pos, "P101", missing.Hint, "%s", missing.Message)
		return nil
	}
	return c.Tree.Touch(p, naturalKind(s), c.Field)
}

// Type is a whole number.
func (x Count) Type() Type { return Type{Kind: Int} }

// Leaves is the array.
func (x Count) Leaves() []*leaves.Leaf { return []*leaves.Leaf{x.Leaf} }

// Emit counts.
func (x Count) Emit(e *Emitter) *jen.Statement {
	switch x.Leaf.Kind {
	case leaves.Records, leaves.Texts:
		return call("Len", e.leaf(x.Leaf))
	}
	return call("Count", e.leaf(x.Leaf))
}

// Describe says that it counts.
func (x Count) Describe() string { return "count of " + x.Leaf.Path.String() }
