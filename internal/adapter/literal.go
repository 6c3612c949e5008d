package adapter

import "github.com/dave/jennifer/jen"

// field is one name: value of a composite literal.
type field struct{ name, value jen.Code }

// kv is a field; a nil value leaves it out.
func kv(name string, value *jen.Statement) field {
	if value == nil {
		return field{}
	}
	return field{jen.Id(name), value}
}

// literal is a composite literal of type t (nil inside a slice or map) with a
// line for each field, in the order given.
func literal(t *jen.Statement, fields ...field) *jen.Statement {
	return compose(t, fields, true)
}

// short is a literal on one line.
func short(t *jen.Statement, fields ...field) *jen.Statement {
	return compose(t, fields, false)
}

func compose(t *jen.Statement, fields []field, split bool) *jen.Statement {
	var out []jen.Code
	for _, f := range fields {
		if f.value == nil {
			continue
		}
		code := jen.Add(f.name).Op(":").Add(f.value)
		if split {
			code = jen.Line().Add(code)
		}
		out = append(out, code)
	}
	if split && len(out) > 0 {
		out = append(out, jen.Line())
	}
	if t == nil {
		return jen.Values(out...)
	}
	return t.Values(out...)
}

// lines is a slice literal of type t with a line for each element.
func lines(t *jen.Statement, elements []jen.Code) *jen.Statement {
	var out []jen.Code
	for _, e := range elements {
		out = append(out, jen.Line().Add(e))
	}
	if len(out) > 0 {
		out = append(out, jen.Line())
	}
	return t.Values(out...)
}

// text is a string literal; nil where it is empty.
func text(s string) *jen.Statement {
	if s == "" {
		return nil
	}
	return jen.Lit(s)
}

// list is a []string literal; nil where it is empty.
func list(values []string) *jen.Statement {
	if len(values) == 0 {
		return nil
	}
	var out []jen.Code
	for _, s := range values {
		out = append(out, jen.Lit(s))
	}
	return jen.Index().String().Values(out...)
}

// number is an int literal; nil where it is zero.
func number(n int) *jen.Statement {
	if n == 0 {
		return nil
	}
	return jen.Lit(n)
}

// yes is true; nil where b is false.
func yes(b bool) *jen.Statement {
	if !b {
		return nil
	}
	return jen.True()
}
