package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
)

func after() Conversion {
	return Conversion{
		Keys:    []string{"after"},
		Summary: "A length of time becomes the time that long after another one; after a length of time, the two together. Nothing where one of them is missing.",
		Example: "{from: offset, duration: ms, after: ^started_at}",
		Resolve: resolveAfter,
	}
}

// After is a time, or an offset, a length of time after another.
type After struct{ Base, Length Expr }

func resolveAfter(c *Context, v *fieldmap.Value, in Expr) Expr {
	at := v.Get("after")
	if in.Type().Kind != Duration {
		return c.errorf(at.Pos, "P104", "add `duration: s`, or the unit that the provider documents", "after works on a length of time, and %s is %s", in.Describe(), typeOf(in))
	}
	base := resolve(c, at)
	if base == nil {
		return nil
	}
	switch base.Type().Kind {
	case Duration:
	case Int, Float:
		return c.errorf(at.Pos, "P104", "write {from: ..., time: unix_s} where it is a time, or {from: ..., duration: s} where it is a length of time", "after does not say what the number %s is", base.Describe())
	default:
		time := *c
		time.Target = &model.FieldRef{Path: c.Field, Type: model.Type{Kind: model.Time}}
		if base = coerceTime(&time, at.Pos, base); base == nil {
			return nil
		}
	}
	return After{base, in}
}

// Type is that of the base.
func (x After) Type() Type { return x.Base.Type() }

// Reads are those of both.
func (x After) Reads() []Path { return append(x.Base.Reads(), x.Length.Reads()...) }

// Emit adds.
func (x After) Emit(e *Emitter) *jen.Statement {
	if x.Type().Kind == Duration {
		return call("Sum", x.Base.Emit(e), x.Length.Emit(e))
	}
	return call("After", x.Base.Emit(e), x.Length.Emit(e))
}

// Describe names both.
func (x After) Describe() string { return x.Base.Describe() + " + " + x.Length.Describe() }
