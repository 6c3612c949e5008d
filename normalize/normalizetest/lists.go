package normalizetest

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// isList says whether the target is a field that is a list of structs, filled whole.
func isList(target string) bool {
	switch target[strings.LastIndexByte(target, '.')+1:] {
	case "Messages", "Participants", "Recordings", "Attachments", "Words":
		return true
	}
	return false
}

// listing is one place of a record whose elements, or whose text, fill a list.
type listing struct {
	at      path
	pattern string            // of a text: the map that cuts it
	where   []*fieldmap.Value // what an element must meet
}

// listingsOf gives the places that a list is filled from; a path below an element
// of another place has [] in it.
func listingsOf(v *fieldmap.Value, under path) []listing {
	if v == nil || v.Null {
		return nil
	}
	if v.Kind == fieldmap.Scalar {
		return []listing{{at: below(under, parsePath(v.Text))}}
	}
	var out []listing
	for _, several := range []string{"concat", "coalesce"} {
		if list := v.Get(several); list != nil {
			for _, item := range list.Items {
				out = append(out, listingsOf(item, under)...)
			}
			return out
		}
	}
	own := listing{at: below(under, parsePath(scalarAt(v, "from"))), pattern: scalarAt(v, "parse")}
	if where := v.Get("where"); where != nil {
		own.where = append(own.where, where)
	}
	into := v.Get("into")
	if into == nil {
		return []listing{own}
	}
	for _, part := range into.Items {
		if part.Text == "." || scalarAt(part, "from") == "." {
			self := own
			if where := valueAt(part, "where"); where != nil {
				self.where = append(self.where, where)
			}
			out = append(out, self)
			continue
		}
		out = append(out, listingsOf(part, append(below(own.at, nil), "[]"))...)
	}
	return out
}

func below(under, p path) path { return append(append(path(nil), under...), p...) }

// entries gives a text that a map cuts into entries, at its place.
func (m *maker) entries(h hint, place string) (string, bool) {
	if !isList(h.target) {
		return "", false
	}
	for _, l := range listingsOf(h.value, nil) {
		if l.pattern == "" || !strings.HasSuffix(place, l.at.place()) {
			continue
		}
		for _, declared := range m.decl.file.Maps {
			if declared.From.Value != l.pattern || !declared.Pattern.Set() {
				continue
			}
			for _, text := range []string{m.decl.sample(h.at), "User: Is it you?\nBot: It is.", "user: Is it you?\nagent: It is.", "Is it you?"} {
				if at := m.decl.pattern(declared.Pattern.Value).FindStringIndex(text); at != nil && at[0] == 0 && at[1] > 0 {
					return text, true
				}
			}
		}
	}
	return "", false
}

// plainList reports whether a list has just what one array has.
func plainList(v *fieldmap.Value) bool {
	return v.Kind == fieldmap.Scalar || len(v.Entries) == 1 && v.Get("from") != nil
}

// place is where a path of the map leads, which is for the records at under; false
// where it leads into what is fetched beside.
func place(file *fieldmap.File, m *fieldmap.Map, under, p path) (path, bool) {
	if _, ok := needed(file, p); ok {
		return nil, false
	}
	switch {
	case len(p) == 0:
	case strings.HasPrefix(p[0], "^"):
		name := strings.TrimLeft(p[0], "^")
		base := outward(under, len(p[0])-len(name))
		if name != "" {
			base = append(base, name)
		}
		return append(base, p[1:]...), true
	case strings.HasPrefix(p[0], "@"):
		for _, f := range m.Finds {
			if "@"+f.Name.Value != p[0] {
				continue
			}
			list, ok := place(file, m, under, parsePath(f.In.Value))
			return append(append(list, "[]"), p[1:]...), ok
		}
		return nil, false
	}
	return below(under, p), true
}

// outward is the record that the one at p lies in, n steps out.
func outward(p path, n int) path {
	p = below(p, nil)
	for range n {
		if len(p) > 0 && p[len(p)-1] == "[]" {
			p = p[:len(p)-1]
		}
		for len(p) > 0 && p[len(p)-1] != "[]" {
			p = p[:len(p)-1]
		}
	}
	return p
}

// arrayOf is s where it is an array, or its variant that is one.
func arrayOf(s *openapi.Schema) *openapi.Schema {
	if s == nil || s.Items != nil {
		return s
	}
	for _, v := range s.Variants {
		if v.Items != nil {
			return v
		}
	}
	return s
}

// inner are the values inside a value that have conversions of their own.
func inner(v *fieldmap.Value) []*fieldmap.Value {
	var out []*fieldmap.Value
	add := func(v *fieldmap.Value) {
		if v != nil && v.Kind == fieldmap.Mapping {
			out = append(append(out, v), inner(v)...)
		} else if v != nil && v.Kind == fieldmap.Scalar && !v.Null {
			out = append(out, v)
		}
	}
	if v == nil || v.Kind != fieldmap.Mapping {
		return nil
	}
	add(v.Get("after"))
	add(v.Get("else"))
	for _, e := range entriesOf(v.Get("when")) {
		add(e.Value)
	}
	if list := v.Get("coalesce"); list != nil {
		for _, item := range list.Items {
			add(item)
		}
	}
	if list := v.Get("match"); list != nil {
		for _, item := range list.Items {
			add(valueAt(item, "then"))
			add(valueAt(item, "else"))
		}
	}
	return out
}
