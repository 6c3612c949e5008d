package lenient

import (
	"strconv"
	"strings"
)

// At says where a nested mapping works: the place in the record it reads from
// and the place in the target it fills. It is a list from the innermost place
// outwards, built on the stack and rendered only when there is an [Issue]. A nil
// *At is the root of both.
type At struct {
	parent     *At
	field      string
	path       string
	fieldIndex int
	pathIndex  int
	inside     bool // of the parent's record; in the target it is beside the parent
}

// Elem gives the place of element index: at.Elem("Messages", "transcript", 3)
// is Messages[3], read from transcript[3]. A negative index means that the place
// is not a list element. The result points to a, which must outlive it.
func (a *At) Elem(field, path string, index int) At {
	return At{parent: a, field: field, path: path, fieldIndex: index, pathIndex: index}
}

// ElemAt is [At.Elem] for an element that is not at the same index in the target
// as in the record (where a list was filtered, sorted or expanded).
func (a *At) ElemAt(field string, fieldIndex int, path string, pathIndex int) At {
	return At{parent: a, field: field, path: path, fieldIndex: fieldIndex, pathIndex: pathIndex}
}

// Inside gives the place of an element of a list in the record of a, where both
// become elements of one list: at.Inside(4, "tool_calls", 0) may be Messages[4],
// read from transcript[3].tool_calls[0]. With "" it is a's record itself.
func (a *At) Inside(fieldIndex int, path string, pathIndex int) At {
	return At{parent: a, inside: true, fieldIndex: fieldIndex, path: path, pathIndex: pathIndex}
}

// Field renders the target place of name below a.
func (a *At) Field(name string) string { return string(joinPath(a.appendField(nil, a.index()), name)) }

// Path renders the record place of path below a. Each ^ that path begins with
// goes to the record around; what begins with @ is in another record.
func (a *At) Path(path string) string {
	if strings.HasPrefix(path, "@") {
		return strings.Clone(path) // a path that is kept would move every Site to the heap
	}
	return string(a.appendFrom(nil, path))
}

// appendFrom appends a path that may lead outwards. It recurs, as the others do:
// what follows the parents in a loop would move every At to the heap.
func (a *At) appendFrom(b []byte, path string) []byte {
	switch {
	case a == nil || path == "" || path[0] != '^':
		return joinPath(a.appendPath(b), strings.TrimLeft(path, "^"))
	case a.itself():
		return a.parent.appendFrom(b, path)
	}
	return a.parent.appendFrom(b, path[1:])
}

// itself reports whether a is the same record as its parent.
func (a *At) itself() bool { return a != nil && a.inside && a.path == "" }

// appendField appends the element at an index of the list that a is in.
func (a *At) appendField(b []byte, index int) []byte {
	switch {
	case a == nil:
		return b
	case a.inside:
		return a.parent.appendField(b, index)
	}
	return appendIndex(joinPath(a.parent.appendField(b, a.parent.index()), a.field), index)
}

func (a *At) index() int {
	if a == nil {
		return -1
	}
	return a.fieldIndex
}

func (a *At) appendPath(b []byte) []byte {
	if a == nil {
		return b
	}
	return appendIndex(joinPath(a.parent.appendPath(b), a.path), a.pathIndex)
}

// joinPath appends path to b with a dot between, where one belongs.
func joinPath(b []byte, path string) []byte {
	if len(b) > 0 && path != "" && path[0] != '[' {
		b = append(b, '.')
	}
	return append(b, path...)
}

func appendIndex(b []byte, index int) []byte {
	if index < 0 {
		return b
	}
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(index), 10)
	return append(b, ']')
}
