package adapter

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

// mapping writes for each map the one function from leaves to the model, and
// the decoder that stands on it.
func (e *emitter) mapping(f *jen.File) error {
	for _, m := range e.Plan.Maps {
		fn, err := e.mapFunc(m)
		if err != nil {
			return err
		}
		f.Add(fn).Line()
		if code := e.decoder(m); code != nil {
			f.Add(code).Line()
		}
	}
	for _, d := range e.decls.Code {
		f.Add(d).Line()
	}
	return nil
}

func mapFunc(m *plan.Map) string { return "map" + strings.ToUpper(m.Name[:1]) + m.Name[1:] }

func (e *emitter) mapFunc(m *plan.Map) (jen.Code, error) {
	em := convert.NewEmitter(m.Name, e.decls)
	body := e.fields(em, "c", 0, m.Fields)
	body = append(body, e.attributes(em, m)...)
	return doc("%s fills c, which is zero, from the leaves of schema %s.", mapFunc(m), m.Schema.Ref).Line().
		Func().Id(mapFunc(m)).Params(
		jen.Id("c").Op("*").Qual(normalizePkg, m.To),
		jen.Id("l").Op("*").Id(leavesType(m)),
		jen.Id("at").Op("*").Qual(lenientPkg, "At"),
		jen.Id("is").Op("*").Qual(lenientPkg, "Issues"),
	).Block(body...), nil
}

// assign fills one field of the struct that is called owner, which lies skip
// steps into the target's path.
func (e *emitter) assign(em *convert.Emitter, owner string, skip int, f *plan.Field) []jen.Code {
	em.Begin(f.Name)
	target := place(owner, f.Target.Steps[skip:])
	if f.Element != nil {
		return []jen.Code{e.elements(f, f.Expr.(convert.RecordList), func() *jen.Statement { return place(owner, f.Target.Steps[skip:]) })}
	}
	var out []jen.Code
	if k, ok := f.Expr.(convert.Constant); ok && f.Target.Type.Kind != model.Pointer {
		out = append(out, target.Op("=").Add(k.Code()))
	} else {
		value := f.Expr.Emit(em)
		out = append(em.Before(), target.Op("=").Add(unwrap(value, f)))
	}
	if f.Raw != nil {
		value := f.RawExpr.Emit(em)
		out = append(append(out, em.Before()...), place(owner, f.Raw.Steps[skip:]).Op("=").Add(value).Dot("Value"))
	}
	return out
}

// unwrap takes the value out of an Opt, as a pointer for a field where zero is
// an answer.
func unwrap(value *jen.Statement, f *plan.Field) *jen.Statement {
	if f.Target.Type.Kind == model.Pointer {
		return value.Dot("Ptr").Call()
	}
	return value.Dot("Value")
}

func place(owner string, steps []model.Step) *jen.Statement {
	s := jen.Id(owner)
	for _, step := range steps {
		s = s.Dot(step.Name)
	}
	return s
}

// elements maps the elements of a list one by one.
func (e *emitter) elements(f *plan.Field, r convert.RecordList, target expr) jen.Code {
	list := func() *jen.Statement { return jen.Id("l").Dot(r.Leaf.Name).Dot("Value") }
	return jen.If(jen.Id("n").Op(":=").Len(list()), jen.Id("n").Op(">").Lit(0)).Block(
		target().Op("=").Make(jen.Index().Qual(normalizePkg, r.To), jen.Id("n")),
		jen.For(jen.Id("i").Op(":=").Range().Id("n")).Block(
			jen.Id("at").Op(":=").Id("at").Dot("Elem").Call(jen.Lit(f.Name), jen.Lit(r.Leaf.Path.String()), jen.Id("i")),
			jen.Id(mapFunc(f.Element)).Call(jen.Op("&").Add(target()).Index(jen.Id("i")), jen.Op("&").Add(list()).Index(jen.Id("i")), jen.Op("&").Id("at"), jen.Id("is")),
		),
	)
}

func (e *emitter) attributes(em *convert.Emitter, m *plan.Map) []jen.Code {
	if len(m.Attributes) == 0 {
		return nil
	}
	var out, args []jen.Code
	for _, f := range m.Attributes {
		em.Begin("Attributes." + f.Name)
		value := f.Expr.Emit(em)
		out = append(out, em.Before()...)
		args = append(args, jen.Line().Qual(lenientPkg, "Attribute").Call(jen.Lit(f.Name), value))
	}
	args = append(args, jen.Line())
	return append(out, jen.Id("c").Dot(m.AttributesField).Op("=").Qual(lenientPkg, "Attributes").Call(args...))
}

// decoder writes the function that decodes a record of an operation, for the
// maps that have one.
func (e *emitter) decoder(m *plan.Map) jen.Code {
	if m.To != model.Root && m.To != model.Part {
		return nil
	}
	name := decoderFunc(m)
	signature := func() *jen.Statement {
		result := jen.Qual(normalizePkg, m.To)
		if m.To == model.Root {
			result = jen.Op("*").Add(result)
		}
		return jen.Func().Params(jen.Id("raw").Index().Byte()).Params(result, jen.Error())
	}
	return doc("%s gives a decoder of records of schema %s. It keeps its\nbuffers from record to record, so each goroutine needs its own.", name, m.Schema.Ref).Line().
		Func().Id(name).Params(jen.Id("_").Qual(normalizePkg, "Needed")).Add(signature()).Block(
		jen.Var().Defs(
			jen.Id("l").Id(leavesType(m)),
			jen.Id("r").Qual(lenientPkg, "Reader"),
			jen.Id("is").Qual(lenientPkg, "Issues"),
		),
		jen.Return(signature().Block(
			jen.Id("l").Dot("reset").Call(),
			jen.Id("r").Dot("Reset").Call(jen.Id("raw"), jen.Op("&").Id("is")),
			jen.Id("l").Dot("read").Call(jen.Op("&").Id("r")),
			jen.Id("c").Op(":=").New(jen.Qual(normalizePkg, m.To)),
			jen.Id(mapFunc(m)).Call(jen.Id("c"), jen.Op("&").Id("l"), jen.Nil(), jen.Op("&").Id("is")),
			jen.Return(jen.Qual(normalizePkg, "Decoded"+m.To).Call(jen.Id("c"), jen.Id("is").Dot("Take").Call())),
		)),
	)
}

func decoderFunc(m *plan.Map) string {
	return "new" + strings.ToUpper(m.Name[:1]) + m.Name[1:] + "Decoder"
}
