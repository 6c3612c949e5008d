package adapter

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

func decoderFunc(m *plan.Map) string {
	return "new" + strings.ToUpper(m.Name[:1]) + m.Name[1:] + "Decoder"
}

// decoder writes the function that decodes a record of an operation.
func (e *emitter) decoder(m *plan.Map) jen.Code {
	name := decoderFunc(m)
	signature := func() *jen.Statement {
		result := jen.Qual(normalizePkg, m.To)
		if m.To == model.Root {
			result = jen.Op("*").Add(result)
		}
		return jen.Func().Params(jen.Id("raw").Index().Byte()).Params(result, jen.Error())
	}
	var params, join []jen.Code
	up := jen.Id("up")
	if !m.Tree.Context.Empty() {
		params = append(params, jen.Id("up").Op("*").Id(contextType(m)))
	}
	if fromNeeds(m) {
		join = append(join, jen.Id("is").Dot("Join").Call(jen.Op("&").Id("up").Dot("issues")))
	}
	return doc("%s gives a decoder of records of %s. It keeps its\nbuffers from record to record, so each goroutine needs its own.", name, e.what(m.Tree)).Line().
		Func().Id(name).Params(params...).Add(signature()).Block(
		jen.Var().Defs(
			jen.Id("l").Id(leavesType(m.Tree)),
			jen.Id("r").Qual(lenientPkg, "Reader"),
			jen.Id("is").Qual(lenientPkg, "Issues"),
		),
		jen.Return(signature().Block(append(join,
			jen.Id("l").Dot("reset").Call(),
			jen.Id("r").Dot("Reset").Call(jen.Id("raw"), jen.Op("&").Id("is")),
			jen.Id("l").Dot("read").Call(jen.Op("&").Id("r")),
			jen.Id("c").Op(":=").New(jen.Qual(normalizePkg, m.To)),
			jen.Id(mapFunc(m)).Call(e.mapArgs(m, up)...),
			jen.Return(jen.Qual(enginePkg, "Decoded"+m.To).Call(jen.Id("c"), jen.Id("is").Dot("Take").Call())),
		)...)),
	)
}

// mapArgs are the arguments for mapping a record of an operation, which is in no
// other.
func (e *emitter) mapArgs(m *plan.Map, up jen.Code) []jen.Code {
	args := []jen.Code{jen.Id("c"), jen.Op("&").Id("l")}
	if !m.Tree.Context.Empty() {
		args = append(args, up)
	}
	return append(args, jen.Nil(), jen.Op("&").Id("is"))
}
