package adapter

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

// within is where in a mapping function code stands: within the records of which
// lists, the innermost first and the map's own last.
type within struct {
	m      *plan.Map
	around []inner
	at     string // the variable for the place of the innermost; "" is the map's own
	part   bool   // of a list that may have elements already, from other parts
}

// inner is a record and the variable that holds its leaves.
type inner struct {
	tree *leaves.Tree
	in   string
}

// records fills a list of structs of the model.
func (e *emitter) records(em *convert.Emitter, s *within, f *plan.Field, x *convert.RecordList, target expr) []jen.Code {
	if x.Plain() {
		return e.plainRecords(s, f, x, target)
	}
	code := e.loop(em, s, f, x, target)
	if x.All == nil { // each list has variables of its own
		code = []jen.Code{jen.Block(code...)}
	}
	return code
}

// plainRecords maps the elements of an array one by one.
func (e *emitter) plainRecords(s *within, f *plan.Field, x *convert.RecordList, target expr) []jen.Code {
	list := func() *jen.Statement { return jen.Id(x.From.In).Dot(x.From.Leaf.Name).Dot("Value") }
	m := e.mapOf(x.Elem)
	item := jen.Op("&").Add(list()).Index(jen.Id("i"))
	body := []jen.Code{
		jen.Id("at").Op(":=").Id("at").Dot("ElemAt").Call(jen.Lit(f.Name), jen.Id("i"), jen.Lit(x.From.Describe()), list().Index(jen.Id("i")).Dot("place")),
		e.callMap(m, jen.Op("&").Add(target()).Index(jen.Id("i")), item, jen.Op("&").Id("at")),
	}
	return []jen.Code{jen.If(jen.Id("n").Op(":=").Len(list()), jen.Id("n").Op(">").Lit(0)).Block(append(
		e.contextFor(m, s, s.around),
		target().Op("=").Make(jen.Index().Qual(normalizePkg, x.To), jen.Id("n")),
		jen.For(jen.Id("i").Op(":=").Range().Id("n")).Block(body...),
	)...)}
}

// callMap calls a map's function.
func (e *emitter) callMap(m *plan.Map, target, from, at jen.Code) jen.Code {
	args := []jen.Code{target, from}
	if !m.Tree.Context.Empty() {
		args = append(args, jen.Op("&").Id(contextVar(m)))
	}
	return jen.Id(mapFunc(m)).Call(append(args, at, jen.Id("is"))...)
}

func contextVar(m *plan.Map) string { return m.Name + "Up" }

// contextFor makes what a map reads outside its records, which lie in those of
// around; nothing where it reads nothing there.
func (e *emitter) contextFor(m *plan.Map, s *within, around []inner) []jen.Code {
	if m.Tree.Context.Empty() {
		return nil
	}
	var fields []jen.Code
	for _, o := range m.Tree.Context.Outer {
		fields = append(fields, jen.Id(o.Leaf.Name).Op(":").Add(e.outer(o, s, around)))
	}
	return []jen.Code{jen.Id(contextVar(m)).Op(":=").Id(contextType(m)).Values(fields...)}
}

// outer is the value that a map reads outside its records, where they lie in
// those of around.
func (e *emitter) outer(o *leaves.Outer, s *within, around []inner) *jen.Statement {
	kind, elem := o.Leaf.Kind, o.Leaf.Elem
	from := o.From
	if up := from.Up; up > 0 && up <= len(around) {
		at := around[up-1]
		return jen.Id(at.in).Dot(at.tree.Field(o.Path, kind, elem).Name)
	}
	if from.Need == "" {
		from.Up -= len(around)
	}
	return jen.Id("up").Dot(s.m.Tree.Context.Field(from, o.Path, kind, elem).Name)
}

// loop fills a list in the general way: it appends to the target.
func (e *emitter) loop(em *convert.Emitter, s *within, f *plan.Field, x *convert.RecordList, target expr) []jen.Code {
	var out []jen.Code
	switch {
	case s.part && (x.First != nil || x.Sort != nil && x.All != nil): // it is about what it adds itself
		own := *s
		own.part = false
		from := func() *jen.Statement { return target().Index(jen.Id("start").Op(":")) }
		out = []jen.Code{jen.Block(append([]jen.Code{jen.Id("start").Op(":=").Len(target())}, e.several(em, &own, f, x, target, from)...)...)}
	case x.First != nil || x.All != nil:
		out = e.several(em, s, f, x, target, target)
	case x.Self:
		m, at := e.mapOf(x.Elem), s.at+"Self"
		body := append(e.contextFor(m, s, s.around[1:]), jen.Id(at).Op(":=").Id(s.at).Dot("Inside").Call(jen.Len(target()), jen.Lit(""), jen.Lit(-1)))
		from := jen.Id(x.Var)
		if x.Again != nil {
			from = jen.Op("&").Id(x.Again.In).Dot(x.Again.Leaf.Name).Dot("Value").Index(jen.Id("i"))
		}
		body = append(body, e.appendOne(m, x.To, from, f, at, target)...)
		out = e.guarded(em, x, []jen.Code{jen.Block(body...)}, false)
	default:
		out = e.elementsLoop(em, s, f, x, target)
	}
	return out
}

// several fills a list from several; own is what they add to the target.
func (e *emitter) several(em *convert.Emitter, s *within, f *plan.Field, x *convert.RecordList, target, own expr) []jen.Code {
	var out []jen.Code
	inner := *s
	for i, part := range x.First {
		code := e.loop(em, &inner, f, part, target)
		if i > 0 {
			code = []jen.Code{jen.If(jen.Len(own()).Op("==").Lit(0)).Block(code...)}
		}
		out = append(out, code...)
		inner.part = true
	}
	inner.part = true
	for _, part := range x.All {
		out = append(out, jen.Block(e.loop(em, &inner, f, part, target)...))
	}
	return append(out, sortModel(x, own)...)
}

// elementsLoop goes through an array, or the entries of a text.
func (e *emitter) elementsLoop(em *convert.Emitter, s *within, f *plan.Field, x *convert.RecordList, target expr) []jen.Code {
	depth := len(s.around)
	list, at := fmt.Sprintf("list%d", depth), fmt.Sprintf("at%d", depth)
	var source *jen.Statement
	var tree *leaves.Tree
	path := ""
	if x.Text != nil {
		tree, path = x.Elem, x.Text.Describe()
		source = jen.Id(entriesFunc(e.mapOf(x.Elem))).Call(x.Text.Emit(em), jen.Id("is").Dot("Site").Call(s.place(), jen.Lit(f.Name), jen.Lit(path)))
	} else {
		tree, path = x.From.Leaf.Elem, x.From.Describe()
		source = jen.Id(x.From.In).Dot(x.From.Leaf.Name).Dot("Value")
	}
	inside := &within{m: s.m, around: append([]inner{{tree, x.Var}}, s.around...), at: at, part: true}
	body := []jen.Code{
		jen.Id(x.Var).Op(":=").Op("&").Id(list).Index(jen.Id("i")),
		jen.Id(at).Op(":=").Id(orAt(s.at)).Dot("ElemAt").Call(jen.Lit(f.Name), jen.Len(target()), jen.Lit(path), jen.Id(x.Var).Dot("place")),
	}
	if s.at != "" { // the field is said by the list around
		body[1] = jen.Id(at).Op(":=").Id(s.at).Dot("Inside").Call(jen.Len(target()), jen.Lit(path), jen.Id(x.Var).Dot("place"))
	}
	body = append(body, e.guarded(em, x, nil, true)...)
	before := []jen.Code{jen.Id(list).Op(":=").Add(source)}
	if x.Into == nil {
		m := e.mapOf(x.Elem)
		before = append(before, e.contextFor(m, s, s.around)...)
		body = append(body, e.appendOne(m, x.To, jen.Id(x.Var), f, at, target)...)
	} else {
		for _, part := range x.Into {
			code := e.loop(em, inside, f, part, target)
			if !part.Self && len(x.Into) > 1 { // each has variables of its own
				code = []jen.Code{jen.Block(code...)}
			}
			body = append(body, code...)
		}
	}
	order := jen.Id("i").Op(":=").Range().Id(list)
	if x.Sort != nil {
		order = jen.List(jen.Id("_"), jen.Id("i")).Op(":=").Range().Add(orderOf(em, x, list, tree))
	}
	return append(append(em.Before(), before...), jen.For(order).Block(body...))
}

// place is a pointer to the place of the innermost record.
func (s *within) place() *jen.Statement {
	if s.at == "" {
		return jen.Id("at")
	}
	return jen.Op("&").Id(s.at)
}

func orAt(at string) string {
	if at == "" {
		return "at"
	}
	return at
}

// appendOne adds a struct to the target and maps into it.
func (e *emitter) appendOne(m *plan.Map, to string, from *jen.Statement, f *plan.Field, at string, target expr) []jen.Code {
	return []jen.Code{
		target().Op("=").Append(target(), jen.Qual(normalizePkg, to).Values()),
		e.callMap(m, jen.Op("&").Add(target()).Index(jen.Len(target()).Op("-").Lit(1)), from, jen.Op("&").Id(at)),
	}
}

// guarded keeps to the elements that the list asks for: the rest are skipped in a
// loop, or the code is left out.
func (e *emitter) guarded(em *convert.Emitter, x *convert.RecordList, code []jen.Code, skip bool) []jen.Code {
	if len(x.Where) == 0 {
		return code
	}
	if skip {
		cond := convert.EmitNone(em, x.Where)
		return append(em.Before(), jen.If(cond).Block(jen.Continue()))
	}
	cond := convert.EmitAll(em, x.Where)
	return append(em.Before(), jen.If(cond).Block(code...))
}

// orderOf gives the indexes of a list in the order of a value of its elements.
func orderOf(em *convert.Emitter, x *convert.RecordList, list string, tree *leaves.Tree) *jen.Statement {
	key := jen.Func().Params(jen.Id(x.Var).Op("*").Id(leavesType(tree))).Qual(lenientPkg, "Opt").Types(x.Sort.By.Type().Go()).Block(
		jen.Return(x.Sort.By.Emit(em)))
	return convert.Func("Order").Call(jen.Id(list), key, jen.Lit(x.Sort.Descending))
}

// sortModel sorts structs by one of their fields.
func sortModel(x *convert.RecordList, target expr) []jen.Code {
	if x.Sort == nil {
		return nil
	}
	field := jen.Id("m").Dot(x.Sort.Field.Steps[0].Name)
	t, fn := x.Sort.Field.Type, "SortByKey"
	if t.Kind == model.Pointer {
		t, field = *t.Elem, convert.Func("FromPtr").Call(field)
	} else {
		field = convert.Func("Said").Call(field)
	}
	var typ *jen.Statement
	switch t.Kind {
	case model.Time:
		fn, typ = "SortByTime", jen.Qual("time", "Time")
	case model.Duration:
		typ = jen.Qual("time", "Duration")
	case model.Int:
		typ = jen.Id(t.String())
	default:
		typ = jen.String()
	}
	key := jen.Func().Params(jen.Id("m").Op("*").Qual(normalizePkg, x.To)).Qual(lenientPkg, "Opt").Types(typ).Block(jen.Return(field))
	return []jen.Code{convert.Func(fn).Call(target(), key, jen.Lit(x.Sort.Descending))}
}
