// Package jsontree holds JSON values whose objects keep the order of their members,
// and the places in them.
package jsontree

import (
	"bytes"
	"encoding/json"
	"strconv"
)

func Texts(v any) []string {
	switch v := v.(type) {
	case *Array:
		var out []string
		for _, item := range v.Items {
			out = append(out, Texts(item)...)
		}
		return out
	case string:
		return []string{v}
	case nil, *Object:
		return nil
	}
	return []string{string(Encode(nil, v, Layouts[0]))}
}

// A JSON value here is nil, bool, int64, float64, string, number, verbatim,
// *object or *array. Objects keep the order of their members, so that a record has the
// same bytes every time.
type (
	Object struct{ Members []Member }
	Member struct {
		Name  string
		Value any
	}
	Array struct{ Items []any }
	// number is a JSON number with its digits as they shall be sent.
	Number string
	// verbatim is JSON, or what a fault wants in its place, as it shall be sent.
	Verbatim []byte
)

func (o *Object) Get(name string) (any, bool) {
	for _, m := range o.Members {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

func (o *Object) Set(name string, v any) {
	for i := range o.Members {
		if o.Members[i].Name == name {
			o.Members[i].Value = v
			return
		}
	}
	o.Members = append(o.Members, Member{name, v})
}

func (o *Object) remove(name string) {
	for i := range o.Members {
		if o.Members[i].Name == name {
			o.Members = append(o.Members[:i], o.Members[i+1:]...)
			return
		}
	}
}

// Clone is a copy of the tree, as deep as it can be changed.
func Clone(v any) any {
	switch v := v.(type) {
	case *Array:
		items := make([]any, len(v.Items))
		for i, item := range v.Items {
			items[i] = Clone(item)
		}
		return &Array{items}
	case *Object:
		members := make([]Member, len(v.Members))
		for i, m := range v.Members {
			members[i] = Member{m.Name, Clone(m.Value)}
		}
		return &Object{members}
	}
	return v
}

// Layout is the white space of a rendered value. Providers differ in it, and
// clients must not.
type Layout struct{ colon, comma string }

var Layouts = []Layout{{":", ","}, {": ", ", "}, {":", ",\n  "}}

func Encode(dst []byte, v any, l Layout) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	case Number:
		return append(dst, v...)
	case Verbatim:
		return append(dst, v...)
	case string:
		return appendText(dst, v)
	case *Array:
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, l.comma...)
			}
			dst = Encode(dst, item, l)
		}
		return append(dst, ']')
	case *Object:
		dst = append(dst, '{')
		for i, m := range v.Members {
			if i > 0 {
				dst = append(dst, l.comma...)
			}
			dst = appendText(dst, m.Name)
			dst = append(dst, l.colon...)
			dst = Encode(dst, m.Value, l)
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

// Decode reads JSON into a tree. It is false where data is not JSON.
func Decode(data []byte) (any, bool) {
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
		return Number(token)
	case json.Delim:
		if token == '[' {
			a := &Array{}
			for dec.More() {
				a.Items = append(a.Items, decodeNext(dec))
			}
			_, _ = dec.Token()
			return a
		}
		o := &Object{}
		for dec.More() {
			name, _ := dec.Token()
			text, _ := name.(string)
			o.Set(text, decodeNext(dec))
		}
		_, _ = dec.Token()
		return o
	}
	return token
}
