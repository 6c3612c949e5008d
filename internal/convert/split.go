package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func split() Conversion {
	return Conversion{
		Keys:    []string{"split"},
		Summary: "Text becomes a list, cut at a separator; white space around the parts and empty parts go.",
		Example: `{from: labels, split: ","}`,
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			sep, pos, ok := scalarAt(c, v, "split")
			if !ok {
				return nil
			}
			if sep == "" {
				return c.errorf(pos, "P110", `write split: ","`, "the separator is empty")
			}
			if in.Type().Kind != Text {
				return c.errorf(pos, "P102", "", "split works on text, and %s is %s", in.Describe(), typeOf(in))
			}
			return Split{in, sep}
		},
	}
}

// Split cuts text.
type Split struct {
	In        Expr
	Separator string
}

// Type is a list of text.
func (s Split) Type() Type { return Type{Kind: Texts} }

// Reads are those of the text.
func (s Split) Reads() []Path { return s.In.Reads() }

// Emit cuts.
func (s Split) Emit(e *Emitter) *jen.Statement {
	return call("Split", s.In.Emit(e), jen.Lit(s.Separator))
}

// Describe names the text.
func (s Split) Describe() string { return s.In.Describe() }
