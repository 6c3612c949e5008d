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
		f.Add(e.mapFunc(m)).Line()
		if decoded(m) {
			f.Add(e.decoder(m)).Line()
		}
	}
	for _, d := range e.decls.Code {
		f.Add(d).Line()
	}
	return nil
}

// decoded reports whether the map is for records that are decoded one by one.
func decoded(m *plan.Map) bool {
	return (m.To == model.Root || m.To == model.Part) && m.Pattern == "" && m.Label == ""
}

func mapFunc(m *plan.Map) string { return "map" + strings.ToUpper(m.Name[:1]) + m.Name[1:] }

func (e *emitter) mapFunc(m *plan.Map) jen.Code {
	em := convert.NewEmitter(m.Name, e.decls)
	s := &within{m: m, around: []inner{{m.Tree, "l"}}}
	var body []jen.Code
	for _, f := range m.Finds {
		body = append(body, e.find(em, f)...)
	}
	body = append(body, e.fields(em, s, "c", 0, m.Fields)...)
	body = append(body, e.attributes(em, m)...)
	if x := m.Expect; x != nil {
		em.Begin("Messages")
		body = append(body, jen.If(x.Emit(em)).Block(jen.Qual(enginePkg, "Incomplete").Call(jen.Id("c"))))
	}
	params := []jen.Code{
		jen.Id("c").Op("*").Qual(normalizePkg, m.To),
		jen.Id("l").Op("*").Id(leavesType(m.Tree)),
	}
	if !m.Tree.Context.Empty() {
		params = append(params, jen.Id("up").Op("*").Id(contextType(m)))
	}
	params = append(params, jen.Id("at").Op("*").Qual(lenientPkg, "At"), jen.Id("is").Op("*").Qual(lenientPkg, "Issues"))
	return doc("%s fills c, which is zero, from the leaves of %s.", mapFunc(m), e.what(m.Tree)).Line().
		Func().Id(mapFunc(m)).Params(params...).Block(body...)
}

// find looks for an element of a list, before the fields that read it.
func (e *emitter) find(em *convert.Emitter, f *convert.Find) []jen.Code {
	em.Begin("find " + f.Name)
	list, element := f.List.Emit(em).Dot("Value"), f.ElementVar()
	var cond *jen.Statement
	for _, k := range f.Keys {
		one := k.Key.Emit(em).Dot("Value").Op("!=").Lit("").Op("&&").Add(k.Key.Emit(em)).Op("==").Add(k.Value.Emit(em))
		if cond == nil {
			cond = one
		} else {
			cond = cond.Op("&&").Add(one)
		}
	}
	out := em.Before()
	return append(out,
		jen.Id(f.Var()).Op(":=").Op("&").Id(leavesType(f.List.Leaf.Elem)).Values(),
		jen.For(jen.Id("i").Op(":=").Range().Add(list)).Block(
			jen.If(jen.Id(element).Op(":=").Op("&").Add(list.Clone()).Index(jen.Id("i")), cond).Block(
				jen.Id(f.Var()).Op("=").Id(element),
				jen.Break(),
			),
		),
	)
}

// assign fills one field of the struct that is called owner, which lies skip
// steps into the target's path.
func (e *emitter) assign(em *convert.Emitter, s *within, owner string, skip int, f *plan.Field) []jen.Code {
	em.Begin(f.Name)
	target := place(owner, f.Target.Steps[skip:])
	if x, ok := f.Expr.(convert.RecordList); ok {
		return e.records(em, s, f, &x, func() *jen.Statement { return place(owner, f.Target.Steps[skip:]) })
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

func (e *emitter) attributes(em *convert.Emitter, m *plan.Map) []jen.Code {
	if len(m.Attributes) == 0 {
		return nil
	}
	var out, args []jen.Code
	for _, f := range m.Attributes {
		em.Begin("Attributes." + f.Name)
		value := f.Expr.Emit(em)
		out = append(out, em.Before()...)
		args = append(args, jen.Line().Add(convert.Func("Attribute")).Call(jen.Lit(f.Name), value))
	}
	args = append(args, jen.Line())
	return append(out, jen.Id("c").Dot(m.AttributesField).Op("=").Add(convert.Func("Attributes")).Call(args...))
}
