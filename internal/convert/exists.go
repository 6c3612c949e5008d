package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
)

func exists() Conversion {
	return Conversion{
		Keys:    []string{"exists"},
		Source:  true,
		Summary: "True where the record has a value at the path that is not null, else false.",
		Example: "{exists: voicemail_url}",
		Resolve: func(c *Context, v *fieldmap.Value, _ Expr) Expr {
			leaf, _ := rawLeaf(c, v, "exists")
			if leaf == nil {
				return nil
			}
			return Exists{leaf}
		},
	}
}

// Exists is whether a value is there.
type Exists struct{ Leaf *leaves.Leaf }

// Type is a boolean.
func (x Exists) Type() Type { return Type{Kind: Bool} }

// Leaves is the value.
func (x Exists) Leaves() []*leaves.Leaf { return []*leaves.Leaf{x.Leaf} }

// Emit looks.
func (x Exists) Emit(e *Emitter) *jen.Statement {
	return call("Some", e.leaf(x.Leaf).Dot("OK"))
}

// Describe says that it looks.
func (x Exists) Describe() string { return "presence of " + x.Leaf.Path.String() }
