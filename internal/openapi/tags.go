package openapi

import (
	"maps"
	"slices"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// tagged notes the values that a discriminator maps where there is no union: the
// schema is a base, and each value stands for one that is derived from it.
func (r *resolver) tagged(s *Schema, part *node.Node) {
	d := part.Get("discriminator")
	mapping := d.Get("mapping")
	if s.Discriminator != "" || mapping == nil || len(mapping.Fields) == 0 {
		return
	}
	t := tags{property: d.Str("propertyName")}
	for _, f := range mapping.Fields {
		t.values = append(t.values, f.Name)
	}
	r.tags[s] = t
}

// tags are the values of a property that tells schemas apart.
type tags struct {
	property string
	values   []string
}

// addTags gives the texts that tell members of unions apart the values that are
// mapped.
func (r *resolver) addTags(doc *Document) {
	for _, list := range [][]*Schema{doc.Schemas, r.inline, r.order} {
		for _, s := range list {
			t := r.tags[s]
			if s.Discriminator != "" && len(s.Mapping) > 0 {
				t = tags{s.Discriminator, slices.Sorted(maps.Keys(s.Mapping))}
			}
			s.tag(t)
		}
	}
}

// tag gives a property of s its tags. The property, its schema and the list may be
// shared with other schemas, and get a copy.
func (s *Schema) tag(t tags) {
	i := slices.IndexFunc(s.Properties, func(p *Property) bool { return p.Name == t.property })
	if i < 0 || len(t.values) == 0 || s.Properties[i].Schema.Type != String || len(s.Properties[i].Schema.Enum) > 0 {
		return
	}
	p, schema := *s.Properties[i], *s.Properties[i].Schema
	schema.Tags = t.values
	p.Schema = &schema
	s.Properties = slices.Clone(s.Properties)
	s.Properties[i] = &p
}
