package convert

import "github.com/parlancehq/parlance/internal/fieldmap"

// onceEach reports a value of a list that stands in it twice.
func onceEach(c *Context, list *fieldmap.Value) bool {
	for i, item := range list.Items {
		for _, before := range list.Items[:i] {
			if sameValue(item, before) {
				c.errorf(item.Pos, "P111", "keep one of the two", "the same value stands twice in the list")
				return false
			}
		}
	}
	return true
}

// sameValue reports whether two values say the same, wherever they stand.
func sameValue(a, b *fieldmap.Value) bool {
	if a.Kind != b.Kind || a.Text != b.Text || a.Null != b.Null || len(a.Items) != len(b.Items) || len(a.Entries) != len(b.Entries) {
		return false
	}
	for i, item := range a.Items {
		if !sameValue(item, b.Items[i]) {
			return false
		}
	}
	for _, e := range a.Entries {
		if other := b.Get(e.Key.Value); other == nil || !sameValue(e.Value, other) {
			return false
		}
	}
	return true
}
