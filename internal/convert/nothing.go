package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

// Nothing is a value that is not there: what null gives where one of several
// values is chosen.
type Nothing struct{ Of Type }

// resolveOrNothing is resolve, and Nothing for a null.
func resolveOrNothing(c *Context, v *fieldmap.Value) Expr {
	if v.Kind == fieldmap.Scalar && v.Null {
		return Nothing{}
	}
	return resolve(c, v)
}

// Type is that of the values it stands beside.
func (n Nothing) Type() Type { return n.Of }

// Reads is empty.
func (n Nothing) Reads() []Path { return nil }

// Emit gives an empty Opt.
func (n Nothing) Emit(*Emitter) *jen.Statement {
	return jen.Qual(Lenient, "Opt").Types(n.Of.Go()).Values()
}

// Describe says so.
func (n Nothing) Describe() string { return "nothing" }
