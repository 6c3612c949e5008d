package hints

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// Condition is what an element of a list must meet.
type Condition struct {
	At      jsontree.Path // the element
	Entries []fieldmap.Entry
}

// Find is an element of a list that a map looks for: the first one of which every key
// has the text that stands at a path of the record, or that is given.
type Find struct {
	List jsontree.Path
	Keys []FindKey
}

// FindKey is a place in the element, and the text that stands there: that of From, or
// where From is nil, Text.
type FindKey struct {
	At   jsontree.Path // in the element
	From jsontree.Path
	Text string
}

// place gives a hint with the place where a path of the map leads, which is for the
// records at under; false where it leads into what is fetched in addition.
func (f *Family) place(file *fieldmap.File, m *fieldmap.Map, under, p jsontree.Path) (Hint, bool) {
	if _, ok := needed(file, p); ok {
		return Hint{}, false
	}
	switch {
	case len(p) == 0:
	case strings.HasPrefix(p[0], "^"):
		name := strings.TrimLeft(p[0], "^")
		base := outward(under, len(p[0])-len(name))
		if name != "" {
			base = append(base, name)
		}
		return Hint{At: append(base, p[1:]...)}, true
	case strings.HasPrefix(p[0], "@"):
		for _, find := range m.Finds {
			if "@"+find.Name.Value == p[0] {
				return f.placeFound(file, m, under, find, p[1:])
			}
		}
		return Hint{}, false
	}
	return Hint{At: jsontree.Below(under, p)}, true
}

// placeFound is place for a path in the element that the map finds.
func (f *Family) placeFound(file *fieldmap.File, m *fieldmap.Map, under jsontree.Path, find *fieldmap.Find, p jsontree.Path) (Hint, bool) {
	list, ok := f.place(file, m, under, jsontree.ParsePath(find.In.Value))
	if !ok {
		return Hint{}, false
	}
	each := append(jsontree.Below(list.At, nil), "[@"+find.Name.Value+"]")
	out := &Find{List: list.At}
	h := Hint{At: jsontree.Below(each, p)}
	for _, e := range find.Where {
		key := FindKey{At: jsontree.ParsePath(e.Key.Value)}
		switch {
		case e.Value.Kind == fieldmap.Scalar:
			from, ok := f.place(file, m, under, jsontree.ParsePath(e.Value.Text))
			if !ok {
				return h.unknown()
			}
			key.From = from.At
		case e.Value.Get("const") != nil:
			key.Text = e.Value.Get("const").Text
		default:
			return h.unknown()
		}
		out.Keys = append(out.Keys, key)
		if slices.Equal(key.At, p) {
			h.Fixed, h.Keyed = key.From == nil, key.From != nil
			if h.Keyed {
				h.At = key.From
			}
		}
	}
	f.Finds[each.Exact()] = out
	return h, true
}

// unknown is a hint in an element that the fake cannot tell from the others. It still
// says the form of what stands there.
func (h Hint) unknown() (Hint, bool) {
	h.Fixed = true
	return h, true
}

// outward is the record that the one at p lies in, n steps out.
func outward(p jsontree.Path, n int) jsontree.Path {
	p = jsontree.Below(p, nil)
	for range n {
		if len(p) > 0 && jsontree.IsElement(p[len(p)-1]) {
			p = p[:len(p)-1]
		}
		for len(p) > 0 && !jsontree.IsElement(p[len(p)-1]) {
			p = p[:len(p)-1]
		}
	}
	return p
}
