package openapi

import "slices"

// Limits on a schema that is written out down to the components it holds: how deep
// it may be then, how many schemas it may be, and how many where it is written out in
// several places, as a property that allOf takes from another schema is.
const (
	maxHeight = 16
	maxInline = 1 << 9
	maxShared = 1 << 4
)

// bounder sees to it that every schema ends: written out as far as to objects that
// are components, it is neither deeper than maxHeight nor much larger than
// maxInline. What would be is made a component where it is an object. An array that
// is an array of itself has elements of any kind, and so has a map.
type bounder struct {
	*inline
	open map[*Schema]bool
	done map[*Schema]extent
}

// extent is how much a schema is that is written out.
type extent struct{ height, size int }

func keepWithin(in *inline) {
	b := &bounder{inline: in, open: map[*Schema]bool{}, done: map[*Schema]extent{}}
	b.roots(func(edge **Schema) { b.measure(edge) })
}

// measure gives the extent of the schema at an edge, which it bounds first.
func (b *bounder) measure(edge **Schema) extent {
	s := b.itself(*edge)
	switch {
	case s == nil || isComponent(s):
		return extent{}
	case b.open[s]:
		*edge = outline(*edge)
		return extent{height: 1, size: 1}
	}
	if known, ok := b.done[s]; ok {
		if known.size > maxShared {
			known = b.share(s, known)
			b.done[s] = known
		}
		return known
	}
	b.open[s] = true
	all := extent{size: 1}
	b.below(s, func(edge **Schema) {
		e := b.measure(edge)
		if e.height >= maxHeight {
			e = b.shorten(edge)
		}
		all.height = max(all.height, e.height)
		all.size += e.size
	})
	all.height++
	delete(b.open, s)
	if all.size > maxInline {
		all = b.shrink(s, all)
	}
	b.done[s] = all
	return all
}

// share makes a component of an object that stands in several places, or of the
// elements of an array that does.
func (b *bounder) share(s *Schema, e extent) extent {
	if s.Type == Array && s.Items != nil {
		items := b.itself(s.Items)
		if !structured(items) || isComponent(items) {
			return e
		}
		b.name(items, append(slices.Clone(b.at), "Item"))
		b.done[items] = extent{}
		return extent{height: 1, size: 1}
	}
	return b.shrink(s, e)
}

// shorten ends a schema that is too deep for what holds it.
func (b *bounder) shorten(edge **Schema) extent {
	if structured(*edge) {
		b.name(*edge, b.at)
		return extent{}
	}
	*edge = outline(*edge)
	return extent{height: 1, size: 1}
}

// shrink makes a component of an object that is too large, or of the objects that a
// union is of.
func (b *bounder) shrink(s *Schema, e extent) extent {
	if structured(s) {
		b.name(s, b.at)
		return extent{}
	}
	for i, v := range s.Variants {
		size := b.done[b.itself(v)].size
		if size <= 1 {
			continue
		}
		e.size += 1 - size
		for v.Type == Array {
			v = v.Items
		}
		if structured(v) && !isComponent(v) {
			b.name(v, append(slices.Clone(b.at), "Variant"))
		} else if !isComponent(v) {
			s.Variants[i] = outline(s.Variants[i])
		}
	}
	return e
}

// outline is a schema in the place of one that is not followed further.
func outline(s *Schema) *Schema {
	out := &Schema{Description: s.Description, Nullable: s.Nullable, Pos: s.Pos}
	if s.Type == Array {
		out.Type, out.Items = Array, &Schema{Pos: s.Pos}
	}
	return out
}
