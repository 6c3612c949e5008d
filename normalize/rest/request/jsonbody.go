package request

import (
	"bytes"
	"encoding/json"
)

// JSONBody builds the JSON body of a request from values at paths. The zero
// value is an empty object. It is not for concurrent use.
type JSONBody struct{ root map[string]any }

// Set puts a value at a path, over what was there. It must be one that
// encoding/json can marshal.
func (b *JSONBody) Set(value any, path ...string) {
	at, last := b.reach(path)
	at[last] = value
}

// Append adds a value to the list at a path.
func (b *JSONBody) Append(value any, path ...string) {
	at, last := b.reach(path)
	list, _ := at[last].([]any)
	at[last] = append(list, value)
}

// reach makes the objects on the way to a path and gives the innermost one.
func (b *JSONBody) reach(path []string) (at map[string]any, last string) {
	if b.root == nil {
		b.root = map[string]any{}
	}
	at = b.root
	for _, name := range path[:len(path)-1] {
		next, ok := at[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[name] = next
		}
		at = next
	}
	return at, path[len(path)-1]
}

// Reader gives the body's bytes, its keys sorted. net/http can send what it gives
// more than once.
func (b *JSONBody) Reader() (*bytes.Reader, error) {
	if b.root == nil {
		return bytes.NewReader([]byte("{}")), nil
	}
	data, err := json.Marshal(b.root)
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(data), nil
}
