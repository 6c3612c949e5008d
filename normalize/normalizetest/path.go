package normalizetest

import (
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
)

// path is a place in a JSON value: names, and "[n]" or "[]" (every item) for
// places in arrays. The empty path is the value itself.
type path []string

// parsePath reads a path as field maps write it: a.b[0].c, a[*].b, or a dot for
// the value itself.
func parsePath(text string) path {
	if text == "." || text == "" {
		return nil
	}
	var p path
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

func isIndex(step string) bool { return strings.HasPrefix(step, "[") }

func indexOf(step string) int {
	n, err := strconv.Atoi(strings.Trim(step, "[]"))
	if err != nil {
		return 0
	}
	return n
}

// place is the path as a key: every index is [], for hints hold for all items.
func (p path) place() string {
	var b strings.Builder
	for _, step := range p {
		if isIndex(step) {
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

// lookup gives the value at p.
func lookup(v any, p path) (any, bool) {
	for _, step := range p {
		switch at := v.(type) {
		case *object:
			next, ok := at.get(step)
			if !ok {
				return nil, false
			}
			v = next
		case *array:
			n := indexOf(step)
			if !isIndex(step) || n >= len(at.items) {
				return nil, false
			}
			v = at.items[n]
		default:
			return nil, false
		}
	}
	return v, true
}

// put sets the value at p, making objects and arrays on the way, and gives the
// root.
func put(root any, p path, v any) any {
	if len(p) == 0 {
		return v
	}
	step := p[0]
	if isIndex(step) {
		a, ok := root.(*array)
		if !ok {
			a = &array{}
		}
		n := indexOf(step)
		for len(a.items) <= n {
			a.items = append(a.items, nil)
		}
		a.items[n] = put(a.items[n], p[1:], v)
		return a
	}
	o, ok := root.(*object)
	if !ok {
		o = &object{}
	}
	old, _ := o.get(step)
	o.set(step, put(old, p[1:], v))
	return o
}

// cut removes the member at p, where it is there.
func cut(root any, p path) {
	if len(p) == 0 {
		return
	}
	if at, ok := lookup(root, p[:len(p)-1]); ok {
		if o, ok := at.(*object); ok {
			o.remove(p[len(p)-1])
		}
	}
}

// at gives the schema at p below s, or nil. Among variants the first that has
// the path counts.
func at(s *openapi.Schema, p path) *openapi.Schema {
	if s == nil || len(p) == 0 {
		return s
	}
	if isIndex(p[0]) {
		if s.Items != nil {
			return at(s.Items, p[1:])
		}
	} else if prop := s.Property(p[0]); prop != nil {
		return at(prop.Schema, p[1:])
	}
	for _, v := range s.Variants {
		if found := at(v, p); found != nil {
			return found
		}
	}
	return nil
}

func index(k int) string { return "[" + strconv.Itoa(k) + "]" }
