package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func fallback() Conversion {
	return Conversion{
		Keys:    []string{"default"},
		Summary: "What the field is where the value before it is missing or empty.",
		Example: "{from: language, default: en}",
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			text, pos, ok := scalarAt(c, v, "default")
			if !ok {
				return nil
			}
			if in.Type().Kind != Text {
				return c.errorf(pos, "P102", "use coalesce with a const", "default stands for text, and %s is %s", in.Describe(), typeOf(in))
			}
			return Default{in, text}
		},
	}
}

// Default is a text where another is missing.
type Default struct {
	In   Expr
	Text string
}

// Type is text.
func (d Default) Type() Type { return Type{Kind: Text} }

// Reads are those of the text.
func (d Default) Reads() []Path { return d.In.Reads() }

// Emit falls back.
func (d Default) Emit(e *Emitter) *jen.Statement {
	return call("FirstText", d.In.Emit(e), call("Some", jen.Lit(d.Text)))
}

// Describe names both.
func (d Default) Describe() string { return d.In.Describe() + " or const " + d.Text }
