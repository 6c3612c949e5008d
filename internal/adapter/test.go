package adapter

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/plan"
)

// test writes the tests that every provider has: the conformance suite, the
// documented examples, the requests, that both ways into the mapping agree, and a
// fuzz target for each decoder.
func (e *emitter) test(f *jen.File) error {
	f.Add(doc("conformance says where the suite finds the provider.")).Line().
		Var().Id("conformance").Op("=").Add(literal(jen.Qual(testPkg, "Config"),
		kv("Specs", jen.Lit("../../specs/"+e.Plan.Name)),
		kv("New", jen.Func().Params(jen.Id("opts").Op("...").Qual(normalizePkg, "Option")).Params(jen.Qual(normalizePkg, "Provider"), jen.Error()).Block(
			jen.Return(jen.Id("New").Call(jen.Id("opts").Op("..."))),
		)),
	)).Line()
	for _, name := range []string{"Run", "Examples", "Requests"} {
		f.Func().Id(map[string]string{"Run": "TestConformance", "Examples": "TestExamples", "Requests": "TestRequests"}[name]).Params(jen.Id("t").Op("*").Qual("testing", "T")).Block(
			jen.Qual(testPkg, name).Call(jen.Id("t"), jen.Id("conformance")),
		).Line()
	}
	f.Add(e.typedRequests()).Line()
	for _, m := range e.Plan.Maps {
		if !decoded(m) {
			continue
		}
		f.Add(e.twoWays(m)).Line()
		f.Add(e.fuzz(m)).Line()
	}
	return nil
}

// typedRequests compares requests with those of the typed client's builders.
func (e *emitter) typedRequests() jen.Code {
	builders := jen.Dict{}
	for _, op := range e.Plan.Operations {
		names := e.Index.Operation(op.GoName)
		if names == nil {
			continue
		}
		builder := names.Builder
		if op.Body != nil {
			builder += "WithBody"
		}
		if e.Index.Decls[builder] {
			builders[jen.Lit(op.ID)] = jen.Id(builder)
		}
	}
	return jen.Func().Id("TestTypedRequests").Params(jen.Id("t").Op("*").Qual("testing", "T")).Block(
		jen.Qual(testPkg, "TypedRequests").Call(jen.Id("t"), jen.Id("conformance"), jen.Map(jen.String()).Any().Values(builders)),
	)
}

func title(m *plan.Map) string { return strings.ToUpper(m.Name[:1]) + m.Name[1:] }

// twoWays holds the decoder and the mapping of the typed struct to the same
// result on every documented record of the schema.
func (e *emitter) twoWays(m *plan.Map) jen.Code {
	return jen.Func().Id("TestTwoWays" + title(m)).Params(jen.Id("t").Op("*").Qual("testing", "T")).Block(
		jen.Qual(testPkg, "TwoWays").Call(
			jen.Id("t"), jen.Id("conformance"), jen.Lit(m.Schema.Ref),
			jen.Func().Params(jen.Id("raw").Index().Byte()).Params(jen.Any(), jen.Error()).Block(
				jen.Return(jen.Id(decoderFunc(m)).Call(testContext(m)...).Call(jen.Id("raw"))),
			),
			jen.Func().Params(jen.Id("raw").Index().Byte()).Params(jen.Any(), jen.Error()).Block(
				jen.Var().Id("v").Id(m.Schema.GoName),
				jen.If(jen.Err().Op(":=").Qual("encoding/json", "Unmarshal").Call(jen.Id("raw"), jen.Op("&").Id("v")), jen.Err().Op("!=").Nil()).Block(
					jen.Return(jen.Nil(), jen.Err()),
				),
				jen.Return(jen.Id(m.To+"From").Call(jen.Op("&").Id("v"))),
			),
		),
	)
}

func (e *emitter) fuzz(m *plan.Map) jen.Code {
	return jen.Func().Id("Fuzz" + title(m) + "Decoder").Params(jen.Id("f").Op("*").Qual("testing", "F")).Block(
		jen.Qual(testPkg, "FuzzDecoder").Call(
			jen.Id("f"), jen.Id("conformance"), jen.Lit(m.Schema.Ref),
			jen.Func().Params(jen.Id("raw").Index().Byte()).Params(jen.Any(), jen.Error()).Block(
				jen.Return(jen.Id(decoderFunc(m)).Call(testContext(m)...).Call(jen.Id("raw"))),
			),
		),
	)
}

// testContext is nothing fetched in addition to the records.
func testContext(m *plan.Map) []jen.Code {
	if m.Tree.Context.Empty() {
		return nil
	}
	return []jen.Code{jen.New(jen.Id(contextType(m)))}
}
