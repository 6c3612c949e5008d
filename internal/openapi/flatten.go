package openapi

import (
	"maps"
	"slices"
)

// Limits on unions that hold unions: how many schemas one may be of, and how many
// all of a document.
const (
	maxMembers = 256
	maxTaken   = 1 << 20
)

// flattenUnions gives every union the members of the unions that it holds, each
// once, in the place of those. A union that was merged to an object stays a member,
// unless it leads back to where it is one. So following members ends, and a member
// is a union only where it is an object as well.
func (r *resolver) flattenUnions(doc *Document) {
	var unions []*Schema
	seen := map[*Schema]bool{}
	for _, list := range [][]*Schema{doc.Schemas, r.inline, r.order} {
		for _, s := range list {
			if len(s.Variants) > 0 && !seen[s] {
				seen[s] = true
				unions = append(unions, s)
			}
		}
	}
	// All are looked at before the first is changed: each is made of what the others
	// were declared to be.
	var f flattener
	flat := map[*Schema]Schema{}
	for _, s := range unions {
		if plainUnion(s) && slices.ContainsFunc(s.Variants, plainUnion) {
			flat[s] = f.flatten(s)
		}
	}
	for s, to := range flat {
		*s = to
	}
	e := ender{done: map[*Schema]bool{}, open: map[*Schema]bool{}}
	for _, s := range unions {
		e.union(s)
	}
}

// plainUnion reports whether s is one of its members and has nothing of its own.
func plainUnion(s *Schema) bool { return s.Type == Any && len(s.Variants) > 0 }

type flattener struct{ taken int }

// flatten gives s with the members of the unions that it holds. It is anything
// where there are too many. A value that a discriminator maps to such a union
// stands for one of several members then, and is left out of the mapping.
func (f *flattener) flatten(s *Schema) Schema {
	out := *s
	out.Variants, out.Mapping = nil, nil
	index := map[*Schema]int{}
	unions, seen := []*Schema{s}, map[*Schema]bool{s: true}
	for len(unions) > 0 {
		u := unions[0]
		unions = unions[1:]
		out.Nullable = out.Nullable || u.Nullable
		for _, v := range u.Variants {
			f.taken++
			if _, again := index[v]; again || seen[v] {
				continue
			}
			if plainUnion(v) {
				seen[v] = true
				unions = append(unions, v)
				continue
			}
			index[v] = len(out.Variants)
			out.Variants = append(out.Variants, v)
		}
		if len(out.Variants) > max(maxMembers, len(s.Variants)) || len(seen) > maxMembers || f.taken > maxTaken {
			out.Variants = nil
			break
		}
	}
	if len(out.Variants) == 0 {
		out.Discriminator = ""
		return out
	}
	if s.Mapping != nil {
		out.Mapping = map[string]int{}
	}
	for value, i := range s.Mapping {
		if k, ok := index[s.Variants[i]]; ok {
			out.Mapping[value] = k
		}
	}
	return out
}

// ender takes away the members by which a union leads back to itself.
type ender struct{ done, open map[*Schema]bool }

func (e *ender) union(s *Schema) {
	if len(s.Variants) == 0 || e.done[s] {
		return
	}
	e.open[s] = true
	out := make([]bool, len(s.Variants))
	for i, v := range s.Variants {
		if !e.open[v] {
			e.union(v)
		}
		out[i] = e.open[v]
	}
	delete(e.open, s)
	e.done[s] = true
	if slices.Contains(out, true) {
		leaveOut(s, out)
	}
}

// leaveOut takes the members away that out marks.
func leaveOut(s *Schema, out []bool) {
	index := make([]int, len(s.Variants))
	var rest []*Schema
	for i, v := range s.Variants {
		index[i] = len(rest)
		if !out[i] {
			rest = append(rest, v)
		}
	}
	mapping := maps.Clone(s.Mapping)
	maps.DeleteFunc(mapping, func(_ string, i int) bool { return out[i] })
	for value, i := range mapping {
		mapping[value] = index[i]
	}
	s.Variants, s.Mapping = rest, mapping
	if len(rest) == 0 {
		s.Discriminator, s.Mapping = "", nil
	}
}
