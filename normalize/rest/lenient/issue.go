// Package lenient reads JSON values and converts them without giving up: what
// cannot be read or converted is collected as an [Issue] on its field, and
// everything else of the record is kept. It knows nothing of what the records
// mean.
package lenient

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Issue is one field of one record that could not be converted, or could be
// only by bending it (the reason says which).
type Issue struct {
	Field  string          `json:"field"`         // target field, e.g. Messages[3].At
	Path   string          `json:"path"`          // where in the record, e.g. transcript[3].timestamp; "" is the record itself
	Raw    json.RawMessage `json:"raw,omitempty"` // the value as it was sent
	Reason string          `json:"reason"`        // for people
}

// String gives one line: place, field and reason, without the value.
func (i Issue) String() string {
	return fmt.Sprintf("%s (field %s): %s", i.Path, i.Field, i.Reason)
}

// indexFrom is the number of issues from which paths are looked up in a map.
const indexFrom = 16

// Issues collects the issues of one record at a time. Only the first issue on a
// path is kept, so that a value which several fields are made of is reported
// once. The zero value is ready; it is not for concurrent use.
type Issues struct {
	list []Issue
	seen map[string]struct{} // in use once the list is long
}

// Add reports that the value raw, at path below at, could not become field below
// at. The bytes are copied.
func (is *Issues) Add(at *At, field, path string, raw json.RawMessage, reason string) {
	is.add(at.Field(field), at.Path(path), raw, reason)
}

// AddText is [Issues.Add] for a value that is a piece of text (after unescaping,
// or a part of a string); it is kept as a JSON string.
func (is *Issues) AddText(at *At, field, path, text, reason string) {
	raw, err := json.Marshal(text)
	if err != nil { // cannot be: every string marshals
		raw = nil
	}
	is.add(at.Field(field), at.Path(path), raw, reason)
}

func (is *Issues) add(field, path string, raw []byte, reason string) {
	if is.has(path) {
		return
	}
	is.list = append(is.list, Issue{Field: field, Path: path, Raw: bytes.Clone(raw), Reason: reason})
	switch {
	case is.seen != nil:
		is.seen[path] = struct{}{}
	case len(is.list) >= indexFrom:
		is.seen = make(map[string]struct{}, 2*indexFrom)
		for i := range is.list {
			is.seen[is.list[i].Path] = struct{}{}
		}
	}
}

func (is *Issues) has(path string) bool {
	if is.seen != nil {
		_, ok := is.seen[path]
		return ok
	}
	for i := range is.list {
		if is.list[i].Path == path {
			return true
		}
	}
	return false
}

// Take gives the issues so far, in the order in which they were found, and
// forgets them. It is nil when there are none.
func (is *Issues) Take() []Issue {
	list := is.list
	is.list, is.seen = nil, nil
	return list
}

// Len is the number of issues so far.
func (is *Issues) Len() int { return len(is.list) }
