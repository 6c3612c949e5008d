package lenient

import "encoding/json"

// Twice lets read consume the next value, which is then the next once more. What
// is reported on a path again is reported once, see [Issues].
func (r *Reader) Twice(read func()) {
	pos, pending := r.pos, r.pending
	read()
	r.pos, r.pending = pos, pending
}

// Index is the index of the current element of the array entered last.
func (r *Reader) Index() int {
	for i := len(r.stack) - 1; i >= 0; i-- {
		if !r.stack[i].object {
			return r.stack[i].index
		}
	}
	return -1
}

// IsObject reports whether the next value is an object. Any other is consumed,
// and, but for null, an issue.
func (r *Reader) IsObject(field string) bool {
	kind := r.Kind()
	if kind == '{' {
		return true
	}
	if value := r.Value(); kind != 'n' && len(value) > 0 {
		r.issue(field, value, "expected an object; the element is left out")
	}
	return false
}

// Other consumes a value of a JSON type that nothing reads; any but null is an
// issue.
func (r *Reader) Other(field string) {
	kind := r.Kind()
	if value := r.Value(); kind != 'n' && len(value) > 0 {
		r.issue(field, value, "none of the types that the field map reads here")
	}
}

// Decode reads a value of the typed client that is left as JSON there; what does
// not fit is missing.
func Decode(raw json.RawMessage, read func(r *Reader)) {
	var r Reader
	r.Reset(raw, nil)
	if r.pending {
		read(&r)
	}
}
