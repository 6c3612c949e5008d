package hints

import (
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// IsList says whether the target is a field that is a list of structs, filled whole.
func IsList(target string) bool {
	switch target[strings.LastIndexByte(target, '.')+1:] {
	case "Messages", "Participants", "Recordings", "Attachments", "Words":
		return true
	}
	return false
}

// listing is one place of a record whose elements, or whose text, fill a list.
type listing struct {
	At      jsontree.Path
	Pattern string            // of a text: the map that cuts it
	Where   []*fieldmap.Value // what an element must meet
}

// ListingsOf gives the places that a list is filled from; a path below an element
// of another place has [] in it.
func ListingsOf(v *fieldmap.Value, under jsontree.Path) []listing {
	if v == nil || v.Null {
		return nil
	}
	if v.Kind == fieldmap.Scalar {
		return []listing{{At: jsontree.Below(under, jsontree.ParsePath(v.Text))}}
	}
	var out []listing
	for _, several := range []string{"concat", "coalesce"} {
		if list := v.Get(several); list != nil {
			for _, item := range list.Items {
				out = append(out, ListingsOf(item, under)...)
			}
			return out
		}
	}
	own := listing{At: jsontree.Below(under, jsontree.ParsePath(ScalarAt(v, "from"))), Pattern: ScalarAt(v, "parse")}
	if where := v.Get("where"); where != nil {
		own.Where = append(own.Where, where)
	}
	into := v.Get("into")
	if into == nil {
		return []listing{own}
	}
	for _, part := range into.Items {
		if part.Text == "." || ScalarAt(part, "from") == "." {
			self := own
			if where := ValueAt(part, "where"); where != nil {
				self.Where = append(self.Where, where)
			}
			out = append(out, self)
			continue
		}
		out = append(out, ListingsOf(part, append(jsontree.Below(own.At, nil), "[]"))...)
	}
	return out
}

// PlainList reports whether a list has just what one array has.
func PlainList(v *fieldmap.Value) bool {
	return v.Kind == fieldmap.Scalar || len(v.Entries) == 1 && v.Get("from") != nil
}

// place is where a path of the map leads, which is for the records at under; false
// where it leads into what is fetched in addition.
func place(file *fieldmap.File, m *fieldmap.Map, under, p jsontree.Path) (jsontree.Path, bool) {
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
			list, ok := place(file, m, under, jsontree.ParsePath(f.In.Value))
			return append(append(list, "[]"), p[1:]...), ok
		}
		return nil, false
	}
	return jsontree.Below(under, p), true
}

// outward is the record that the one at p lies in, n steps out.
func outward(p jsontree.Path, n int) jsontree.Path {
	p = jsontree.Below(p, nil)
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
