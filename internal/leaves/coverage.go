package leaves

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Open is a property of the source that nothing reads.
type Open struct {
	Path     Path
	Property *openapi.Property
}

// Unread lists the properties that neither a leaf nor one of the dropped paths
// covers. A leaf covers what lies below it; where only parts of an object, or of
// the elements of an array, are read, the other parts are listed. What a map of
// its own reads is that map's business.
func (t *Tree) Unread(dropped []Path) []Open {
	var out opens
	t.unread(t.Root, nil, dropped, &out)
	return out.list
}

// unread lists what is open at n, whose own tree begins at under.
func (t *Tree) unread(n *Node, under Path, dropped []Path, out *opens) {
	if len(n.Values) > 0 || n.Schema == nil || slices.ContainsFunc(n.Lists, func(l *Leaf) bool { return l.Elem.Map }) {
		return
	}
	full := slices.Concat(under, n.Path)
	var readings []*opens
	for _, l := range n.Lists {
		elements := full
		if !l.One() {
			elements = append(slices.Clone(full), Segment{Index: Each})
		}
		open := &opens{}
		l.Elem.unread(l.Elem.Root, elements, dropped, open)
		readings = append(readings, open)
	}
	named := slices.ContainsFunc(n.Children, func(c *Node) bool { return c.Segment.Name != "" })
	if object := As(n.Schema, openapi.Object); object != nil && (named || len(n.Lists) == 0) {
		open := &opens{}
		t.unreadProperties(n, object, under, dropped, open)
		readings = append(readings, open)
	}
	for _, open := range readings {
		out.addEvery(open, readings)
	}
	for _, c := range n.Children {
		if c.Segment.Name == "" {
			open := &opens{}
			t.unread(c, under, dropped, open)
			out.addEvery(open, readings)
		}
	}
}

func (t *Tree) unreadProperties(n *Node, object *openapi.Schema, under Path, dropped []Path, out *opens) {
	children := make(map[string]*Node, len(n.Children))
	for _, c := range n.Children {
		children[c.Segment.Name] = c
	}
	for _, prop := range object.Properties {
		p := slices.Concat(under, n.Path, Path{{Name: prop.Name}})
		if covered(p, dropped) {
			continue
		}
		if c := children[prop.Name]; c != nil && prop.Name != "" {
			t.unread(c, under, dropped, out)
			continue
		}
		out.add(Open{Path: p, Property: prop})
	}
}

// opens is a list of what is open, each once.
type opens struct {
	list  []Open
	at    map[string]bool // by path
	names map[string]bool // by path without indexes
}

func (o *opens) add(open Open) {
	if o.at == nil {
		o.at, o.names = map[string]bool{}, map[string]bool{}
	}
	at, names := open.Path.keys()
	if o.at[at] {
		return
	}
	o.at[at], o.names[names[len(names)-1]] = true, true
	o.list = append(o.list, open)
}

// addEvery adds what is open in every reading of one place.
func (o *opens) addEvery(open *opens, readings []*opens) {
	for _, one := range open.list {
		_, names := one.Path.keys()
		in := func(r *opens) bool {
			return slices.ContainsFunc(names, func(name string) bool { return r.names[name] })
		}
		if !slices.ContainsFunc(readings, func(r *opens) bool { return !in(r) }) {
			o.add(one)
		}
	}
}

// keys give the path as one text, and those of its names alone, from the first to
// all of them.
func (q Path) keys() (at string, names []string) {
	var full, named strings.Builder
	for _, s := range q {
		if s.Name != "" {
			named.WriteString(s.Name + "\x00")
			names = append(names, named.String())
		}
		full.WriteString(s.Name + "\x00" + strconv.Itoa(s.Index) + "\x00")
	}
	if names == nil {
		names = []string{""}
	}
	return full.String(), names
}

func covered(p Path, by []Path) bool {
	for _, q := range by {
		if q.prefixes(p) {
			return true
		}
	}
	return false
}

func (q Path) prefixes(p Path) bool {
	return len(q) <= len(p) && slices.Equal(q, p[:len(q)])
}

func (q Path) same(p Path) bool { return slices.Equal(q, p) }

// Overlaps gives a leaf that lies at p, above or below it, with its path; nil
// where there is none. A list of which only single values are read overlaps with
// those alone.
func (t *Tree) Overlaps(p Path) (*Leaf, Path) {
	return t.overlaps(p, nil)
}

func (t *Tree) overlaps(p, under Path) (*Leaf, Path) {
	for _, l := range t.Leaves {
		full := slices.Concat(under, l.Path)
		if l.Kind == Records && !l.Elem.Map {
			if found, at := l.Elem.overlaps(p, append(full, Segment{Index: Each})); found != nil {
				return found, at
			}
			continue
		}
		if p.prefixes(full) || full.prefixes(p) && (!l.open || len(p) == len(full)) {
			return l, full
		}
	}
	return nil, nil
}
