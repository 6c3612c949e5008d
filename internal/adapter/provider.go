package adapter

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

// generation is the constant of the runtime's generation that the output is for.
const generation = "Generation1"

func packageDoc(p *plan.Plan) []string {
	lines := []string{
		fmt.Sprintf("Package %s reads conversations from %s in the normalized model.", p.Name, oneLine(p.Title)),
		"",
		"[New] opens the provider; [Provider.Client] is the typed client of the API, on",
		"the same transport. [ConversationFrom] is the mapping alone.",
	}
	if p.Docs != "" {
		lines = append(lines, "", "The provider's documentation: "+oneLine(p.Docs))
	}
	return lines
}

// oneLine keeps text from a field map on the line of its comment.
func oneLine(s string) string { return strings.TrimPrefix(comment(s), "// ") }

// provider writes the definition, the provider type and the mapping for users of
// the typed client.
func (e *emitter) provider(f *jen.File) error {
	p := e.Plan
	f.Add(doc("Name is the provider's name in Parlance.")).Line().Const().Id("Name").Op("=").Lit(p.Name).Line()
	f.Add(doc("This output is for the first generation of Parlance's runtime. Where the runtime\nno longer has it: go generate ./...")).Line().
		Const().Id("_").Op("=").Qual(enginePkg, generation).Line()
	f.Add(doc("operations are the operations of the API that are in use.")).Line().
		Var().Id("operations").Op("=").Add(e.operations()).Line()
	f.Add(doc("definition is what the runtime needs to know of the provider.")).Line().
		Var().Id("definition").Op("=").Add(e.definition()).Line()
	f.Add(doc("Provider reads conversations from %s. It is safe for concurrent use.", oneLine(p.Title))).Line().
		Type().Id("Provider").Struct(
		jen.Op("*").Qual(enginePkg, "Engine"),
		jen.Id("client").Op("*").Id("ClientWithResponses"),
	).Line()
	f.Add(newFunc(p)).Line()
	f.Add(doc("Client is the typed client of the API. It has the provider's credentials,\nretries and limits, and answers what the document does not declare with typed\nerrors.")).Line().
		Func().Params(jen.Id("p").Op("*").Id("Provider")).Id("Client").Params().Op("*").Id("ClientWithResponses").Block(
		jen.Return(jen.Id("p").Dot("client")),
	).Line()
	for _, to := range []string{model.Root, model.Part} {
		if code := e.from(to); code != nil {
			f.Add(code).Line()
		}
	}
	return nil
}

func newFunc(p *plan.Plan) jen.Code {
	return doc("New opens the provider. The error says which option is missing or wrong.").Line().
		Func().Id("New").Params(jen.Id("opts").Op("...").Qual(normalizePkg, "Option")).Params(jen.Op("*").Id("Provider"), jen.Error()).Block(
		jen.List(jen.Id("e"), jen.Err()).Op(":=").Qual(enginePkg, "New").Call(jen.Op("&").Id("definition"), jen.Id("opts").Op("...")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.List(jen.Id("client"), jen.Err()).Op(":=").Id("NewClientWithResponses").Call(jen.Id("e").Dot("BaseURL").Call(), jen.Id("WithHTTPClient").Call(jen.Id("e").Dot("Doer").Call())),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Return(short(jen.Op("&").Id("Provider"), kv("Engine", jen.Id("e")), kv("client", jen.Id("client"))), jen.Nil()),
	)
}

// from writes the mapping for users of the typed client: one function for all
// schemas that become the same struct of the model.
func (e *emitter) from(to string) jen.Code {
	var types, cases []jen.Code
	for _, m := range e.Plan.Maps {
		if m.To != to || !decoded(m) {
			continue
		}
		types = append(types, jen.Id(m.Schema.GoName))
		cases = append(cases, jen.Case(jen.Op("*").Id(m.Schema.GoName)).Block(
			jen.Var().Id("l").Id(leavesType(m.Tree)),
			jen.Id("l").Dot("fill").Call(jen.Id("v")),
			jen.Id(mapFunc(m)).Call(e.mapArgs(m, jen.New(jen.Id(contextType(m))))...),
		))
	}
	if len(types) == 0 {
		return nil
	}
	nothing := "a nil v gives a zero " + to
	if to == model.Root {
		nothing = "without an id, as with a nil v, it fails with\n[normalize.ErrNoID]"
	}
	return doc("%sFrom maps a value of the typed client, as reading it from the API would.\nWhat could not be converted is in the issues; %s.", to, nothing).Line().
		Func().Id(to+"From").Types(jen.Id("T").Add(jen.Union(types...))).Params(jen.Id("v").Op("*").Id("T")).
		Params(jen.Op("*").Qual(normalizePkg, to), jen.Error()).Block(
		jen.Var().Id("is").Qual(lenientPkg, "Issues"),
		jen.Id("c").Op(":=").New(jen.Qual(normalizePkg, to)),
		jen.If(jen.Id("v").Op("!=").Nil()).Block(
			jen.Switch(jen.Id("v").Op(":=").Any().Call(jen.Id("v")).Assert(jen.Type())).Block(cases...),
		),
		jen.Return(jen.Qual(enginePkg, "Mapped"+to).Call(jen.Id("c"), jen.Op("&").Id("definition"), jen.Id("is").Dot("Take").Call())),
	)
}
