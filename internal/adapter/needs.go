package adapter

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/plan"
)

// needs says what is fetched before the records of kind.
func (e *emitter) needs(kind string, s *plan.Source, all []*plan.Need) *jen.Statement {
	if len(all) == 0 {
		return nil
	}
	var out []jen.Code
	for _, n := range all {
		fields := []field{
			kv("Name", jen.Lit(n.Name)),
			kv("Operation", e.operationRef(n.Op)),
			kv("Request", jen.Id(needRequestVar(kind, s, n))),
			kv("Record", recordPaths(n.Record)),
		}
		if n.List {
			fields = append(fields, kv("Shape", shape(n.Page)), kv("Pager", pager(n.Page)), kv("PageSize", pageSize(n.Page.Size)))
		}
		out = append(out, literal(nil, fields...))
	}
	return lines(jen.Index().Qual(enginePkg, "NeedDefinition"), out)
}
