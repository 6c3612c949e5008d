package openapi

import "github.com/parlancehq/parlance/internal/openapi/naming"

// maxPasses is how often a document is looked through for circles: a component that
// is made on one can leave another circle without one.
const maxPasses = 8

// promoter makes components of inline objects where schemas would be cyclic without
// one: an allOf that takes in the component it stands in gives such a schema, and
// so does an object in the array that is one of its properties.
type promoter struct {
	*inline
	stack []step // what is being walked
	open  map[*Schema]bool
	done  map[*Schema]bool
	made  bool
}

// step is a schema that is being walked, and its place.
type step struct {
	schema *Schema
	at     []string
}

func promote(in *inline) {
	p := &promoter{inline: in}
	for range maxPasses {
		p.open, p.done, p.made = map[*Schema]bool{}, map[*Schema]bool{}, false
		p.roots(p.walk)
		if !p.made {
			return
		}
	}
}

func (p *promoter) walk(edge **Schema) {
	s := p.itself(*edge)
	if s == nil || p.done[s] || isComponent(s) {
		return
	}
	if p.open[s] {
		p.circle(s)
		return
	}
	p.open[s] = true
	p.stack = append(p.stack, step{s, p.at})
	p.below(s, p.walk)
	p.stack = p.stack[:len(p.stack)-1]
	delete(p.open, s)
	p.done[s] = true
}

// circle makes a component of the first object on the circle that s closes, unless
// it has one. A circle of arrays alone stays: no Go type is an array of itself.
func (p *promoter) circle(s *Schema) {
	from := len(p.stack) - 1
	for p.stack[from].schema != s {
		from--
	}
	first := -1
	for i := len(p.stack) - 1; i >= from; i-- {
		switch on := p.stack[i].schema; {
		case isComponent(on):
			return
		case structured(on):
			first = i
		}
	}
	if first >= 0 {
		p.name(p.stack[first].schema, p.stack[first].at)
		p.made = true
	}
}

// inline walks the schemas of a document, and makes components of inline ones.
type inline struct {
	doc     *Document
	names   *naming.Set
	goNames *naming.Namer
	named   map[string]*Schema
	at      []string // where the schema stands that is being looked at, in words
}

// itself gives the component that a schema is a copy of, or the schema.
func (c *inline) itself(s *Schema) *Schema {
	if s != nil && s.Ref != "" {
		if component := c.named[s.Ref]; component != nil && component.Type == s.Type {
			return component
		}
	}
	return s
}

// isComponent reports whether s is an object with a name: whatever is made of the
// document writes it once, and names it elsewhere.
func isComponent(s *Schema) bool { return s.Type == Object && s.Ref != "" }

// structured reports whether s is an object that becomes a struct.
func structured(s *Schema) bool { return s.Type == Object && len(s.Properties) > 0 }

// roots visits what is inside the components, and every schema of an operation.
func (c *inline) roots(visit func(edge **Schema)) {
	for _, s := range c.doc.Schemas {
		if isComponent(s) {
			c.below(s, visit)
		} else {
			visit(&s)
		}
	}
	for _, op := range c.doc.Operations {
		for _, param := range op.Params {
			c.at = []string{op.GoName, param.Name}
			visit(&param.Schema)
		}
		if op.Body != nil {
			c.at = []string{op.GoName, "Body"}
			visit(&op.Body.Schema)
		}
		for _, answer := range op.Responses {
			c.at = []string{op.GoName, answer.Status}
			visit(&answer.Schema)
			for _, header := range answer.Headers {
				c.at = []string{op.GoName, answer.Status, header.Name}
				visit(&header.Schema)
			}
		}
	}
}

// below visits the schemas that s is made of. What is in a component stands there,
// wherever that is used.
func (c *inline) below(s *Schema, visit func(edge **Schema)) {
	if s.Ref != "" {
		used := c.at
		c.at = []string{s.Ref}
		defer func() { c.at = used }()
	}
	for _, property := range s.Properties {
		c.step(property.Name, &property.Schema, visit)
	}
	c.step("Item", &s.Items, visit)
	c.step("Value", &s.Additional, visit)
	for i := range s.Variants {
		c.step("Variant", &s.Variants[i], visit)
	}
}

func (c *inline) step(word string, edge **Schema, visit func(edge **Schema)) {
	if *edge == nil {
		return
	}
	c.at = append(c.at, word)
	visit(edge)
	c.at = c.at[:len(c.at)-1]
}

// maxWords is how many words of its place an inline schema is named for.
const maxWords = 32

// name makes a component of an inline object that stands at a place.
func (c *inline) name(s *Schema, at []string) {
	if len(at) > maxWords {
		at = append([]string{at[0]}, at[len(at)-maxWords+1:]...)
	}
	s.Ref = c.names.Fresh(naming.Go(at...))
	s.GoName = c.goNames.Schema(s.Ref)
	c.doc.addSchema(s)
}
