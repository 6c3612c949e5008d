package lenient

import "bytes"

// Reader walks one JSON value and reads leaves from it. The value must have been
// checked before (by jsontext's Decoder.ReadValue, say): Reader looks only at
// what it needs, so that skipping is fast. On bytes that are not JSON it gives
// nonsense, but it neither panics nor loops.
//
// Where a typed call finds another type, the value is consumed, the result is
// not OK, and an [Issue] says where: its path is the reader's place, its field
// the argument, in which each "[]" becomes the index in the enclosing list, the
// outermost first ("Messages[].At" becomes "Messages[3].At"). A null is not OK
// and no issue. Where a property comes twice, both are delivered; a caller who
// assigns keeps the last.
//
// What was entered must be read to its end, where Next or Elem is false, before
// the value behind it can be read.
//
// The zero value reads nothing; [Reader.Reset] makes it ready and may be called
// again and again. It is not for concurrent use.
type Reader struct {
	data    []byte
	pos     int
	pending bool // a member or element was announced and not yet consumed
	stack   []frame
	arrays  int    // of the stack
	name    []byte // scratch for names with escapes
	scratch []byte // scratch for strings with escapes
	texts   texts
	issues  *Issues
}

// frame is one open object or array.
type frame struct {
	object             bool
	began              bool   // the first member or element has been announced
	index              int    // of the current element
	nameStart, nameEnd int    // of the current member's name, within its quotes
	escaped            bool   // the name needs unescaping
	field              string // of the list that the elements become, see Elements
}

// Reset starts on value. Issues go to is; with a nil is they are dropped. The
// reader keeps value until the next Reset but never writes to it.
func (r *Reader) Reset(value []byte, is *Issues) {
	r.data, r.pos, r.pending = value, 0, len(value) > 0
	r.stack, r.arrays = r.stack[:0], 0
	r.issues = is
}

// Object enters the next value, which must be an object. When it is false the
// value was consumed: a null, or something else and an issue.
func (r *Reader) Object(field string) bool { return r.enter('{', field, "expected an object") }

// Array enters the next value, which must be an array. When it is false the
// value was consumed: a null, or something else and an issue.
func (r *Reader) Array(field string) bool { return r.enter('[', field, "expected an array") }

// Elements is like Array for a list whose elements become the elements of field:
// until it is left, the field of every issue begins with field and the index.
func (r *Reader) Elements(field string) bool {
	if !r.Array(field) {
		return false
	}
	r.stack[len(r.stack)-1].field = field
	return true
}

func (r *Reader) enter(open byte, field, reason string) bool {
	if !r.pending || r.at() != open { // no white space before: nearly always
		kind := r.Kind()
		if kind != open {
			if value := r.Value(); kind != 'n' && len(value) > 0 {
				r.issue(field, value, reason)
			}
			return false
		}
	}
	r.pos++
	r.pending = false
	r.push(open == '{')
	if open == '[' {
		r.arrays++
	}
	return true
}

// push opens an object or array. What frames held before is overwritten as far
// as it is read.
func (r *Reader) push(object bool) {
	n := len(r.stack)
	if n == cap(r.stack) {
		r.stack = append(r.stack, frame{object: object, index: -1})
		return
	}
	r.stack = r.stack[:n+1]
	f := &r.stack[n]
	f.object, f.began, f.escaped, f.index, f.nameEnd = object, false, false, -1, 0
	if f.field != "" {
		f.field = ""
	}
}

// Next goes to the next member of the object entered last; its value is what is
// read next (or skipped, if the caller does neither). At the end it leaves the
// object and is false.
func (r *Reader) Next() bool {
	if r.nextPlain() {
		return true
	}
	if !r.advance(true, '}') {
		return false
	}
	f := &r.stack[len(r.stack)-1]
	if r.at() != '"' {
		return r.stop()
	}
	f.nameStart = r.pos + 1
	end, plain := r.skipString()
	f.nameEnd, f.escaped = end, !plain
	r.space()
	if r.at() != ':' {
		return r.stop()
	}
	r.pos++
	r.pending = true
	return true
}

// nextPlain is Next where the member before is behind, a plain name follows, and
// there is no white space: nearly always. Else it does nothing.
func (r *Reader) nextPlain() bool {
	n, i := len(r.stack), r.pos
	if r.pending || n == 0 {
		return false
	}
	f := &r.stack[n-1]
	start := i
	if f.began {
		start++ // behind the comma
	}
	if !f.object || start >= len(r.data) || r.data[start] != '"' || f.began && r.data[i] != ',' {
		return false
	}
	r.pos = start
	end, plain := r.skipString()
	if !plain || end+1 >= len(r.data) || r.data[end+1] != ':' {
		r.pos = i
		return false
	}
	f.began = true
	f.nameStart, f.nameEnd, f.escaped = start+1, end, false
	r.pos, r.pending = end+2, true
	return true
}

// Name is the name of the current member, unescaped. It is valid until the next
// call of Name or [Reader.Reset].
func (r *Reader) Name() []byte {
	if len(r.stack) == 0 {
		return nil
	}
	f := &r.stack[len(r.stack)-1]
	if !f.escaped {
		return r.data[f.nameStart:f.nameEnd]
	}
	r.name = appendUnquoted(r.name[:0], r.data[f.nameStart:f.nameEnd])
	return r.name
}

// Elem goes to the next element of the array entered last. At the end it leaves
// the array and is false.
func (r *Reader) Elem() bool {
	if !r.advance(false, ']') {
		return false
	}
	r.stack[len(r.stack)-1].index++
	r.pending = true
	return true
}

// advance consumes what is left of the value before and the comma after it; it
// is false at the end, having left the object or array.
func (r *Reader) advance(object bool, end byte) bool {
	if len(r.stack) == 0 {
		return false
	}
	f := &r.stack[len(r.stack)-1]
	if f.object != object {
		return false
	}
	if r.pending {
		r.Skip()
	}
	r.space()
	switch c := r.at(); {
	case c == end:
		r.pos++
		r.stack = r.stack[:len(r.stack)-1]
		if !object {
			r.arrays--
		}
		return false
	case !f.began:
		f.began = true
	case c == ',':
		r.pos++
		r.space()
	default:
		return r.stop()
	}
	if r.pos >= len(r.data) {
		return r.stop()
	}
	return true
}

// stop gives up on bytes that are not JSON: everything is at its end.
func (r *Reader) stop() bool {
	r.pos, r.pending = len(r.data), false
	r.stack, r.arrays = r.stack[:0], 0
	return false
}

// Kind is the kind of the next value by its first byte, '0' standing for every
// number: one of { [ " 0 t f n, or 0 where there is none. Nothing is consumed.
func (r *Reader) Kind() byte {
	if !r.pending {
		return 0
	}
	r.space()
	switch c := r.at(); c {
	case '{', '[', '"', 't', 'f', 'n':
		return c
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return '0'
	}
	return 0
}

// issue reports on the reader's place.
func (r *Reader) issue(field string, raw []byte, reason string) {
	if r.issues != nil {
		r.issues.add(r.within(r.fillIndexes(field)), r.path(), raw, reason)
	}
}

// within puts field below the lists that are being filled.
func (r *Reader) within(field string) string {
	var b []byte
	for i := range r.stack {
		if f := &r.stack[i]; f.field != "" {
			b = appendIndex(append(b, f.field...), f.index)
			b = append(b, '.')
		}
	}
	if len(b) == 0 {
		return field
	}
	return string(bytes.TrimSuffix(append(b, field...), []byte(".")))
}

// path renders the reader's place, as transcript[3].timestamp.
func (r *Reader) path() string {
	var b []byte
	for i := range r.stack {
		switch f := &r.stack[i]; {
		case !f.object:
			b = appendIndex(b, f.index)
		case f.nameEnd > 0:
			if len(b) > 0 {
				b = append(b, '.')
			}
			b = appendUnquoted(b, r.data[f.nameStart:f.nameEnd])
		}
	}
	return string(b)
}

// fillIndexes writes the indexes of the enclosing arrays into the "[]" of field.
func (r *Reader) fillIndexes(field string) string {
	rest := []byte(field)
	if !bytes.Contains(rest, []byte("[]")) {
		return field
	}
	var b []byte
	for i := range r.stack {
		if r.stack[i].object {
			continue
		}
		before, after, found := bytes.Cut(rest, []byte("[]"))
		if !found {
			break
		}
		b = appendIndex(append(b, before...), r.stack[i].index)
		rest = after
	}
	return string(append(b, rest...))
}
