package lenient

import "strconv"

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
}

// Elem gives the place of element index: at.Elem("Messages", "transcript", 3)
// is Messages[3], read from transcript[3]. A negative index means that the place
// is no list element. The result points to a, which must outlive it.
func (a *At) Elem(field, path string, index int) At {
	return At{parent: a, field: field, path: path, fieldIndex: index, pathIndex: index}
}

// ElemAt is [At.Elem] for an element that is not at the same index in the target
// as in the record (where a list was filtered, sorted or expanded).
func (a *At) ElemAt(field string, fieldIndex int, path string, pathIndex int) At {
	return At{parent: a, field: field, path: path, fieldIndex: fieldIndex, pathIndex: pathIndex}
}

// Field renders the target place of name below a.
func (a *At) Field(name string) string { return string(joinPath(a.appendField(nil), name)) }

// Path renders the record place of path below a.
func (a *At) Path(path string) string { return string(joinPath(a.appendPath(nil), path)) }

func (a *At) appendField(b []byte) []byte {
	if a == nil {
		return b
	}
	return appendIndex(joinPath(a.parent.appendField(b), a.field), a.fieldIndex)
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
