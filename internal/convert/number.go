package convert

import (
	"math/big"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func number() Conversion {
	return Conversion{
		Keys:    []string{"number"},
		Summary: "A number in text becomes the number: `decimal` is the one form. Text that is not a number is an issue.",
		Example: "{from: price_text, number: decimal}",
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			form, pos, ok := scalarAt(c, v, "number")
			if !ok {
				return nil
			}
			if form != "decimal" {
				return c.errorf(pos, "P110", "write decimal", "%q is not a known form of a number", form)
			}
			if in.Type().Kind != Text {
				return c.errorf(pos, "P102", "remove number", "number reads text, and %s is %s", in.Describe(), typeOf(in))
			}
			return Number{in}
		},
	}
}

// Number is a number in text.
type Number struct{ In Expr }

// Type is a number.
func (x Number) Type() Type { return Type{Kind: Float} }

// Reads are those of the text.
func (x Number) Reads() []Path { return x.In.Reads() }

// Emit parses.
func (x Number) Emit(e *Emitter) *jen.Statement {
	return call("ParseNumber", x.In.Emit(e), e.site(sitePath(x.In)))
}

// Describe names the text.
func (x Number) Describe() string { return x.In.Describe() }

func scale() Conversion {
	return Conversion{
		Keys:    []string{"scale"},
		Summary: "A number times a factor, as where the provider counts in cents.",
		Example: "{from: cost_cents, scale: 0.01}",
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			text, pos, ok := scalarAt(c, v, "scale")
			if !ok {
				return nil
			}
			factor, valid := new(big.Rat).SetString(text)
			if !valid || factor.Sign() == 0 || !factor.Num().IsInt64() || !factor.Denom().IsInt64() {
				return c.errorf(pos, "P110", "write a decimal number such as 0.01", "%q is not a valid factor", text)
			}
			switch in.Type().Kind {
			case Int:
				in = Coerced{in, Type{Kind: Float}, "IntFloat"}
			case Float:
			default:
				return c.errorf(pos, "P102", "for a number in text add `number: decimal`", "scale works on numbers, and %s is %s", in.Describe(), typeOf(in))
			}
			return Scaled{in, text, factor.Num().Int64(), factor.Denom().Int64()}
		},
	}
}

// Scaled is a number times Num/Den.
type Scaled struct {
	In       Expr
	Factor   string
	Num, Den int64
}

// Type is a number.
func (x Scaled) Type() Type { return Type{Kind: Float} }

// Reads are those of the number.
func (x Scaled) Reads() []Path { return x.In.Reads() }

// Emit multiplies, rounding once.
func (x Scaled) Emit(e *Emitter) *jen.Statement {
	return call("Scale", x.In.Emit(e), jen.Lit(int(x.Num)), jen.Lit(int(x.Den)))
}

// Describe names both.
func (x Scaled) Describe() string { return x.In.Describe() + " × " + x.Factor }
