package jsontree

import (
	"strconv"
	"strings"
)

func PlaceName(p Path) string {
	if len(p) == 0 {
		return "the body"
	}
	out := ""
	for _, step := range p {
		if !IsIndex(step) && out != "" {
			out += "."
		}
		out += step
	}
	return out
}

func Below(under, p Path) Path { return append(append(Path(nil), under...), p...) }

// Path is a place in a JSON value: names, and "[n]" or "[]" (every item) for
// places in arrays. The empty path is the value itself.
type Path []string

// ParsePath reads a path as field maps write it: a.b[0].c, a[*].b, or a dot for
// the value itself.
func ParsePath(text string) Path {
	if text == "." || text == "" {
		return nil
	}
	var p Path
	for part := range strings.SplitSeq(text, ".") {
		name, rest, _ := strings.Cut(part, "[")
		if name != "" {
			p = append(p, name)
		}
		for rest != "" {
			var index string
			index, rest, _ = strings.Cut(rest, "]")
			if _, err := strconv.Atoi(index); err == nil {
				p = append(p, "["+index+"]")
			} else {
				p = append(p, "[]")
			}
			rest = strings.TrimPrefix(rest, "[")
		}
	}
	return p
}

func IsIndex(step string) bool { return strings.HasPrefix(step, "[") }

func IndexOf(step string) int {
	n, err := strconv.Atoi(strings.Trim(step, "[]"))
	if err != nil {
		return 0
	}
	return n
}

// IsElement reports whether a step is any element of an array, or the one that a field
// map finds, and not the one with an index.
func IsElement(step string) bool { return step == "[]" || strings.HasPrefix(step, "[@") }

// Exact is the path as a text. The first element is any: it is the one that the path is
// read at.
func (p Path) Exact() string { return strings.ReplaceAll(strings.Join(p, "."), "[]", "[0]") }

// Place is the path as a key: every index is [], for hints hold for all items.
func (p Path) Place() string {
	var b strings.Builder
	for _, step := range p {
		if IsIndex(step) {
			b.WriteString("[]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}

// Position is where the step leads; [] is the first element, and a negative index
// counts from the end. It is false where the array has no such element.
func (a *Array) Position(step string) (int, bool) {
	n := IndexOf(step)
	if n < 0 {
		n += len(a.Items)
	}
	return n, IsIndex(step) && n >= 0 && n < len(a.Items)
}

// Lookup gives the value at p.
func Lookup(v any, p Path) (any, bool) {
	for _, step := range p {
		switch at := v.(type) {
		case *Object:
			next, ok := at.Get(step)
			if !ok {
				return nil, false
			}
			v = next
		case *Array:
			n, ok := at.Position(step)
			if !ok {
				return nil, false
			}
			v = at.Items[n]
		default:
			return nil, false
		}
	}
	return v, true
}

// Put sets the value at p, making objects and arrays on the way, and gives the
// root.
func Put(root any, p Path, v any) any {
	if len(p) == 0 {
		return v
	}
	step := p[0]
	if IsIndex(step) {
		a, ok := root.(*Array)
		if !ok {
			a = &Array{}
		}
		n, ok := a.Position(step)
		if !ok {
			n = max(IndexOf(step), 0) // in an empty array the last element is the first one
		}
		for len(a.Items) <= n {
			a.Items = append(a.Items, nil)
		}
		a.Items[n] = Put(a.Items[n], p[1:], v)
		return a
	}
	o, ok := root.(*Object)
	if !ok {
		o = &Object{}
	}
	old, _ := o.Get(step)
	o.Set(step, Put(old, p[1:], v))
	return o
}

// Cut removes the member at p, where it is there.
func Cut(root any, p Path) {
	if len(p) == 0 {
		return
	}
	if at, ok := Lookup(root, p[:len(p)-1]); ok {
		if o, ok := at.(*Object); ok {
			o.remove(p[len(p)-1])
		}
	}
}

func Index(k int) string { return "[" + strconv.Itoa(k) + "]" }
