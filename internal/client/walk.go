package client

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// walker visits every schema of a document once, in no particular order: what is
// done to a schema depends on that schema alone.
type walker struct {
	seen map[*openapi3.Schema]bool
}

func (w *walker) components(c *openapi3.Components) {
	for _, s := range c.Schemas {
		w.schema(s)
	}
	for _, p := range c.Parameters {
		if p.Value != nil {
			w.parameter(p.Value)
		}
	}
	for _, h := range c.Headers {
		if h.Value != nil {
			w.parameter(&h.Value.Parameter)
		}
	}
	for _, b := range c.RequestBodies {
		w.body(b)
	}
	for _, r := range c.Responses {
		w.response(r)
	}
}

func (w *walker) pathItem(item *openapi3.PathItem) {
	if item == nil {
		return
	}
	ops := item.Operations()
	for _, method := range slices.Sorted(maps.Keys(ops)) { // in order: operations may share parameters
		op := ops[method]
		var inPath, others []*openapi3.Parameter
		for _, refs := range []openapi3.Parameters{op.Parameters, item.Parameters} {
			for _, ref := range refs {
				p := ref.Value
				if p == nil {
					continue
				}
				w.parameter(p)
				if p.In == openapi3.ParameterInPath {
					inPath = append(inPath, p)
				} else {
					others = append(others, p)
				}
			}
		}
		pathParams(inPath)
		otherParams(others)
		if op.RequestBody != nil {
			w.body(op.RequestBody)
		}
		for _, r := range op.Responses.Map() {
			w.response(r)
		}
	}
}

func (w *walker) parameter(p *openapi3.Parameter) {
	w.schema(p.Schema)
	w.content(p.Content)
}

func (w *walker) body(b *openapi3.RequestBodyRef) {
	if b.Value != nil {
		w.content(b.Value.Content)
	}
}

func (w *walker) response(r *openapi3.ResponseRef) {
	if r.Value == nil {
		return
	}
	w.content(r.Value.Content)
	for _, h := range r.Value.Headers {
		if h.Value != nil {
			w.parameter(&h.Value.Parameter)
		}
	}
}

func (w *walker) content(c openapi3.Content) {
	for _, m := range c {
		w.schema(m.Schema)
	}
}

func (w *walker) schema(ref *openapi3.SchemaRef) {
	if ref == nil || ref.Value == nil || w.seen[ref.Value] {
		return
	}
	s := ref.Value
	w.seen[s] = true
	properties(s.Properties)
	for _, p := range s.Properties {
		w.schema(p)
	}
	for _, refs := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf} {
		for _, r := range refs {
			w.schema(r)
		}
	}
	w.schema(s.Items)
	w.schema(s.Not)
	w.schema(s.AdditionalProperties.Schema)
}
