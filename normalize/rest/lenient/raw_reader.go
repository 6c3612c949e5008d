package lenient

import (
	"bytes"
	"encoding/json"
)

// RawObject reads an object as it was sent. The bytes are a copy. Anything else
// but null is an issue.
func (r *Reader) RawObject(field string) Opt[json.RawMessage] {
	return r.raw('{', field, "expected an object")
}

// RawArray reads an array as it was sent. The bytes are a copy. Anything else
// but null is an issue.
func (r *Reader) RawArray(field string) Opt[json.RawMessage] {
	return r.raw('[', field, "expected an array")
}

// raw reads a value that begins with open; 0 is any.
func (r *Reader) raw(open byte, field, reason string) Opt[json.RawMessage] {
	kind := r.Kind()
	value := r.Value()
	switch {
	case kind == 'n' || len(value) == 0:
	case open != 0 && kind != open:
		r.issue(field, value, reason)
	default:
		return Some(json.RawMessage(bytes.Clone(value)))
	}
	return Opt[json.RawMessage]{}
}

// PeekJSON is [Reader.JSON], but the value is still the next to be read.
func (r *Reader) PeekJSON(field string) Opt[json.RawMessage] { return r.peek(0, field, "") }

// PeekObject is [Reader.RawObject], but the value is still the next to be read.
// Where that is not an object, [Reader.Object] does not report it again.
func (r *Reader) PeekObject(field string) Opt[json.RawMessage] {
	return r.peek('{', field, "expected an object")
}

// PeekArray is [Reader.RawArray], but the value is still the next to be read.
// Where that is not an array, [Reader.Array] does not report it again.
func (r *Reader) PeekArray(field string) Opt[json.RawMessage] {
	return r.peek('[', field, "expected an array")
}

// peek reads and goes back. What reads again reports on the same path, of which
// Issues keeps the first only.
func (r *Reader) peek(open byte, field, reason string) Opt[json.RawMessage] {
	pos, pending := r.pos, r.pending
	out := r.raw(open, field, reason)
	r.pos, r.pending = pos, pending
	return out
}

// Texts reads an array of strings. Each element is read as [Reader.String] does:
// a number or a boolean is an issue on its own path and its text is kept,
// an object or an array is an issue and left out, and so is a null without an
// issue. An empty array gives an empty list that is there.
func (r *Reader) Texts(field string) Opt[[]string] {
	if !r.Array(field) {
		return Opt[[]string]{}
	}
	list := []string{}
	for r.Elem() {
		if text := r.String(field); text.OK {
			list = append(list, text.Value)
		}
	}
	return Some(list)
}
