package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Expect compares the number of messages that a record says there are with those
// that it has.
type Expect struct {
	Total Expr // a whole number
	Of    Count
}

// ResolveExpect checks the expectation of a map; nil after it reported what is
// wrong.
func ResolveExpect(c *Context, f *fieldmap.Expect) *Expect {
	c.In = ownLeaves
	total, of := resolvePath(c, f.Total.Pos, f.Total.Value), touch(c, f.Of.Pos, f.Of.Value)
	if total == nil || of == nil {
		return nil
	}
	list, ok := of.(Path)
	if !ok || list.Leaf.Schema.Type != openapi.Array {
		c.errorf(f.Of.Pos, "P102", "name the array that should have the messages", "expect counts an array, and %s is none", of.Describe())
		return nil
	}
	if total.Type().Kind != Int {
		c.errorf(f.Total.Pos, "P102", "name the number of messages", "expect compares a whole number, and %s is %s", total.Describe(), typeOf(total))
		return nil
	}
	return &Expect{Total: total, Of: Count{list}}
}

// Emit tells whether messages are missing.
func (x *Expect) Emit(e *Emitter) *jen.Statement {
	return call("Fewer", x.Of.Emit(e), x.Total.Emit(e), e.site(sitePath(x.Total)))
}
