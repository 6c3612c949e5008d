package rest

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// tolerant are the options under which bodies are read.
var tolerant = []jsontext.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)}

// lookup gives the value at path in a JSON value that was checked before, or nil
// where there is none, or null.
func lookup(value []byte, path Path) []byte {
	var r lenient.Reader
	r.Reset(value, nil)
	for _, name := range path {
		ok := false
		if name == First {
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
func enterFirst(r *lenient.Reader) bool {
	for r.Kind() == '[' {
		if !r.Array("") || !r.Elem() {
			return false
		}
	}
	return true
}

func enterMember(r *lenient.Reader, name string) bool {
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

// first gives the text of the first of the paths that leads to a scalar, or to
// an array that begins with one.
func first(value []byte, paths []Path) string {
	for _, path := range paths {
		if text := scalar(lookup(value, path)); text != "" {
			return text
		}
	}
	return ""
}

// scalar is the text of a string, number or boolean, or of the one that an array
// begins with; "" for all else.
func scalar(value []byte) string {
	var r lenient.Reader
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
