package lenient

import "encoding/json"

// Pairs makes labels of the elements of a list: a name and a value of each. One
// without a name or a value is left out; of two with one name the last counts. It
// is missing where there is none.
func Pairs[E any](list Opt[[]E], name, value func(*E) Opt[string]) Opt[map[string]string] {
	var out map[string]string
	for i := range list.Value {
		n, v := name(&list.Value[i]), value(&list.Value[i])
		if !n.OK || n.Value == "" || !v.OK {
			continue
		}
		if out == nil {
			out = make(map[string]string, len(list.Value))
		}
		out[n.Value] = v.Value
	}
	return Opt[map[string]string]{Value: out, OK: out != nil}
}

// Labels makes labels of a JSON object: its members that are texts, numbers or
// booleans. It is missing where there is none.
func Labels(object Opt[json.RawMessage]) Opt[map[string]string] {
	var out map[string]string
	var r Reader
	r.Reset(object.Value, nil)
	if !r.Object("") {
		return Opt[map[string]string]{}
	}
	for r.Next() {
		name := string(r.Name())
		v := ScalarText(r.JSON(""))
		if name == "" || !v.OK {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = v.Value
	}
	return Opt[map[string]string]{Value: out, OK: out != nil}
}
