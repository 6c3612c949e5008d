// Package leaves keeps which values of a source schema a map reaches. The tree
// of them is what the generated decoder walks and what its leaf struct holds.
package leaves

import (
	"fmt"
	"strconv"
	"strings"
)

// Path is a path into a JSON value: names separated by dots, each with any
// number of [index]. The empty Path is the value itself.
type Path []Segment

// Segment is one step of a Path: into the property Name, or to the element
// Index where Name is empty.
type Segment struct {
	Name  string
	Index int
}

// ParsePath reads a path as field maps write it; "." is the value itself. A dot
// that belongs to a name is written as `\.`.
func ParsePath(text string) (Path, error) {
	if text == "." {
		return Path{}, nil
	}
	var p Path
	for _, part := range splitDots(text) {
		name, rest, bracket := strings.Cut(part, "[")
		if name == "" && (len(p) > 0 || !bracket) {
			return nil, fmt.Errorf("path %q has an empty step", text)
		}
		if name != "" {
			p = append(p, Segment{Name: name})
		}
		for bracket {
			index, after, closed := strings.Cut(rest, "]")
			n, err := strconv.Atoi(index)
			if !closed || err != nil || n < 0 {
				return nil, fmt.Errorf("path %q: after a name only [0], [1], ... may stand", text)
			}
			p = append(p, Segment{Index: n})
			if after == "" {
				break
			}
			if after[0] != '[' {
				return nil, fmt.Errorf("path %q: a dot is missing after ]", text)
			}
			rest = after[1:]
		}
	}
	return p, nil
}

// splitDots splits at the dots that are not escaped, and unescapes the others.
func splitDots(text string) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case text[i] == '.':
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(text[i])
		}
	}
	return append(parts, b.String())
}

// String gives the path as issues and diagnostics print it.
func (p Path) String() string {
	if len(p) == 0 {
		return "."
	}
	var b strings.Builder
	for i, s := range p {
		if s.Name == "" {
			fmt.Fprintf(&b, "[%d]", s.Index)
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.Name)
	}
	return b.String()
}
