package fieldmap

import "github.com/parlancehq/parlance/internal/diag"

// parseConstants reads the parameters that are always sent. The value of one
// that appends an element to an array of the body may be a mapping, with the
// other values of the element, or a list of such.
func parseConstants(o *Object, diags *diag.List) []Pair {
	v := o.Take("constants")
	if v == nil {
		return nil
	}
	inner := Open(v, o.what+": constants", diags)
	var out []Pair
	for _, e := range inner.Value.Entries {
		items := []*Value{e.Value}
		if e.Value.Kind == Sequence {
			items = e.Value.Items
		}
		if len(items) == 0 {
			diags.ErrorHint(e.Value.Pos, "F103", "leave it out, or name one at least", "%s: %s is empty", inner.what, e.Key.Value)
		}
		for _, item := range items {
			if item.Kind != Mapping {
				if t := inner.scalar(item, e.Key.Value); t.Set() {
					out = append(out, Pair{Key: e.Key, Value: t, Type: item.Type})
				}
				continue
			}
			io := Open(item, "constant "+e.Key.Value, diags)
			pair := Pair{Key: e.Key, Value: io.Required("value"), With: io.Pairs("with")}
			if at := item.Get("value"); at != nil {
				pair.Type = at.Type
			}
			io.Close()
			if pair.Value.Set() {
				out = append(out, pair)
			}
		}
	}
	return out
}
