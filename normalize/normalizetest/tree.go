package normalizetest

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// A JSON value here is nil, bool, int64, float64, string, number, verbatim,
// *object or *array. Objects keep the order of their members, so that a record has the
// same bytes every time.
type (
	object struct{ members []member }
	member struct {
		name  string
		value any
	}
	array struct{ items []any }
	// number is a JSON number with its digits as they shall be sent.
	number string
	// verbatim is JSON, or what a fault wants in its place, as it shall be sent.
	verbatim []byte
)

func (o *object) get(name string) (any, bool) {
	for _, m := range o.members {
		if m.name == name {
			return m.value, true
		}
	}
	return nil, false
}

func (o *object) set(name string, v any) {
	for i := range o.members {
		if o.members[i].name == name {
			o.members[i].value = v
			return
		}
	}
	o.members = append(o.members, member{name, v})
}

func (o *object) remove(name string) {
	for i := range o.members {
		if o.members[i].name == name {
			o.members = append(o.members[:i], o.members[i+1:]...)
			return
		}
	}
}

// clone is a copy of the tree, as deep as it can be changed.
func clone(v any) any {
	switch v := v.(type) {
	case *array:
		items := make([]any, len(v.items))
		for i, item := range v.items {
			items[i] = clone(item)
		}
		return &array{items}
	case *object:
		members := make([]member, len(v.members))
		for i, m := range v.members {
			members[i] = member{m.name, clone(m.value)}
		}
		return &object{members}
	}
	return v
}

// layout is the white space of a rendered value. Providers differ in it, and
// clients must not.
type layout struct{ colon, comma string }

var layouts = []layout{{":", ","}, {": ", ", "}, {":", ",\n  "}}

func encode(dst []byte, v any, l layout) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	case number:
		return append(dst, v...)
	case verbatim:
		return append(dst, v...)
	case string:
		return appendText(dst, v)
	case *array:
		dst = append(dst, '[')
		for i, item := range v.items {
			if i > 0 {
				dst = append(dst, l.comma...)
			}
			dst = encode(dst, item, l)
		}
		return append(dst, ']')
	case *object:
		dst = append(dst, '{')
		for i, m := range v.members {
			if i > 0 {
				dst = append(dst, l.comma...)
			}
			dst = appendText(dst, m.name)
			dst = append(dst, l.colon...)
			dst = encode(dst, m.value, l)
		}
		return append(dst, '}')
	}
	return append(dst, "null"...)
}

func appendText(dst []byte, s string) []byte {
	if isPlain(s) {
		return append(append(append(dst, '"'), s...), '"')
	}
	b, err := json.Marshal(s)
	if err != nil {
		return append(dst, `""`...)
	}
	return append(dst, b...)
}

// isPlain reports whether a text stands in JSON as it is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	return true
}

// decode reads JSON into a tree; false where it is none.
func decode(data []byte) (any, bool) {
	if !json.Valid(data) {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return decodeNext(dec), true
}

// decodeNext reads the next value of text that is known to be valid.
func decodeNext(dec *json.Decoder) any {
	token, err := dec.Token()
	if err != nil {
		return nil
	}
	switch token := token.(type) {
	case json.Number:
		return number(token)
	case json.Delim:
		if token == '[' {
			a := &array{}
			for dec.More() {
				a.items = append(a.items, decodeNext(dec))
			}
			_, _ = dec.Token()
			return a
		}
		o := &object{}
		for dec.More() {
			name, _ := dec.Token()
			text, _ := name.(string)
			o.set(text, decodeNext(dec))
		}
		_, _ = dec.Token()
		return o
	}
	return token
}
