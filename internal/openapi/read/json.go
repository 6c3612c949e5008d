package read

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// readJSON reads data as JSON; ok is false where it is not JSON at all, so that
// the caller can try YAML. A nil root with ok means that it is not read further.
func (r *reader) readJSON(data []byte) (root *node.Node, ok bool) {
	j := jsonReader{
		reader: r,
		dec: jsontext.NewDecoder(bytes.NewReader(data),
			jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
		data: data,
	}
	for i, b := range data {
		if b == '\n' {
			j.lines = append(j.lines, i+1)
		}
	}
	root, err := j.value(0)
	if err != nil {
		return nil, errors.Is(err, errReported)
	}
	if _, err := j.dec.ReadToken(); err != io.EOF {
		return nil, false
	}
	return root, true
}

// errReported ends a read after its diagnostic was added.
var errReported = errors.New("reported")

type jsonReader struct {
	*reader
	dec    *jsontext.Decoder
	data   []byte
	lines  []int // the offsets at which lines from the second on start
	values int
}

// place gives the line and column of a byte offset, columns in characters.
func (j *jsonReader) place(offset int) node.Place {
	line := sort.SearchInts(j.lines, offset+1)
	start := 0
	if line > 0 {
		start = j.lines[line-1]
	}
	column := offset - start
	if column < 4096 { // a document on a single line is not counted over and over
		column = utf8.RuneCount(j.data[start:offset])
	}
	return node.Place{Line: int32(line + 1), Column: int32(column + 1), Overlay: j.overlay}
}

// next gives the place of the token that is read next.
func (j *jsonReader) next() node.Place {
	offset := int(j.dec.InputOffset())
	for offset < len(j.data) {
		switch j.data[offset] {
		case ' ', '\t', '\r', '\n', ',', ':':
			offset++
			continue
		}
		break
	}
	return j.place(offset)
}

func (j *jsonReader) value(depth int) (*node.Node, error) {
	out := &node.Node{Pos: j.next()}
	if depth > maxDepth {
		j.failf(out.Pos, "O102", "values are nested more than %d deep", maxDepth)
		return nil, errReported
	}
	if j.values++; j.values > node.MaxValues {
		j.tooLarge(out.Pos, "the document has more than %d values", node.MaxValues)
		return nil, errReported
	}
	token, err := j.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		out.Kind = node.KindObject
		err = j.object(out, depth)
	case '[':
		out.Kind = node.KindArray
		for j.dec.PeekKind() != ']' {
			item, err := j.value(depth + 1)
			if err != nil {
				return nil, err
			}
			out.Items = append(out.Items, item)
		}
		_, err = j.dec.ReadToken()
	case '"':
		out.Kind, out.Text = node.KindString, token.String()
	case '0':
		out.Kind, out.Text = node.KindNumber, token.String()
	case 't', 'f':
		out.Kind, out.Text = node.KindBool, token.String()
	default:
		out.Kind, out.Text = node.KindNull, "null"
	}
	return out, err
}

func (j *jsonReader) object(out *node.Node, depth int) error {
	var seen map[string]bool
	for j.dec.PeekKind() != '}' {
		at := j.next()
		token, err := j.dec.ReadToken()
		if err != nil {
			return err
		}
		name := token.String()
		value, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		if seen, err = j.unique(out, seen, name, at); err != nil {
			continue
		}
		out.Fields = append(out.Fields, node.Field{Name: name, Pos: at, Value: value})
	}
	_, err := j.dec.ReadToken()
	return err
}

// unique reports a name that out has already. Small objects are searched, large
// ones get a set.
func (j *jsonReader) unique(out *node.Node, seen map[string]bool, name string, at node.Place) (map[string]bool, error) {
	dup := false
	if seen == nil && len(out.Fields) < 16 {
		dup = slices.ContainsFunc(out.Fields, func(f node.Field) bool { return f.Name == name })
	} else {
		if seen == nil {
			seen = make(map[string]bool, 64)
			for _, f := range out.Fields {
				seen[f.Name] = true
			}
		}
		dup = seen[name]
		seen[name] = true
	}
	if !dup {
		return seen, nil
	}
	j.failf(at, "O103", "the key %q was already given", name)
	return seen, errReported
}
