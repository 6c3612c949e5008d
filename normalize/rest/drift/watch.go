package drift

import (
	"bytes"
	"slices"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Watcher compares the records of one operation with its schema. It is not for
// concurrent use: each goroutine makes its own.
type Watcher struct {
	report  Note
	schemas Schemas
	root    *Schema
	r       lenient.Reader
	path    []byte
}

// Watch gives a watcher of records of the schema with the name. A nil note, or a
// name that is not among the schemas, gives nil, which watches nothing.
func Watch(note Note, schemas Schemas, name string) *Watcher {
	root := schemas[name]
	if note == nil || root == nil {
		return nil
	}
	return &Watcher{report: note, schemas: schemas, root: root}
}

// Record compares one record, which is valid JSON.
func (w *Watcher) Record(raw []byte) {
	if w == nil {
		return
	}
	w.r.Reset(raw, nil)
	w.path = w.path[:0]
	w.value(w.root)
}

func (w *Watcher) note(kind Kind, path string, sample func() string) {
	if path == "" {
		path = "."
	}
	w.report(kind, path, sample)
}

// value compares the reader's next value.
func (w *Watcher) value(s *Schema) {
	s, types := w.schemas.resolve(s)
	kind := w.r.Kind()
	if is := typeOf(kind, &w.r); types != 0 && types&is == 0 {
		raw := w.r.Value()
		w.note(OtherType, string(w.path), func() string { return form(raw) })
		return
	}
	switch {
	case kind == '{' && s.Properties != nil:
		w.object(s)
	case kind == '[' && s.Items != nil:
		before := len(w.path)
		w.path = append(w.path, "[]"...)
		if w.r.Array("") {
			for w.r.Elem() {
				w.value(s.Items)
			}
		}
		w.path = w.path[:before]
	case kind == '"' && s.Enum != nil:
		text := w.r.String("").Value
		if !slices.Contains(s.Enum, text) {
			w.note(UnknownValue, string(w.path), func() string { return word(text) })
		}
	default:
		w.r.Skip()
	}
}

func (w *Watcher) object(s *Schema) {
	var seen [4]uint64 // of the properties, the first 256 of which are enough
	before := len(w.path)
	if !w.r.Object("") {
		return
	}
	for w.r.Next() {
		name := w.r.Name()
		i, p := s.property(string(name))
		w.step(before, name)
		switch {
		case p != nil:
			if i < 256 {
				seen[i/64] |= 1 << (i % 64)
			}
			w.value(&p.Schema)
		case s.Open:
			w.r.Skip()
		default:
			raw := w.r.Value()
			w.note(UnknownProperty, string(w.path), func() string { return form(raw) })
		}
	}
	for i := range min(len(s.Properties), 256) {
		if p := &s.Properties[i]; p.Required && seen[i/64]&(1<<(i%64)) == 0 {
			w.step(before, []byte(p.Name))
			w.note(MissingProperty, string(w.path), func() string { return "" })
		}
	}
	w.path = w.path[:before]
}

// step puts a name behind the first bytes of the path. A name that is not a plain
// word may be somebody's text.
func (w *Watcher) step(before int, name []byte) {
	w.path = w.path[:before]
	if before > 0 {
		w.path = append(w.path, '.')
	}
	if !plain(string(name)) {
		name = []byte("*")
	}
	w.path = append(w.path, name...)
}

// typeOf is the type of a value by the kind that the reader gives it.
func typeOf(kind byte, r *lenient.Reader) Types {
	switch kind {
	case 'n':
		return Null
	case 't', 'f':
		return Boolean
	case '"':
		return String
	case '[':
		return Array
	case '{':
		return Object
	case '0':
		if whole(r) {
			return Integer | Number
		}
		return Number
	}
	return 0xff
}

// whole reports whether the next value, a number, is whole.
func whole(r *lenient.Reader) bool {
	var raw []byte
	r.Twice(func() { raw = r.Value() })
	if !bytes.ContainsAny(raw, ".eE") {
		return true
	}
	var own lenient.Issues
	var one lenient.Reader
	one.Reset(raw, &own)
	return one.Int("").OK && own.Len() == 0
}
