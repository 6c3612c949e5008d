package adapter

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// definition writes what the runtime needs to know of the provider.
func (e *emitter) definition() *jen.Statement {
	p := e.Plan
	return literal(jen.Qual(enginePkg, "Definition"),
		kv("Info", literal(jen.Qual(normalizePkg, "Info"),
			kv("Name", jen.Id("Name")),
			kv("Title", text(p.Title)),
			kv("Docs", text(p.Docs)),
			kv("BaseURLs", servers(p.Servers)),
			kv("Auth", schemes(p.Auth)),
			kv("Scope", scope(p.Scope)),
		)),
		kv("Operations", jen.Id("operations")),
		kv("Errors", errorShape(p.Errors)),
		kv("Header", headers(p.Headers)),
		kv("Sources", e.sources()),
		kv("Volatile", list(p.Volatile)),
		kv("Schemas", jen.Id("schemas")),
	)
}

func (e *emitter) operations() *jen.Statement {
	var out []jen.Code
	for _, op := range e.Plan.Operations {
		out = append(out, short(nil,
			kv("ID", jen.Lit(op.ID)),
			kv("Method", jen.Lit(op.Method)),
			kv("Path", jen.Lit(op.Path)),
			kv("Success", successes(op)),
			kv("NotFound", statuses(e.Plan.NotFound(op))),
			kv("Read", yes(op.Method != "GET")),
			kv("When", when(e.Plan.When[op])),
		))
	}
	return lines(jen.Index().Qual(apiPkg, "Operation"), out)
}

// when writes what the body of a success says; nil where only the status does.
func when(alternatives [][]plan.Check) *jen.Statement {
	if len(alternatives) == 0 {
		return nil
	}
	var out []jen.Code
	for _, all := range alternatives {
		var checks []jen.Code
		for _, k := range all {
			checks = append(checks, short(nil, kv("Path", path(k.Path)), kv("Texts", list(k.Texts)), kv("Not", yes(k.Not))))
		}
		out = append(out, jen.Values(checks...))
	}
	return jen.Index().Index().Qual(apiPkg, "Check").Values(out...)
}

// successes are the declared statuses of success; nil where only a range is.
func successes(op *openapi.Operation) *jen.Statement {
	var out []int
	for _, r := range op.Responses {
		if n, err := strconv.Atoi(r.Status); err == nil && n >= 200 && n < 300 {
			out = append(out, n)
		}
	}
	return statuses(out)
}

// statuses is nil for none.
func statuses(list []int) *jen.Statement {
	if len(list) == 0 {
		return nil
	}
	var out []jen.Code
	for _, n := range list {
		out = append(out, jen.Lit(n))
	}
	return jen.Index().Int().Values(out...)
}

func servers(list []plan.Server) *jen.Statement {
	if len(list) == 0 {
		return nil
	}
	var out []jen.Code
	for _, s := range list {
		out = append(out, short(nil, kv("URL", jen.Lit(s.URL)), kv("Description", text(s.Description))))
	}
	return lines(jen.Index().Qual(normalizePkg, "Server"), out)
}

func schemes(auth [][]openapi.Scheme) *jen.Statement {
	if len(auth) == 0 {
		return nil
	}
	var out []jen.Code
	for _, together := range auth {
		var parts []jen.Code
		for _, s := range together {
			parts = append(parts, short(nil,
				kv("Name", jen.Lit(s.Name)),
				kv("Kind", jen.Qual(normalizePkg, schemeKind(string(s.Kind)))),
				kv("Param", text(s.Param)),
				kv("TokenURL", text(s.TokenURL)),
				kv("Scopes", list(s.Scopes)),
			))
		}
		out = append(out, jen.Values(parts...))
	}
	return lines(jen.Index().Index().Qual(normalizePkg, "Scheme"), out)
}

func scope(all []*plan.Scope) *jen.Statement {
	if len(all) == 0 {
		return nil
	}
	var out []jen.Code
	for _, s := range all {
		out = append(out, short(nil,
			kv("Name", jen.Lit(s.Name)),
			kv("Description", text(s.Description)),
			kv("Required", yes(s.Required)),
			kv("Default", text(s.Default)),
			kv("Integer", yes(s.Integer)),
		))
	}
	return lines(jen.Index().Qual(normalizePkg, "ScopeParam"), out)
}

func schemeKind(kind string) string {
	if kind == "oauth2" {
		return "SchemeOAuth2"
	}
	return "Scheme" + strings.ToUpper(kind[:1]) + kind[1:]
}

func headers(constants []plan.Constant) *jen.Statement {
	if len(constants) == 0 {
		return nil
	}
	d := jen.Dict{}
	for _, c := range constants {
		d[jen.Lit(c.Name)] = jen.Values(jen.Lit(c.Value))
	}
	return jen.Qual("net/http", "Header").Values(d)
}

func errorShape(e plan.Errors) *jen.Statement {
	if len(e.Code)+len(e.Message)+len(e.RequestID)+len(e.RequestIDHeader) == 0 {
		return nil
	}
	return literal(jen.Qual(apiPkg, "ErrorShape"),
		kv("Code", paths(e.Code)),
		kv("Message", paths(e.Message)),
		kv("RequestID", paths(e.RequestID)),
		kv("RequestIDHeader", list(e.RequestIDHeader)),
	)
}

// paths writes a list of paths; nil where there is none. An index is left out:
// the runtime takes the first element of an array.
func paths(all []leaves.Path) *jen.Statement { return pathList(all, names) }

// recordPaths is paths for records, which the runtime looks for in an array only
// where the path has an index.
func recordPaths(all []leaves.Path) *jen.Statement { return pathList(all, steps) }

func pathList(all []leaves.Path, write func(leaves.Path) []jen.Code) *jen.Statement {
	if len(all) == 0 {
		return nil
	}
	var out []jen.Code
	for _, p := range all {
		out = append(out, jen.Values(write(p)...))
	}
	return jen.Index().Qual(apiPkg, "Path").Values(out...)
}

// path writes one path; nil where there is none.
func path(p leaves.Path) *jen.Statement {
	if len(p) == 0 {
		return nil
	}
	return jen.Qual(apiPkg, "Path").Values(names(p)...)
}

func names(p leaves.Path) []jen.Code {
	var out []jen.Code
	for _, s := range p {
		if s.Name != "" {
			out = append(out, jen.Lit(s.Name))
		}
	}
	return out
}

// steps are the names, and a word of the runtime for an index.
func steps(p leaves.Path) []jen.Code {
	var out []jen.Code
	for _, s := range p {
		if s.Name == "" {
			out = append(out, jen.Qual(apiPkg, "First"))
		} else {
			out = append(out, jen.Lit(s.Name))
		}
	}
	return out
}
