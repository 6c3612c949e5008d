package lenient

import (
	"github.com/parlancehq/parlance/normalize/rest/api"
)

// Lookup gives the value at path in a JSON value that was checked before, or nil
// where there is none, or null.
func Lookup(value []byte, path api.Path) []byte {
	var r Reader
	r.Reset(value, nil)
	for _, name := range path {
		ok := false
		if name == api.First {
			ok = r.Kind() != '[' || r.Array("") && r.Elem()
		} else {
			ok = enterFirst(&r) && enterMember(&r, name)
		}
		if !ok {
			return nil
		}
	}
	if r.Kind() == 'n' {
		return nil
	}
	return r.Value()
}

// enterFirst goes to the first element for as long as the next value is an array.
func enterFirst(r *Reader) bool {
	for r.Kind() == '[' {
		if !r.Array("") || !r.Elem() {
			return false
		}
	}
	return true
}

func enterMember(r *Reader, name string) bool {
	if !r.Object("") {
		return false
	}
	for r.Next() {
		if string(r.Name()) == name {
			return true
		}
	}
	return false
}

// LookupSaid gives the text at path, and whether there is anything: null, empty text
// and an empty array are not.
func LookupSaid(value []byte, path api.Path) (text string, there bool) {
	at := Lookup(value, path)
	if len(at) == 0 {
		return "", false
	}
	text = Scalar(at)
	switch at[0] {
	case '"':
		return text, text != ""
	case '[':
		var r Reader
		r.Reset(at, nil)
		return text, r.Array("") && r.Elem()
	}
	return text, true
}

// LookupText gives the text of the first of the paths that leads to a scalar, or to
// an array that begins with one.
func LookupText(value []byte, paths []api.Path) string {
	for _, path := range paths {
		if text := Scalar(Lookup(value, path)); text != "" {
			return text
		}
	}
	return ""
}

// Scalar is the text of a string, number or boolean, or of the one that an array
// begins with; "" for all else.
func Scalar(value []byte) string {
	var r Reader
	r.Reset(value, nil)
	if !enterFirst(&r) {
		return ""
	}
	switch r.Kind() {
	case '"', '0', 't', 'f':
		return r.String("").Value
	}
	return ""
}
