package normalize

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"maps"
	"math"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"
)

// Hash gives a hash of what the conversation says: of every field that a field map
// fills, but those that Volatile names. Provider, Source, Account, MessagesState, Raw
// and Issues do not count, nor do white space, escapes and the order of names in JSON.
// Two conversations with one
// [Key] and one hash say the same; a conversation that was read without its messages
// has another hash than the same one with them. The hash is the same in every process,
// and may change with the version of Parlance.
func (c *Conversation) Hash() [16]byte {
	w := hasher{out: sha256.New(), volatile: c.Volatile}
	w.structure(reflect.ValueOf(c).Elem())
	return [16]byte(w.out.Sum(nil)[:16])
}

// hasher writes values so that different ones are different bytes: each with its
// length or its number in front, fields by name, and nothing of a zero field, so that
// a new field of the model changes no hash of a conversation without it.
type hasher struct {
	out      hash.Hash
	volatile []string
}

func (w *hasher) number(n uint64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], n)
	_, _ = w.out.Write(b[:])
}

func (w *hasher) bytes(b []byte) {
	w.number(uint64(len(b)))
	_, _ = w.out.Write(b)
}

func (w *hasher) structure(v reflect.Value) {
	typ := v.Type()
	for i := range typ.NumField() {
		field := typ.Field(i)
		name := typ.Name() + "." + field.Name
		if !w.counts(field, name) || !w.says(v.Field(i), name) {
			continue
		}
		w.bytes([]byte(field.Name))
		w.value(v.Field(i), name)
	}
	w.bytes(nil)
}

// counts says whether a field is in the hash; name is the field's, with its type.
func (w *hasher) counts(field reflect.StructField, name string) bool {
	return field.Tag.Get("parlance") != "runtime" && !slices.Contains(w.volatile, name)
}

// says reports whether there is something to write of a field: a value that is not
// zero and not volatile throughout.
func (w *hasher) says(v reflect.Value, name string) bool {
	if at, ok := v.Interface().(time.Time); ok {
		return !at.IsZero() // in whatever zone
	}
	switch v.Kind() {
	case reflect.Map:
		return len(w.kept(v, name)) > 0
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			inner := v.Type().Name() + "." + field.Name
			if w.counts(field, inner) && w.says(v.Field(i), inner) {
				return true
			}
		}
		return false
	}
	return !v.IsZero()
}

// value writes a value; name is that of its field.
func (w *hasher) value(v reflect.Value, name string) {
	switch x := v.Interface().(type) {
	case time.Time:
		w.number(uint64(x.Unix()))
		w.number(uint64(x.Nanosecond()))
		return
	case json.RawMessage:
		w.bytes(canonical(x))
		return
	}
	switch v.Kind() {
	case reflect.String:
		w.bytes([]byte(v.String()))
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		w.number(n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.number(uint64(v.Int()))
	case reflect.Float32, reflect.Float64:
		w.number(math.Float64bits(v.Float()))
	case reflect.Pointer:
		w.value(v.Elem(), name)
	case reflect.Slice:
		w.number(uint64(v.Len()))
		for i := range v.Len() {
			w.value(v.Index(i), name)
		}
	case reflect.Map:
		w.entries(v, name)
	case reflect.Struct:
		w.structure(v)
	}
}

// entries writes a map in the order of its keys, which are texts.
func (w *hasher) entries(v reflect.Value, name string) {
	values := w.kept(v, name)
	w.number(uint64(len(values)))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		w.bytes([]byte(key))
		w.value(values[key], name)
	}
}

// kept gives the entries of a map that are not volatile.
func (w *hasher) kept(v reflect.Value, name string) map[string]reflect.Value {
	values := map[string]reflect.Value{}
	for _, key := range v.MapKeys() {
		if !slices.Contains(w.volatile, name+"."+key.String()) {
			values[key.String()] = v.MapIndex(key)
		}
	}
	return values
}

// canonical writes JSON in one way: without white space, its names sorted, its numbers
// as they are. What is not one value of JSON in UTF-8 stays as it is.
func canonical(raw json.RawMessage) []byte {
	if !json.Valid(raw) || !utf8.Valid(raw) {
		return raw
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return raw
	}
	text, err := json.Marshal(value)
	if err != nil {
		return raw
	}
	return text
}
