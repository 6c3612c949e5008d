package adapter

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

func (e *emitter) sources() *jen.Statement {
	var out []jen.Code
	for _, s := range e.Plan.Sources {
		out = append(out, literal(nil,
			kv("Name", text(s.Name)),
			kv("Time", constant("Time", s.Time)),
			kv("Order", constant("Order", s.Order)),
			kv("List", e.listDefinition(s)),
			kv("Get", e.getDefinition(s)),
			kv("Messages", e.messagesDefinition(s)),
		))
	}
	return lines(jen.Index().Qual(enginePkg, "Source"), out)
}

// constant is a constant of the model; nil for an empty name.
func constant(prefix, name string) *jen.Statement {
	if name == "" {
		return nil
	}
	return jen.Qual(normalizePkg, prefix+strings.ToUpper(name[:1])+name[1:])
}

func (e *emitter) operationRef(op *openapi.Operation) *jen.Statement {
	return jen.Op("&").Id("operations").Index(jen.Lit(slices.Index(e.Plan.Operations, op)))
}

func (e *emitter) listDefinition(s *plan.Source) *jen.Statement {
	l := s.List
	if l == nil {
		return nil
	}
	return literal(jen.Op("&").Qual(enginePkg, "ListDefinition"),
		kv("Operation", e.operationRef(l.Op)),
		kv("Request", jen.Id(requestVar("list", s))),
		kv("Shape", shape(l.Page)),
		kv("Pager", pager(l.Page)),
		kv("PageSize", pageSize(l.Page.Size)),
		kv("Decode", e.decode("list", s, l.Map, nil)),
		kv("Schema", jen.Lit(l.Map.Schema.Ref)),
		kv("Messages", constant("Messages", string(l.Inline))),
		kv("Filters", filters(l.Filters)),
	)
}

func (e *emitter) getDefinition(s *plan.Source) *jen.Statement {
	g := s.Get
	if g == nil {
		return nil
	}
	return literal(jen.Op("&").Qual(enginePkg, "GetDefinition"),
		kv("Operation", e.operationRef(g.Op)),
		kv("Request", jen.Id(requestVar("get", s))),
		kv("Record", recordPaths(g.Record)),
		kv("Decode", e.decode("get", s, g.Map, g.Needs)),
		kv("Schema", jen.Lit(g.Map.Schema.Ref)),
		kv("Messages", constant("Messages", string(g.Inline))),
		kv("Needs", e.needs("get", s, g.Needs)),
	)
}

func (e *emitter) messagesDefinition(s *plan.Source) *jen.Statement {
	m := s.Messages
	if m == nil {
		return nil
	}
	return literal(jen.Op("&").Qual(enginePkg, "MessagesDefinition"),
		kv("Operation", e.operationRef(m.Op)),
		kv("Request", jen.Id(requestVar("messages", s))),
		kv("Shape", shape(m.Page)),
		kv("Pager", pager(m.Page)),
		kv("PageSize", pageSize(m.Page.Size)),
		kv("Decode", e.decode("messages", s, m.Map, m.Needs)),
		kv("Schema", jen.Lit(m.Map.Schema.Ref)),
		kv("Needs", e.needs("messages", s, m.Needs)),
	)
}

func shape(p plan.Page) *jen.Statement {
	return literal(jen.Qual(apiPkg, "Shape"),
		kv("Records", recordPaths(p.Records)),
		kv("Cursor", paths(p.Cursor)),
		kv("CursorHeader", text(p.CursorHeader)),
		kv("More", paths(p.More)),
		kv("Last", paths(p.Last)),
		kv("Total", paths(p.Total)),
		kv("TotalHeader", text(p.TotalHeader)),
		kv("TotalPages", paths(p.TotalPages)),
		kv("Link", paths(p.Link)),
		kv("LinkHeader", yes(p.LinkHeader)),
		kv("End", statuses(p.End)),
	)
}

func pager(p plan.Page) *jen.Statement {
	name := map[string]string{"none": "SinglePage", "page": "PageNumber", "offset": "Offset", "cursor": "Cursor", "link": "Link", "keyset": "Keyset"}[p.Style]
	var first *jen.Statement
	if p.Style == "page" {
		first = jen.Lit(p.First)
	}
	if p.Style == "none" {
		return short(jen.Qual(pagingPkg, name))
	}
	key := p.Key
	if key == nil {
		key = &plan.Key{}
	}
	return short(jen.Qual(pagingPkg, name),
		kv("First", first),
		kv("Key", path(key.Path)),
		kv("Kind", keyKind(key.Kind)),
		kv("Order", number(key.Order)),
		kv("Inclusive", yes(key.Inclusive)),
		kv("DefaultSize", number(p.Size.Default)),
		kv("MaxSize", number(p.Size.Max)),
	)
}

// keyKind is a constant of the transport; nil for keys that are not compared.
func keyKind(k plan.KeyKind) *jen.Statement {
	if k == plan.OpaqueKey {
		return nil
	}
	return jen.Qual(pagingPkg, map[plan.KeyKind]string{plan.NumberKey: "KeyNumber", plan.TimeKey: "KeyTime"}[k])
}

func pageSize(s plan.PageSize) *jen.Statement {
	if s == (plan.PageSize{}) {
		return nil
	}
	return short(jen.Qual(normalizePkg, "PageSize"), kv("Default", number(s.Default)), kv("Max", number(s.Max)))
}

func filters(all []*plan.Filter) *jen.Statement {
	if len(all) == 0 {
		return nil
	}
	var fields []field
	for _, f := range all {
		fields = append(fields, field{jen.Qual(normalizePkg, "Filter"+filterConst(f)), support(f)})
	}
	return literal(jen.Map(jen.Qual(normalizePkg, "Filter")).Qual(normalizePkg, "Support"), fields...)
}

// filterConst is the part of a filter's constant that names it: the query's
// field.
func filterConst(f *plan.Filter) string { return f.Query.Go }

func support(f *plan.Filter) *jen.Statement {
	if f.Param == nil {
		return short(nil, kv("Mode", constant("", "Emulated")))
	}
	return short(nil,
		kv("Mode", constant("", "Native")),
		kv("Param", jen.Lit(f.Param.Name)),
		kv("Values", sent(f)),
		kv("Granularity", granularity(f.Bound)),
	)
}

// sent lists the model's values that an enum filter sends.
func sent(f *plan.Filter) *jen.Statement {
	if f.Query.Type.Kind != model.EnumRef {
		return nil
	}
	var values []jen.Code
	for _, v := range f.Values {
		values = append(values, jen.Lit(v.Text))
	}
	return jen.Index().String().Values(values...)
}

func granularity(b *plan.Bound) *jen.Statement {
	if b == nil {
		return nil
	}
	switch b.Format {
	case "date", "day":
		return jen.Lit(24).Op("*").Qual("time", "Hour")
	case "unix_s":
		return jen.Qual("time", "Second")
	case "unix_ms":
		return jen.Qual("time", "Millisecond")
	case "unix_us":
		return jen.Qual("time", "Microsecond")
	}
	return nil
}
