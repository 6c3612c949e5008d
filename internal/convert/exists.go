package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func exists() Conversion {
	return Conversion{
		Keys:    []string{"exists"},
		Source:  true,
		Summary: "True where the record has a value at the path that is not null, else false.",
		Example: "{exists: voicemail_url}",
		Resolve: func(c *Context, v *fieldmap.Value, _ Expr) Expr {
			of, _ := rawAt(c, v, "exists")
			if of == nil {
				return nil
			}
			return Exists{of}
		},
	}
}

// Exists is whether a value is there.
type Exists struct{ Of Expr }

// Type is a boolean.
func (x Exists) Type() Type { return Type{Kind: Bool} }

// Reads is the value.
func (x Exists) Reads() []Path { return x.Of.Reads() }

// Emit looks.
func (x Exists) Emit(e *Emitter) *jen.Statement {
	return call("Some", x.Of.Emit(e).Dot("OK"))
}

// Describe says that it looks.
func (x Exists) Describe() string { return "presence of " + x.Of.Describe() }
