package drift

import (
	"slices"
	"strconv"

	"github.com/parlancehq/parlance/internal/openapi"
)

// variants compares the members of a union, each with the member of the vendor's
// that is most like it.
func (w *walker) variants(c, v *openapi.Schema, at side) {
	if len(v.Variants) == 0 {
		w.add(TypeOf, at.place, at.pos, v.Pos, "a union here, and none in the vendor's document")
		w.passBelow(c)
		return
	}
	ours, theirs := members(c, 0), members(v, 0)
	if len(ours) > len(c.Variants) {
		w.passBelow(c) // the unions within it are compared by their members
	}
	met := map[*openapi.Schema]bool{}
	for i, counterpart := range counterparts(ours, theirs) {
		met[counterpart] = true
		w.schema(ours[i], counterpart, at.below("variant"+strconv.Itoa(i+1), ours[i].Pos))
	}
	if at.request {
		return // what is sent is one of what may be
	}
	for i, member := range theirs {
		if !met[member] {
			w.add(Variant, at.place, at.pos, member.Pos, "no member is "+label(member, i)+" of the vendor's union")
		}
	}
}

// counterparts gives each of ours the member of theirs that it is compared with:
// those that are most alike are taken first, each once, and where none is left
// the nearest again.
func counterparts(ours, theirs []*openapi.Schema) []*openapi.Schema {
	type couple struct{ our, their, score int }
	var all []couple
	for i, c := range ours {
		for k, v := range theirs {
			all = append(all, couple{i, k, likeness(c, v)})
		}
	}
	slices.SortStableFunc(all, func(a, b couple) int { return b.score - a.score })
	out, taken := make([]*openapi.Schema, len(ours)), make([]bool, len(theirs))
	for _, p := range all {
		if out[p.our] == nil && !taken[p.their] {
			out[p.our], taken[p.their] = theirs[p.their], true
		}
	}
	for i, c := range ours {
		if out[i] == nil {
			out[i] = nearest(c, theirs)
		}
	}
	return out
}

// label names a member of a union for a message.
func label(member *openapi.Schema, i int) string {
	if member.Ref != "" {
		return member.Ref
	}
	return "member " + strconv.Itoa(i+1)
}

// one compares a schema with the member of the vendor's union that is most like
// it. In a request that is enough: what is sent is one of what may be.
func (w *walker) one(c, v *openapi.Schema, at side) {
	if !at.request {
		w.add(TypeOf, at.place, at.pos, v.Pos, "one schema here, a union in the vendor's document")
	}
	if v = nearest(c, members(v, 0)); w.types(c, v, at) {
		w.inside(c, v, at)
	}
}

// named gives the member of a union that is the component with the name, or nil.
func named(union *openapi.Schema, ref string) *openapi.Schema {
	for _, m := range members(union, 0) {
		if ref != "" && m.Ref == ref {
			return m
		}
	}
	return nil
}

// maxUnions is how deep unions within unions are looked into.
const maxUnions = 16

// members gives the members of a union, those of unions within it in their place.
// One whose members were merged into an object is a member itself.
func members(s *openapi.Schema, depth int) []*openapi.Schema {
	var out []*openapi.Schema
	for _, v := range s.Variants {
		if len(v.Variants) > 0 && v.Type == openapi.Any {
			if depth < maxUnions {
				out = append(out, members(v, depth+1)...)
			}
			continue
		}
		out = append(out, v)
	}
	return out
}

// nearest gives the member of a union that is most like c: the first of those
// that have its name, or else most of what it has.
func nearest(c *openapi.Schema, members []*openapi.Schema) *openapi.Schema {
	best, most := &openapi.Schema{}, -1
	for _, m := range members {
		if score := likeness(c, m); score > most {
			best, most = m, score
		}
	}
	return best
}

// likeness counts what two schemas have in common. A value that tells members of
// a union apart counts for more than any number of properties.
func likeness(c, v *openapi.Schema) int {
	score := 0
	for c.Type == openapi.Array && v.Type == openapi.Array && score < 64 {
		c, v = c.Items, v.Items
		score++
	}
	if c.Ref != "" && c.Ref == v.Ref {
		score += 1 << 20
	}
	if slices.Equal(typesOf(c), typesOf(v)) {
		score += 1 << 10
	}
	for _, p := range c.Properties {
		there := v.Property(p.Name)
		if there == nil {
			continue
		}
		score++
		if len(p.Schema.Enum) > 0 && len(without(p.Schema.Enum, there.Schema.Enum)) == 0 && len(there.Schema.Enum) > 0 {
			score += 1 << 8
		}
	}
	return score
}
