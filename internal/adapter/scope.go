package adapter

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// setScope sends a value that the user gave when opening the provider. One in the
// path is kept for the call of the builder.
func (e *emitter) setScope(r *request, s plan.Setting) ([]jen.Code, error) {
	value := jen.Qual(enginePkg, "ScopeValue").Call(jen.Id("ctx"), jen.Lit(s.Value))
	if s.Param.In == "path" {
		return r.keepScope(s, value), nil
	}
	name := scopeVar(s.Value)
	given := jen.If(jen.Id(name).Op(":=").Add(value), jen.Id(name).Op("!=").Lit(""))
	one, set := s.Param.Schema, func(have string, value *jen.Statement) (jen.Code, error) { return r.set(s.Param, e.Index, have, value) }
	if one.Type == openapi.Array {
		one, set = one.Items, func(have string, value *jen.Statement) (jen.Code, error) { return e.setList(r, s.Param, have, value) }
	}
	if one.Type != openapi.Integer {
		code, err := set("string", jen.Id(name))
		return []jen.Code{given.Block(code)}, err
	}
	code, err := set("int64", jen.Id("number"))
	return []jen.Code{given.Block(append(parseInt("number", s.Value, jen.Id(name)), code)...)}, err
}

// keepScope puts a value in a variable of its own, as the builder takes it.
func (r *request) keepScope(s plan.Setting, value *jen.Statement) []jen.Code {
	name := scopeVar(s.Value)
	if r.inPath == nil {
		r.inPath = map[string]pathValue{}
	}
	if s.Param.Schema.Type != openapi.Integer {
		r.inPath[s.Param.Name] = pathValue{name, "string"}
		return []jen.Code{jen.Id(name).Op(":=").Add(value)}
	}
	r.inPath[s.Param.Name] = pathValue{name, "int64"}
	return parseInt(name, s.Value, value)
}

// parseInt reads text into a new variable, or returns the error, which calls it
// what.
func parseInt(name, what string, text jen.Code) []jen.Code {
	return []jen.Code{
		jen.List(jen.Id(name), jen.Err()).Op(":=").Qual(requestPkg, "WholeNumber").Call(jen.Lit(what), text),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
	}
}

// scopeVar is the variable of a value: workspace_id is scopeWorkspaceId.
func scopeVar(name string) string {
	var b strings.Builder
	b.WriteString("scope")
	for part := range strings.SplitSeq(name, "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}

// pathValue is the variable that has the value of a path parameter, and its type.
type pathValue struct{ name, have string }

// pathNames are the parameters in a path template, in their order.
func pathNames(path string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(path, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return out
		}
		out, path = append(out, name), after
	}
}
