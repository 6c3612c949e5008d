package adapter

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/plan"
)

// needRequests writes the functions that ask for what the maps need in addition to the
// records of the source.
func (e *emitter) needRequests(f *jen.File, s *plan.Source) error {
	add := func(kind string, needs []*plan.Need) error {
		for _, n := range needs {
			code, err := e.needRequest(needRequestFunc(kind, s, n), n)
			if err != nil {
				return err
			}
			f.Add(code).Line()
		}
		return nil
	}
	if s.Get != nil {
		if err := add("get", s.Get.Needs); err != nil {
			return err
		}
	}
	if s.Messages != nil {
		return add("messages", s.Messages.Needs)
	}
	return nil
}

// needRequestFunc names the function of a need. Names of sources have no upper
// case letter, so that they and the names of needs cannot run into each other.
func needRequestFunc(kind string, s *plan.Source, n *plan.Need) string {
	return "need" + upperFirst(kind) + upperFirst(s.Name) + upperFirst(n.Name) + "Request"
}

func (e *emitter) needRequest(name string, n *plan.Need) (jen.Code, error) {
	r, err := e.request(n.Op)
	if err != nil {
		return nil, err
	}
	if err := e.settings(r, n.Page); err != nil {
		return nil, err
	}
	if err := e.id(r, n.ID); err != nil {
		return nil, err
	}
	body, err := r.finish(n.ID)
	if err != nil {
		return nil, err
	}
	what, at := "the one record", jen.Id("_")
	if n.List {
		what, at = "a page of the records", jen.Id("at")
	}
	return doc("%s asks %s for %s that %s needs of one conversation.", name, oneLine(n.Op.ID), what, n.Name).Line().
		Add(signature(name, jen.Id("id").String(), at.Qual(pagingPkg, "Position")).Block(body...)), nil
}

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
			kv("Request", jen.Id(needRequestFunc(kind, s, n))),
			kv("Record", recordPaths(n.Record)),
		}
		if n.List {
			fields = append(fields, kv("Shape", shape(n.Page)), kv("Pager", pager(n.Page)), kv("PageSize", pageSize(n.Page.Size)))
		}
		out = append(out, literal(nil, fields...))
	}
	return lines(jen.Index().Qual(enginePkg, "NeedDefinition"), out)
}
