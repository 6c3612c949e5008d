package openapi

import (
	"cmp"
	"slices"
)

// Limits on merging unions: how deep those within unions are merged, and how many
// comparisons of names all of a document may take.
const (
	maxMerge     = 8
	maxMergeWork = 1 << 25
)

// mergeUnions gives every union whose members are all objects the properties of
// them all, and its own: what a reader finds in a value, whichever member it is. Variants
// stay, for those who must tell the members apart. Where members disagree on the
// type of a property it is one of several.
func (r *resolver) mergeUnions(doc *Document) {
	m := unionMerger{resolver: r, met: map[*Schema]bool{}, either: map[pair]*Schema{}, all: map[pair]*Schema{}}
	// In the document's order: it counts where unions lead to each other in a
	// circle.
	for _, list := range [][]*Schema{doc.Schemas, r.inline, r.order} {
		for _, s := range list {
			m.union(s, 0)
		}
	}
}

// unionMerger merges every union once, those that it is made of before it.
type unionMerger struct {
	*resolver
	work   int
	met    map[*Schema]bool // merged already, or being merged
	either map[pair]*Schema // of two, by what a value of one of them is
	all    map[pair]*Schema // and by what a value of both is
}

// pair is two schemas that are merged at a depth.
type pair struct {
	a, b  *Schema
	depth int
}

// union merges s, where it is a union that can be merged and was not met before.
func (m *unionMerger) union(s *Schema, depth int) {
	if m.met[s] || len(s.Variants) == 0 {
		return
	}
	m.met[s] = true
	defer m.Own(cmp.Or(m.nodes[s.Ref], m.owners[s]))()
	if s.Type != Any && s.Type != Object {
		m.typed(s)
		return
	}
	for _, v := range s.Variants {
		m.union(v, 0)
	}
	// A union within this one is an object by now, or it cannot be merged.
	bare := slices.ContainsFunc(s.Variants, func(v *Schema) bool { return v.Type != Object || v.Free || len(v.Properties) == 0 })
	switch own := m.own(s); {
	case len(own) > 0, bare && s.Type == Object && slices.ContainsFunc(s.Variants, hasProperties):
		m.beside(s, own)
	case !bare:
		m.mergeMembers(s, depth)
	}
}

func hasProperties(s *Schema) bool { return s.Type == Object && len(s.Properties) > 0 }

// mergeMembers gives s, whose members are all objects, their properties.
func (m *unionMerger) mergeMembers(s *Schema, depth int) {
	s.Type, s.Free = Object, false
	for i, v := range s.Variants {
		if n := len(v.Properties) + 1; !m.afford(s, n*(n+len(s.Properties))) {
			return
		}
		for _, p := range v.Properties {
			m.property(s, p, i == 0, depth)
		}
		for _, have := range s.Properties {
			have.Required = have.Required && v.Property(have.Name) != nil && v.Property(have.Name).Required
		}
	}
}

// afford reports whether the work can be done still that a union takes.
func (m *unionMerger) afford(s *Schema, work int) bool {
	if m.work > maxMergeWork {
		return false
	}
	if m.work += work; m.work <= maxMergeWork {
		return true
	}
	m.Limit(s.Pos, "the document's oneOf and anyOf bring together too many properties")
	return false
}

func (m *unionMerger) property(s *Schema, p *Property, first bool, depth int) {
	have := s.Property(p.Name)
	if have == nil {
		s.Properties = append(s.Properties, &Property{Name: p.Name, Schema: p.Schema, Required: p.Required && first, Pos: p.Pos})
		return
	}
	have.Schema = m.schema(have.Schema, p.Schema, depth)
}

// schema is the schema of a value that is one of two.
func (m *unionMerger) schema(a, b *Schema, depth int) *Schema {
	if a == b || a.Ref != "" && a.Ref == b.Ref && a.Nullable == b.Nullable {
		return a
	}
	key := pair{a, b, depth}
	if m.either[key] == nil {
		m.either[key] = m.merged(a, b, depth)
	}
	return m.either[key]
}

func (m *unionMerger) merged(a, b *Schema, depth int) *Schema {
	out := &Schema{Description: a.Description, Nullable: a.Nullable || b.Nullable, Pos: a.Pos}
	m.union(a, 0)
	m.union(b, 0)
	switch {
	case depth > maxMerge:
	case a.Type != b.Type || len(a.Types) > 0 || len(b.Types) > 0:
		// An integer in one and a number in the other is a number.
		if number(a) && number(b) {
			out.Type = Number
			break
		}
		out.Variants = m.members(a, b, depth)
	case a.Type == Object:
		out.Variants = []*Schema{a, b}
		if a.Free || b.Free {
			out.Variants, out.Type, out.Free = nil, Object, true
			break
		}
		m.union(out, depth+1)
	case a.Type == Array:
		out.Type, out.Items = Array, m.schema(a.Items, b.Items, depth+1)
	case a.Type != Any:
		out.Type = a.Type
		if a.Format == b.Format {
			out.Format = a.Format
		}
		if m.afford(a, len(a.Enum)+len(b.Enum)) {
			out.Enum = eitherEnum(a.Enum, b.Enum)
		}
	}
	return out
}

// members are what a value is one of that is one of two schemas of several types,
// each type once; none where one of them is anything.
func (m *unionMerger) members(a, b *Schema, depth int) []*Schema {
	var out []*Schema
	for _, s := range []*Schema{a, b} {
		each := []*Schema{s}
		if s.Type == Any {
			each = s.Variants
		}
		if len(each) == 0 || len(s.Types) > 0 {
			return nil
		}
		for _, v := range each {
			same := slices.IndexFunc(out, func(have *Schema) bool { return have.Type == v.Type })
			if same < 0 {
				out = append(out, v)
				continue
			}
			out[same] = m.schema(out[same], v, depth+1)
		}
	}
	return out
}

// eitherEnum has the values of two enums; none where one of them is open.
func eitherEnum(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	out := slices.Clone(a)
	have := make(map[string]bool, len(a))
	for _, v := range a {
		have[v] = true
	}
	for _, v := range b {
		if !have[v] {
			out = append(out, v)
		}
	}
	return out
}

func number(s *Schema) bool { return s.Type == Integer || s.Type == Number }
