package convert

import (
	"encoding/json"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Named is a value under a name.
type Named struct {
	Name  string
	Value lenient.Opt[json.RawMessage]
}

// Attribute puts a value under a name.
func Attribute(name string, value lenient.Opt[json.RawMessage]) Named {
	return Named{Name: name, Value: value}
}

// Attributes collects the values that are there; nil where none is.
func Attributes(all ...Named) map[string]json.RawMessage {
	n := 0
	for i := range all {
		if all[i].Value.OK {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make(map[string]json.RawMessage, n)
	for i := range all {
		if all[i].Value.OK {
			out[all[i].Name] = all[i].Value.Value
		}
	}
	return out
}
