package synth

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// A path may lead into an element of an array that is not known by its index: the one
// that a map finds, or the first one that meets conditions. Where a truth is laid
// there, the record gets such an element.

// Resolve gives the hint's place in the record by indexes; false where the record has
// no such element.
func (r *Renderer) Resolve(v any, h hints.Hint) (jsontree.Path, bool) {
	var out jsontree.Path
	for i, step := range h.At {
		index, ok := 0, true
		list, _ := jsontree.Lookup(v, out)
		a, isArray := list.(*jsontree.Array)
		switch find := r.Finds[h.At[:i+1].Exact()]; {
		case !jsontree.IsIndex(step):
			out = append(out, step)
			continue
		case !isArray:
			return nil, false
		case find != nil:
			index, ok = r.found(v, a, find)
		case jsontree.IsElement(step):
			index = slices.IndexFunc(a.Items, func(item any) bool { return meetsAll(item, conditionsAt(h, i)) })
			ok = index >= 0
		default:
			index, ok = a.Position(step)
		}
		if !ok {
			return nil, false
		}
		out = append(out, jsontree.Index(index))
	}
	return out, true
}

// conditionsAt are those that the hint's path has at step i.
func conditionsAt(h hints.Hint, i int) []hints.Condition {
	at := h.At[:i+1].Exact()
	var out []hints.Condition
	for _, c := range h.Where {
		if c.At.Exact() == at {
			out = append(out, c)
		}
	}
	return out
}

// Chooses reports whether what stands at the hint's place, or a copy of it, decides
// which element of a list is read.
func (r *Renderer) Chooses(h hints.Hint) bool {
	if h.Keyed || h.Fixed {
		return true
	}
	at := h.At.Exact()
	for each, find := range r.Finds {
		for _, key := range find.Keys {
			if at == each+"."+key.At.Exact() || key.From != nil && at == key.From.Exact() {
				return true
			}
		}
	}
	return slices.ContainsFunc(h.Where, func(c hints.Condition) bool {
		places := demandsOf([]hints.Condition{c}, schemas.At(r.Schema, c.At))
		return slices.ContainsFunc(append(places.places(), places.gone...), func(p jsontree.Path) bool {
			return jsontree.Below(c.At, p).Exact() == at
		})
	})
}

// put puts a value at the hint's place and makes the elements that it leads into what
// they are known by.
func (r *Renderer) put(m *Maker, v any, h hints.Hint, value any) any {
	v, at := r.lead(m, v, h)
	return jsontree.Put(v, at, value)
}

// lead makes the elements on the way to the hint's place what they are known by, and
// gives the record and the place.
func (r *Renderer) lead(m *Maker, v any, h hints.Hint) (any, jsontree.Path) {
	var out jsontree.Path
	for i, step := range h.At {
		switch find := r.Finds[h.At[:i+1].Exact()]; {
		case find != nil:
			v, step = r.plant(m, v, out, h.At[:i+1], find)
		case jsontree.IsElement(step):
			step = "[0]"
			if where := conditionsAt(h, i); len(where) > 0 {
				at := append(jsontree.Below(out, nil), step)
				item, there := jsontree.Lookup(v, at)
				if schema := schemas.At(r.Schema, h.At[:i+1]); there || schema != nil {
					if !there {
						item = m.Value(schema, at)
					}
					v = jsontree.Put(v, at, demandsOf(where, schema).meet(item, 0))
				}
			}
		}
		out = append(out, step)
	}
	return v, out
}

// leadsToFound reports whether a path leads into an element that a map finds.
func leadsToFound(p jsontree.Path) bool {
	return slices.ContainsFunc(p, func(step string) bool { return strings.HasPrefix(step, "[@") })
}

// found gives the index of the element that a map finds in the record.
func (r *Renderer) found(v any, a *jsontree.Array, find *hints.Find) (int, bool) {
	i := slices.IndexFunc(a.Items, func(item any) bool {
		return !slices.ContainsFunc(find.Keys, func(key hints.FindKey) bool {
			have, _ := jsontree.Lookup(item, key.At)
			want := r.keyText(v, key)
			return want == "" || scalar(have) != want
		})
	})
	return i, i >= 0
}

// keyText is the text that an element must have as the key.
func (r *Renderer) keyText(v any, key hints.FindKey) string {
	if key.From == nil {
		return key.Text
	}
	at, ok := r.Resolve(v, hints.Hint{At: key.From})
	if !ok {
		return ""
	}
	have, _ := jsontree.Lookup(v, at)
	return scalar(have)
}

// plant makes the list have the element that a map finds, and gives the record and the
// element's index. At is the list's place, each the path of the element.
func (r *Renderer) plant(m *Maker, v any, at, each jsontree.Path, find *hints.Find) (any, string) {
	list, _ := jsontree.Lookup(v, at)
	a, ok := list.(*jsontree.Array)
	if !ok {
		a = &jsontree.Array{}
	}
	for _, key := range find.Keys {
		if from := (hints.Hint{At: key.From}); key.From != nil && r.keyText(v, key) == "" {
			v = r.put(m, v, from, typed(schemas.At(r.Schema, key.From), fmt.Sprint(1000+m.Index)))
		}
	}
	i, ok := r.found(v, a, find)
	if !ok {
		i = len(a.Items)
		item := m.Value(schemas.At(r.Schema, each), append(jsontree.Below(at, nil), jsontree.Index(i)))
		for _, key := range find.Keys {
			item = jsontree.Put(item, key.At, typed(schemas.At(r.Schema, append(jsontree.Below(each, nil), key.At...)), r.keyText(v, key)))
		}
		a.Items = append(a.Items, item)
		v = jsontree.Put(v, at, a)
	}
	return v, jsontree.Index(i)
}

// findEnds finds the arrays of which truths stand in the last element and in one with
// an index: they must be two.
func (r *Renderer) findEnds() {
	before := map[string]int{}
	for _, o := range r.overlays {
		for i, step := range o.hint.At {
			list := o.hint.At[:i].Exact()
			switch n := jsontree.IndexOf(step); {
			case !jsontree.IsIndex(step) || strings.HasPrefix(step, "[@"):
			case n < 0:
				r.atEnds[list] = 0
			default:
				before[list] = max(before[list], n+1)
			}
		}
	}
	for list := range r.atEnds {
		r.atEnds[list] = before[list]
	}
}

// lengthen makes these arrays long enough.
func (r *Renderer) lengthen(m *Maker, v any) any {
	for _, o := range r.overlays {
		for i := range o.hint.At {
			n, ok := r.atEnds[o.hint.At[:i].Exact()]
			if list, _ := jsontree.Lookup(v, o.hint.At[:i]); ok && n > 0 {
				for a, isArray := list.(*jsontree.Array); isArray && len(a.Items) <= n; {
					at := append(jsontree.Below(o.hint.At[:i], nil), jsontree.Index(len(a.Items)))
					a.Items = append(a.Items, m.Value(schemas.At(r.Schema, at), at))
				}
			}
		}
	}
	return v
}
