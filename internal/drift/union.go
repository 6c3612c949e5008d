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
	for i, member := range c.Variants {
		w.schema(member, nearest(member, v.Variants), at.below("variant"+strconv.Itoa(i+1), member.Pos))
	}
}

// nearest gives the member of a union that is most like c: the first of those
// that have its name, or else most of what it has.
func nearest(c *openapi.Schema, members []*openapi.Schema) *openapi.Schema {
	best, most := members[0], -1
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
