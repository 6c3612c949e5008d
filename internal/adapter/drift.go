package adapter

import (
	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

const driftPkg = convert.Rest + "/drift"

// schemas writes what the document says of the operations' records, for those
// who want to know when the API leaves its document. What no map reaches into is
// not looked into.
func (e *emitter) schemas(f *jen.File) error {
	d := &drifter{plan: e.Plan, refs: map[string]bool{}, done: map[string]bool{}}
	for s, reached := range e.Plan.Reached {
		if reached && s.Ref != "" {
			d.refs[s.Ref] = true
		}
	}
	for _, m := range recordMaps(e.Plan) {
		d.want(m.Schema)
	}
	var entries []jen.Code
	for len(d.queue) > 0 {
		s := d.queue[0]
		d.queue = d.queue[1:]
		entries = append(entries, jen.Lit(s.Ref).Op(":").Add(d.literal(s, true)))
	}
	f.Add(doc("schemas are what the document says of the records, as far as they are read.")).Line().
		Var().Id("schemas").Op("=").Add(lines(jen.Qual(driftPkg, "Schemas"), entries))
	return nil
}

// recordMaps are the maps of the operations' records, each once.
func recordMaps(p *plan.Plan) []*plan.Map {
	var out []*plan.Map
	seen := map[*plan.Map]bool{}
	add := func(m *plan.Map) {
		if m != nil && !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	for _, s := range p.Sources {
		if s.List != nil {
			add(s.List.Map)
		}
		if s.Get != nil {
			add(s.Get.Map)
		}
		if s.Messages != nil {
			add(s.Messages.Map)
		}
	}
	return out
}

// drifter writes schemas, those of components by name.
type drifter struct {
	plan  *plan.Plan
	refs  map[string]bool // components that the maps reach into
	done  map[string]bool
	queue []*openapi.Schema
}

func (d *drifter) want(s *openapi.Schema) {
	if !d.done[s.Ref] {
		d.done[s.Ref] = true
		d.queue = append(d.queue, s)
	}
}

// literal is one schema; top is for a component under its own name.
func (d *drifter) literal(s *openapi.Schema, top bool) *jen.Statement {
	fields := []field{kv("Types", jsonTypes(s))}
	reached := d.plan.Reached[s] || s.Ref != "" && d.refs[s.Ref]
	switch {
	case s.Type == openapi.Object && reached && s.Ref != "" && !top:
		d.want(s)
		fields = append([]field{kv("Ref", jen.Lit(s.Ref))}, fields...)
	case s.Type == openapi.Object && reached:
		fields = append(fields, kv("Properties", d.properties(s)), kv("Open", yes(s.Additional != nil || s.Free)))
	case s.Type == openapi.Array && s.Items != nil:
		if items := d.literal(s.Items, false); items != nil {
			fields = append(fields, kv("Items", jen.Op("&").Qual(driftPkg, "Schema").Add(items)))
		}
	case s.Type == openapi.String && len(s.Enum) > 0:
		fields = append(fields, kv("Enum", list(s.Enum)))
	}
	return short(nil, fields...)
}

func (d *drifter) properties(s *openapi.Schema) *jen.Statement {
	var out []jen.Code
	for _, p := range s.Properties {
		out = append(out, short(nil, kv("Name", jen.Lit(p.Name)), kv("Required", yes(p.Required)), kv("Schema", jen.Qual(driftPkg, "Schema").Add(d.literal(p.Schema, false)))))
	}
	return lines(jen.Index().Qual(driftPkg, "Property"), out)
}

// jsonTypes are the JSON types that a schema allows; nil where it allows any.
func jsonTypes(s *openapi.Schema) *jen.Statement {
	all := s.Types
	if len(all) == 0 && s.Type != openapi.Any {
		all = []openapi.Type{s.Type}
	}
	var out *jen.Statement
	add := func(name string) {
		if c := jen.Qual(driftPkg, name); out == nil {
			out = c
		} else {
			out = out.Op("|").Add(c)
		}
	}
	for _, t := range all {
		add(map[openapi.Type]string{
			openapi.String: "String", openapi.Integer: "Integer", openapi.Number: "Number", openapi.Boolean: "Boolean",
			openapi.Object: "Object", openapi.Array: "Array",
		}[t])
	}
	if out != nil && s.Nullable {
		add("Null")
	}
	return out
}
