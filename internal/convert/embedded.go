package convert

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func embedded() Conversion {
	return Conversion{
		Keys:    []string{"json"},
		Summary: "Text that holds JSON becomes that JSON: `any`, or only an `object` or an `array`. Empty text gives no value; text that is not JSON is an issue, except with `value`, where it becomes a JSON string.",
		Example: "{from: arguments, json: object}",
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			form, pos, ok := scalarAt(c, v, "json")
			if !ok {
				return nil
			}
			kind, known := map[string]int{"any": 0, "object": '{', "array": '[', "value": 0}[form]
			if !known {
				return c.errorf(pos, "P110", "write any, object, array or value", "%q is not a known form of JSON", form)
			}
			if in.Type().Kind != Text {
				return c.errorf(pos, "P102", "remove json", "json reads text, and %s is %s", in.Describe(), typeOf(in))
			}
			return Embedded{in, form, rune(kind)}
		},
	}
}

// Embedded is JSON inside text.
type Embedded struct {
	In   Expr
	Form string
	Open rune // the byte it must begin with; 0 is any
}

// Type is JSON.
func (x Embedded) Type() Type { return Type{Kind: JSON} }

// Reads are those of the text.
func (x Embedded) Reads() []Path { return x.In.Reads() }

// Emit parses.
func (x Embedded) Emit(e *Emitter) *jen.Statement {
	if x.Form == "value" {
		return call("JSONOrText", x.In.Emit(e))
	}
	open := jen.Lit(0)
	if x.Open != 0 {
		open = jen.LitRune(x.Open)
	}
	return call("EmbeddedJSON", x.In.Emit(e), open, e.site(sitePath(x.In)))
}

// Describe says that it is JSON in text.
func (x Embedded) Describe() string { return x.In.Describe() + " (JSON text)" }
