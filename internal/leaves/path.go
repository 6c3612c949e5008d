// Package leaves keeps which values of a source schema a map reaches. The tree
// of them is what the generated decoder walks and what its leaf struct holds.
package leaves

import (
	"fmt"
	"slices"
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
	Index int // from 0, or Each or Last
}

// The indexes that are not numbers.
const (
	Each = -2 // [], every element
	Last = -1 // [-1], the last one
)

// ParsePath reads a path as field maps write it; "." is the value itself. A dot,
// bracket or backslash that belongs to a name stands behind a backslash.
func ParsePath(text string) (Path, error) {
	p := Path{}
	if text == "." {
		return p, nil
	}
	for rest, more := text, true; more; {
		name, after := cutName(rest)
		if name == "" && (len(p) > 0 || !strings.HasPrefix(after, "[")) {
			return nil, fmt.Errorf("path %q has an empty step", text)
		}
		if name != "" {
			p = append(p, Segment{Name: name})
		}
		for strings.HasPrefix(after, "[") {
			inner, tail, closed := strings.Cut(after[1:], "]")
			n, ok := parseIndex(inner)
			if !closed || !ok {
				return nil, fmt.Errorf("path %q: in brackets only 0, 1, ..., -1 (the last) or nothing (every one) may stand", text)
			}
			p = append(p, Segment{Index: n})
			after = tail
		}
		if after != "" && after[0] != '.' {
			return nil, fmt.Errorf("path %q: a dot is missing after ]", text)
		}
		rest, more = strings.CutPrefix(after, ".")
	}
	return p, nil
}

func parseIndex(text string) (int, bool) {
	switch text {
	case "":
		return Each, true
	case "-1":
		return Last, true
	}
	n, err := strconv.ParseUint(text, 10, 16)
	return int(n), err == nil
}

// cutName takes a name from the beginning of text, up to a dot or bracket.
func cutName(text string) (name, rest string) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			if i++; i == len(text) {
				b.WriteByte('\\')
				continue
			}
		case '.', '[':
			return b.String(), text[i:]
		}
		b.WriteByte(text[i])
	}
	return b.String(), ""
}

// Hop gives the place of the first step that goes to every element of an array,
// or to its last; -1 where there is none.
func (p Path) Hop() int {
	return slices.IndexFunc(p, func(s Segment) bool { return s.Name == "" && s.Index < 0 })
}

var quoted = strings.NewReplacer(`\`, `\\`, ".", `\.`, "[", `\[`)

// Written gives the path as a field map writes it.
func (p Path) Written() string {
	return p.join(func(i int, name string) string {
		name = quoted.Replace(name)
		if i == 0 && (name[0] == '^' || name[0] == '@') { // else it would lead out of the record
			name = `\` + name
		}
		return name
	})
}

// String gives the path as issues print it.
func (p Path) String() string {
	return p.join(func(_ int, name string) string { return name })
}

func (p Path) join(write func(i int, name string) string) string {
	if len(p) == 0 {
		return "."
	}
	var b strings.Builder
	for i, s := range p {
		switch {
		case s.Name == "" && s.Index == Each:
			b.WriteString("[]")
		case s.Name == "":
			fmt.Fprintf(&b, "[%d]", s.Index)
		default:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(write(i, s.Name))
		}
	}
	return b.String()
}
