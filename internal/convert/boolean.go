package convert

import (
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

func boolean() Conversion {
	return Conversion{
		Keys:    []string{"bool"},
		Summary: "Text or a number becomes true or false. Every value of the document must be named; any other is an issue.",
		Example: `{from: private_flag, bool: {true: [yes, y], false: [no, n]}}`,
		Resolve: resolveBool,
	}
}

// BoolMap turns text into a boolean.
type BoolMap struct {
	In      Expr
	Yes, No []string
}

func resolveBool(c *Context, v *fieldmap.Value, in Expr) Expr {
	at := v.Get("bool")
	if in = coerceText(in); in.Type().Kind != Text {
		return c.errorf(at.Pos, "P102", "", "bool works on text and numbers, and %s is %s", in.Describe(), typeOf(in))
	}
	o := fieldmap.Open(at, c.Field+": bool", c.Diags)
	x := BoolMap{In: in}
	for _, t := range o.Texts("true") {
		x.Yes = append(x.Yes, t.Value)
	}
	for _, t := range o.Texts("false") {
		x.No = append(x.No, t.Value)
	}
	o.Close()
	if len(x.Yes)+len(x.No) == 0 {
		return c.errorf(at.Pos, "P110", "write `bool: {true: [yes], false: [no]}`", "bool names no values")
	}
	values, closed := listed(in)
	named := append(slices.Clone(x.Yes), x.No...)
	for i, text := range named {
		if slices.Contains(named[:i], text) {
			return c.errorf(at.Pos, "P103", "keep one of the two", "bool names %q twice", text)
		}
		if closed && !slices.Contains(values, text) {
			return c.errorf(at.Pos, "P103", "remove it, or add it to the document", "%s has no value %q%s", in.Describe(), text, diag.Suggest(text, values))
		}
	}
	for _, value := range values {
		if !slices.Contains(named, value) {
			return c.errorf(at.Pos, "P103", fmt.Sprintf("add %q to true or false", value), "%s has value %q that bool does not cover", in.Describe(), value)
		}
	}
	return x
}

// Type is a boolean.
func (x BoolMap) Type() Type { return Type{Kind: Bool} }

// Reads are those of the text.
func (x BoolMap) Reads() []Path { return x.In.Reads() }

// Emit looks the text up in a function of its own.
func (x BoolMap) Emit(e *Emitter) *jen.Statement {
	fn := e.Decls.fn(fmt.Sprintf("bool %q %q", x.Yes, x.No), e.Map+lastName(e.Field), func(name string) jen.Code {
		var cases []jen.Code
		for _, side := range []struct {
			texts []string
			value bool
		}{{x.Yes, true}, {x.No, false}} {
			var texts []jen.Code
			for _, text := range side.texts {
				texts = append(texts, jen.Lit(text))
			}
			if len(texts) > 0 {
				cases = append(cases, jen.Case(texts...).Block(jen.Return(jen.Lit(side.value), jen.True())))
			}
		}
		return jen.Comment(name+" gives what the provider's text means, and whether it is").Line().
			Comment("accounted for.").Line().
			Func().Id(name).Params(jen.Id("text").String()).Params(jen.List(jen.Id("value"), jen.Id("known")).Bool()).Block(
			jen.Switch(jen.Id("text")).Block(cases...),
			jen.Return(jen.False(), jen.False()),
		)
	})
	return call("ParseBool", x.In.Emit(e), jen.Id(fn), e.site(sitePath(x.In)))
}

// Describe names the text.
func (x BoolMap) Describe() string { return x.In.Describe() }

func not() Conversion {
	return Conversion{
		Keys:    []string{"not"},
		Summary: "A boolean the other way round; `not: true` is the only form.",
		Example: "{from: public, not: true}",
		Resolve: func(c *Context, v *fieldmap.Value, in Expr) Expr {
			text, pos, ok := scalarAt(c, v, "not")
			if !ok {
				return nil
			}
			if text != "true" {
				return c.errorf(pos, "P110", "write `not: true`, or leave it out", "not is %q", text)
			}
			if in.Type().Kind != Bool {
				return c.errorf(pos, "P102", "", "not works on booleans, and %s is %s", in.Describe(), typeOf(in))
			}
			return Inverted{in}
		},
	}
}

// Inverted is a boolean the other way round.
type Inverted struct{ In Expr }

// Type is a boolean.
func (x Inverted) Type() Type { return Type{Kind: Bool} }

// Reads are those of the boolean.
func (x Inverted) Reads() []Path { return x.In.Reads() }

// Emit inverts.
func (x Inverted) Emit(e *Emitter) *jen.Statement { return call("Not", x.In.Emit(e)) }

// Describe says so.
func (x Inverted) Describe() string { return "not " + x.In.Describe() }
