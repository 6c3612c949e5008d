package plan

import (
	"strings"

	"github.com/parlancehq/parlance/internal/leaves"
)

// InBody is the place of a parameter that is a property of the request's JSON
// body; its name is the property's path, as [BodyPath] reads it.
const InBody = "body"

// BodyPath reads the path of a value in a request's body. One with [] appends an
// element to the array before it, in which the value is at element; else element
// is nil, and so it is not for an element that is the value itself.
func BodyPath(text string) (to, element leaves.Path, err error) {
	before, after, appends := CutAppend(text)
	if to, err = leaves.ParsePath(before); err != nil || !appends {
		return to, nil, err
	}
	if after == "" {
		return to, leaves.Path{}, nil
	}
	element, err = leaves.ParsePath(strings.TrimPrefix(after, "."))
	return to, element, err
}

// CutAppend cuts a path at the [] that appends; one behind a backslash is part of
// a name.
func CutAppend(text string) (before, after string, found bool) {
	for i := 0; i+1 < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i:i+2] == "[]":
			return text[:i], text[i+2:], true
		}
	}
	return text, "", false
}
