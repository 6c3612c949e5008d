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
			digits, tail, closed := strings.Cut(after[1:], "]")
			n, err := strconv.ParseUint(digits, 10, 16)
			if !closed || err != nil {
				return nil, fmt.Errorf("path %q: in brackets only 0, 1, ... may stand", text)
			}
			p = append(p, Segment{Index: int(n)})
			after = tail
		}
		if after != "" && after[0] != '.' {
			return nil, fmt.Errorf("path %q: a dot is missing after ]", text)
		}
		rest, more = strings.CutPrefix(after, ".")
	}
	return p, nil
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

// Written gives the path as a field map writes it.
func (p Path) Written() string {
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
		b.WriteString(strings.NewReplacer(`\`, `\\`, ".", `\.`, "[", `\[`).Replace(s.Name))
	}
	return b.String()
}

// String gives the path as issues print it.
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
