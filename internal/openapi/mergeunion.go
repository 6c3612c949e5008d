package openapi

import "slices"

// maxMerge bounds how deep unions within unions are merged.
const maxMerge = 8

// mergeUnions gives every union whose members are all objects the properties of
// them all: what a reader finds in a value, whichever member it is. Variants
// stay, for those who must tell the members apart. Where members disagree on a
// property it is anything.
func (r *resolver) mergeUnions() {
	seen := map[*Schema]bool{}
	merge := func(s *Schema) {
		if !seen[s] {
			seen[s] = true
			mergeUnion(s, 0)
		}
	}
	for _, s := range r.components {
		merge(s)
	}
	for _, s := range r.byNode {
		merge(s)
	}
	for s := range r.copies {
		merge(s)
	}
}

func mergeUnion(s *Schema, depth int) {
	if len(s.Variants) == 0 || len(s.Properties) > 0 || s.Type != Any && s.Type != Object || depth > maxMerge {
		return
	}
	members, ok := objectMembers(s, nil)
	if !ok {
		return
	}
	s.Type, s.Free = Object, false
	for i, m := range members {
		for _, p := range m.Properties {
			mergeProperty(s, p, i == 0, depth)
		}
		for _, have := range s.Properties {
			have.Required = have.Required && m.Property(have.Name) != nil && m.Property(have.Name).Required
		}
	}
}

// objectMembers lists the objects of a union, those of unions within it
// included; it fails where a member is something else, or an object without
// properties.
func objectMembers(s *Schema, within []*Schema) ([]*Schema, bool) {
	var out []*Schema
	for _, v := range s.Variants {
		switch {
		case slices.Contains(within, v):
			return nil, false
		case len(v.Variants) > 0 && (len(v.Properties) == 0 || v.Type != Object):
			inner, ok := objectMembers(v, append(within, s))
			if !ok {
				return nil, false
			}
			out = append(out, inner...)
		case v.Type != Object || v.Free || len(v.Properties) == 0:
			return nil, false
		default:
			out = append(out, v)
		}
	}
	return out, len(out) > 0
}

func mergeProperty(s *Schema, p *Property, first bool, depth int) {
	have := s.Property(p.Name)
	if have == nil {
		s.Properties = append(s.Properties, &Property{Name: p.Name, Schema: p.Schema, Required: p.Required && first, Pos: p.Pos})
		return
	}
	have.Schema = eitherSchema(have.Schema, p.Schema, depth)
}

// eitherSchema is the schema of a value that is one of two.
func eitherSchema(a, b *Schema, depth int) *Schema {
	if a == b || a.Ref != "" && a.Ref == b.Ref && a.Nullable == b.Nullable {
		return a
	}
	out := &Schema{Description: a.Description, Nullable: a.Nullable || b.Nullable, Pos: a.Pos}
	switch {
	case a.Type != b.Type || len(a.Types) > 0 || len(b.Types) > 0:
		// An integer in one and a number in the other is a number.
		if number(a) && number(b) {
			out.Type = Number
		}
	case a.Type == Object:
		out.Variants = []*Schema{a, b}
		if a.Free || b.Free {
			out.Variants, out.Type, out.Free = nil, Object, true
			break
		}
		mergeUnion(out, depth+1)
	case a.Type == Array:
		out.Type, out.Items = Array, eitherSchema(a.Items, b.Items, depth+1)
	case a.Type != Any:
		out.Type = a.Type
		if a.Format == b.Format {
			out.Format = a.Format
		}
		if len(a.Enum) > 0 && len(b.Enum) > 0 {
			out.Enum = slices.Clone(a.Enum)
			for _, v := range b.Enum {
				if !slices.Contains(out.Enum, v) {
					out.Enum = append(out.Enum, v)
				}
			}
		}
	}
	return out
}

func number(s *Schema) bool { return s.Type == Integer || s.Type == Number }
