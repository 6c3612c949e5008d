package hints

import (
	"slices"
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
	Pattern string      // of a text: the map that cuts it
	Where   []Condition // what the elements on the way must meet, its own the last
}

// ListingsOf gives the places that a list is filled from; a path below an element
// of another place has [] in it.
func ListingsOf(v *fieldmap.Value, under jsontree.Path) []listing {
	return listings(v, under, nil)
}

// listings are those of a value in elements that meet the conditions.
func listings(v *fieldmap.Value, under jsontree.Path, where []Condition) []listing {
	if v == nil || v.Null {
		return nil
	}
	if v.Kind == fieldmap.Scalar {
		return []listing{{At: jsontree.Below(under, jsontree.ParsePath(v.Text)), Where: where}}
	}
	var out []listing
	for _, several := range []string{"concat", "coalesce"} {
		if list := v.Get(several); list != nil {
			for _, item := range list.Items {
				out = append(out, listings(item, under, where)...)
			}
			return out
		}
	}
	own := listing{At: jsontree.Below(under, jsontree.ParsePath(ScalarAt(v, "from"))), Pattern: ScalarAt(v, "parse"), Where: slices.Clone(where)}
	each := append(jsontree.Below(own.At, nil), "[]")
	if where := v.Get("where"); where != nil {
		own.Where = append(own.Where, Condition{each, where.Entries})
	}
	into := v.Get("into")
	if into == nil {
		return []listing{own}
	}
	for _, part := range into.Items {
		if part.Text == "." || ScalarAt(part, "from") == "." {
			self := own
			if where := ValueAt(part, "where"); where != nil {
				self.Where = append(slices.Clone(own.Where), Condition{each, where.Entries})
			}
			out = append(out, self)
			continue
		}
		out = append(out, listings(part, each, own.Where)...)
	}
	return out
}

// PlainList reports whether a list has just what one array has.
func PlainList(v *fieldmap.Value) bool {
	return v.Kind == fieldmap.Scalar || len(v.Entries) == 1 && v.Get("from") != nil
}
