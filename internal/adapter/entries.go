package adapter

import (
	"regexp"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/plan"
)

// entriesFunc is the function that cuts a text into the entries of a map.
func entriesFunc(m *plan.Map) string { return "parse" + upperFirst(m.Name) }

func entryPattern(m *plan.Map) string { return m.Name + "Entry" }

// entries writes what cuts a text into entries.
func (e *emitter) entries(m *plan.Map) jen.Code {
	groups := regexp.MustCompile(m.Pattern).SubexpNames() // checked in the plan
	var fill []jen.Code
	for _, l := range m.Tree.Leaves {
		at := slices.Index(groups, l.Path[0].Name)
		fill = append(fill, jen.Id("list").Index(jen.Id("i")).Dot(l.Name).Op("=").Add(convert.Func("Group")).Call(jen.Id("entry"), jen.Lit(at)))
	}
	body := []jen.Code{
		jen.Id("entries").Op(":=").Add(convert.Func("Entries")).Call(jen.Id("text"), jen.Id(entryPattern(m)), jen.Id("s")),
		jen.Id("list").Op(":=").Make(jen.Index().Id(leavesType(m.Tree)), jen.Len(jen.Id("entries"))),
		jen.For(jen.List(jen.Id("i"), jen.Id("entry")).Op(":=").Range().Id("entries")).Block(
			append([]jen.Code{jen.Id("list").Index(jen.Id("i")).Dot("place").Op("=").Id("i")}, fill...)...),
		jen.Return(jen.Id("list")),
	}
	return doc("%s matches an entry of %s.", entryPattern(m), oneLine(m.Schema.Ref)).Line().
		Var().Id(entryPattern(m)).Op("=").Qual("regexp", "MustCompile").Call(jen.Lit(m.Pattern)).Line().Line().
		Add(doc("%s cuts text into its entries.", entriesFunc(m))).Line().
		Func().Id(entriesFunc(m)).Params(jen.Id("text").Qual(lenientPkg, "Opt").Types(jen.String()), jen.Id("s").Qual(lenientPkg, "Site")).Index().Id(leavesType(m.Tree)).Block(body...)
}
