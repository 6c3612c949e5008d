package adapter

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

// decode hands over a map's decoder for the records of an operation.
func (e *emitter) decode(kind string, s *plan.Source, m *plan.Map, needs []*plan.Need) *jen.Statement {
	result := jen.Func().Params(jen.Id("raw").Index().Byte()).Params(jen.Qual(normalizePkg, m.To), jen.Error())
	if m.To == model.Root {
		result = jen.Qual(enginePkg, m.To+"Decoder")
	}
	needed, args := jen.Id("_"), []jen.Code{}
	switch {
	case m.Tree.Context.Empty():
	case len(needs) == 0:
		args = []jen.Code{jen.New(jen.Id(contextType(m)))}
	default:
		needed, args = jen.Id("needed"), []jen.Code{jen.Id(contextFunc(kind, s)).Call(jen.Id("needed"))}
	}
	return jen.Func().Params(needed.Qual(enginePkg, "Needed")).Add(result).Block(jen.Return(jen.Id(decoderFunc(m)).Call(args...)))
}

func contextFunc(kind string, s *plan.Source) string { return kind + upperFirst(s.Name) + "Context" }

// contexts write, for the operations with needs, what reads the fetched records.
func (e *emitter) contexts(f *jen.File) {
	for _, s := range e.Plan.Sources {
		if s.Get != nil && len(s.Get.Needs) > 0 && !s.Get.Map.Tree.Context.Empty() {
			f.Add(e.context(contextFunc("get", s), s.Get.Map, s.Get.Needs)).Line()
		}
		if s.Messages != nil && len(s.Messages.Needs) > 0 && !s.Messages.Map.Tree.Context.Empty() {
			f.Add(e.context(contextFunc("messages", s), s.Messages.Map, s.Messages.Needs)).Line()
		}
	}
}

func (e *emitter) context(name string, m *plan.Map, needs []*plan.Need) jen.Code {
	body := []jen.Code{jen.Id("up").Op(":=").New(jen.Id(contextType(m)))}
	for i, n := range needs {
		var read []*leaves.Outer
		for _, o := range m.Tree.Context.Outer {
			if o.From.Need == n.Name {
				read = append(read, o)
			}
		}
		switch {
		case len(read) == 0:
		case n.List:
			body = append(body, e.besideList(i, n, read)...)
		default:
			body = append(body, e.besideOne(i, n, read)...)
		}
	}
	body = append(body, jen.Return(jen.Id("up")))
	return doc("%s reads what the mapping of %s needs in addition to its records.", name, e.what(m.Tree)).Line().
		Func().Id(name).Params(jen.Id("needed").Qual(enginePkg, "Needed")).Op("*").Id(contextType(m)).Block(body...)
}

// beside reads the records of a need, each with code.
func beside(i int, n *plan.Need, index string, code ...jen.Code) jen.Code {
	return convert.Func("Beside").Call(jen.Id("needed").Dot("Of").Call(jen.Lit(i)), jen.Lit(n.Name), jen.Op("&").Id("up").Dot("issues"),
		jen.Func().Params(jen.Id("r").Op("*").Qual(lenientPkg, "Reader"), jen.Id(index).Int()).Block(code...))
}

// besideOne reads a need of one record.
func (e *emitter) besideOne(i int, n *plan.Need, read []*leaves.Outer) []jen.Code {
	record := n.Name + "Record" // no name of Go's, whatever the need is called
	out := []jen.Code{
		jen.Var().Id(record).Id(leavesType(n.Tree)),
		beside(i, n, "_", jen.Id(record).Dot("read").Call(jen.Id("r"))),
	}
	for _, o := range read {
		out = append(out, jen.Id("up").Dot(o.Leaf.Name).Op("=").Id(record).Dot(n.Tree.Field(o.Path, o.Leaf.Kind, o.Leaf.Elem).Name))
	}
	return out
}

// besideList reads a need of several records: once for each tree of theirs.
func (e *emitter) besideList(i int, n *plan.Need, read []*leaves.Outer) []jen.Code {
	var out []jen.Code
	var done []*leaves.Tree
	list := func(t *leaves.Tree) string { return t.Name + "List" }
	for _, o := range read {
		field := jen.Id("up").Dot(o.Leaf.Name).Op("=")
		if len(o.Path) == 0 && o.Leaf.Kind != leaves.Records {
			out = append(out, field.Add(convert.Func("Joined")).Call(jen.Id("needed").Dot("Of").Call(jen.Lit(i))))
			continue
		}
		t := n.Tree
		if o.Leaf.Kind == leaves.Records && len(o.Path) == 0 {
			t = o.Leaf.Elem
		}
		if !slices.Contains(done, t) {
			done = append(done, t)
			out = append(out,
				jen.Var().Id(list(t)).Index().Id(leavesType(t)),
				beside(i, n, "i", jen.If(jen.Id("r").Dot("IsObject").Call(jen.Lit(""))).Block(
					jen.Id(list(t)).Op("=").Append(jen.Id(list(t)), jen.Id(leavesType(t)).Values(jen.Id("place").Op(":").Id("i"))),
					jen.Id(list(t)).Index(jen.Len(jen.Id(list(t))).Op("-").Lit(1)).Dot("read").Call(jen.Id("r")),
				)))
		}
		if len(o.Path) == 0 {
			out = append(out, field.Add(convert.Func("Some")).Call(jen.Id(list(t))))
			continue
		}
		at := o.Path[0].Index
		leaf := t.Field(o.Path[1:], o.Leaf.Kind, o.Leaf.Elem)
		out = append(out, jen.If(jen.Len(jen.Id(list(t))).Op(">").Lit(at)).Block(field.Id(list(t)).Index(jen.Lit(at)).Dot(leaf.Name)))
	}
	return out
}

// fromNeeds reports whether a map reads what is fetched in addition to its records.
func fromNeeds(m *plan.Map) bool {
	return slices.ContainsFunc(m.Tree.Context.Outer, func(o *leaves.Outer) bool { return o.From.Need != "" })
}

// needTrees are the trees of what is fetched in addition to records, which the typed
// client is not asked for.
func needTrees(p *plan.Plan) map[*leaves.Tree]bool {
	out := map[*leaves.Tree]bool{}
	var add func(t *leaves.Tree)
	add = func(t *leaves.Tree) {
		if t.Map || out[t] {
			return
		}
		out[t] = true
		for _, l := range t.Leaves {
			if l.Elem != nil {
				add(l.Elem)
			}
		}
	}
	for _, n := range p.Needs() {
		add(n.Tree)
	}
	for _, m := range p.Maps {
		for _, o := range m.Tree.Context.Outer {
			if o.From.Need != "" && o.Leaf.Elem != nil {
				add(o.Leaf.Elem)
			}
		}
	}
	return out
}
