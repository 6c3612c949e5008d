package openapi

import (
	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// promoter makes components of the schemas that are cyclic without one: an allOf
// that takes in the component it stands in gives such a schema. After it, every
// circle of schemas goes through a component.
type promoter struct {
	doc     *Document
	names   *naming.Set
	goNames *naming.Namer
	open    map[*Schema]string // those that are being walked, by where they stand
	done    map[*Schema]bool
}

func (r *resolver) promote(doc *Document, names *naming.Namer) {
	p := &promoter{doc: doc, names: r.names, goNames: names, open: map[*Schema]string{}, done: map[*Schema]bool{}}
	for _, s := range doc.Schemas {
		p.inside(s, s.Ref)
	}
	for _, op := range doc.Operations {
		for _, param := range op.Params {
			p.walk(param.Schema, op.GoName+" "+param.Name)
		}
		if op.Body != nil {
			p.walk(op.Body.Schema, op.GoName+" Body")
		}
		for _, answer := range op.Responses {
			p.walk(answer.Schema, op.GoName+" "+answer.Status)
		}
	}
}

// walk goes into a schema that is no component; at is where it stands, in words.
func (p *promoter) walk(s *Schema, at string) {
	if s == nil || s.Ref != "" || p.done[s] {
		return
	}
	if first, again := p.open[s]; again {
		// No Go type of an array alone holds itself. What its arrays hold in the
		// end can, and is on the circle too.
		for range node.MaxHops {
			if s.Type != Array || p.open[s.Items] == "" {
				break
			}
			s = s.Items
			first = p.open[s]
		}
		s.Ref = p.names.Fresh(naming.Go(first))
		s.GoName = p.goNames.Schema(s.Ref)
		p.doc.Schemas = append(p.doc.Schemas, s)
		return
	}
	p.open[s] = at
	p.inside(s, at)
	p.done[s] = true
}

func (p *promoter) inside(s *Schema, at string) {
	for _, property := range s.Properties {
		p.walk(property.Schema, at+" "+property.Name)
	}
	p.walk(s.Items, at+" Item")
	p.walk(s.Additional, at+" Value")
	for _, v := range s.Variants {
		p.walk(v, at+" Variant")
	}
}
