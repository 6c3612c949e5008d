package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
)

func since() Conversion {
	return Conversion{
		Keys:    []string{"since"},
		Summary: "A time becomes the length of time since another one; nothing where one of them is missing or the other is later.",
		Example: "{from: ended_at, time: rfc3339, since: started_at}",
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			at := v.Get("since")
			if in.Type().Kind != Time {
				return c.errorf(at.Pos, "P104", "add `time: rfc3339`, or the form that the provider documents", "since works on a time, and %s is %s", in.Describe(), typeOf(in))
			}
			base := c.timeAt(at)
			if base == nil {
				return nil
			}
			if path := in.Describe(); path != "" && path == base.Describe() {
				return c.errorf(at.Pos, "P110", "name another time", "since %s itself there is no time", path)
			}
			return Since{base, in}
		},
	}
}

// Since is the length of time from one time to another.
type Since struct{ Base, Time Expr }

// timeAt resolves a value that is a time.
func (c *Context) timeAt(v *fieldmap.Value) Expr {
	time := *c
	time.Target = &model.FieldRef{Path: c.Field, Type: model.Type{Kind: model.Time}}
	e := resolve(&time, v)
	if e == nil {
		return nil
	}
	return coerceTime(&time, v.Pos, e)
}

// Type is a duration.
func (x Since) Type() Type { return Type{Kind: Duration} }

// Reads are those of both.
func (x Since) Reads() []Path { return append(x.Time.Reads(), x.Base.Reads()...) }

// Emit subtracts.
func (x Since) Emit(e *Emitter) *jen.Statement {
	return call("Since", x.Base.Emit(e), x.Time.Emit(e))
}

// Describe names both.
func (x Since) Describe() string { return x.Base.Describe() + " to " + x.Time.Describe() }
