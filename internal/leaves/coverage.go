package leaves

import (
	"slices"

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
	var out []Open
	t.unread(t.Root, nil, dropped, &out)
	return out
}

// unread lists what is open at n, whose own tree begins at under.
func (t *Tree) unread(n *Node, under Path, dropped []Path, out *[]Open) {
	if n.Leaf != nil || n.Whole != nil || n.Schema == nil || slices.ContainsFunc(n.Lists, func(l *Leaf) bool { return l.Elem.Map }) {
		return
	}
	full := slices.Concat(under, n.Path)
	for _, l := range n.Lists {
		elements := full
		if !l.One() {
			elements = append(slices.Clone(full), Segment{Index: Each})
		}
		var open []Open
		l.Elem.unread(l.Elem.Root, elements, dropped, &open)
		for _, o := range open {
			if !l.One() || n.child(o.Path[len(full)].Name) == nil { // else the object is read itself as well
				*out = append(*out, o)
			}
		}
	}
	if object := As(n.Schema, openapi.Object); object != nil && len(n.Lists) == 0 {
		t.unreadProperties(n, object, under, dropped, out)
	}
	for _, c := range n.Children {
		if c.Segment.Name == "" {
			t.unread(c, under, dropped, out)
		}
	}
}

func (t *Tree) unreadProperties(n *Node, object *openapi.Schema, under Path, dropped []Path, out *[]Open) {
	for _, prop := range object.Properties {
		p := slices.Concat(under, n.Path, Path{{Name: prop.Name}})
		if covered(p, dropped) {
			continue
		}
		if c := n.child(prop.Name); c != nil {
			t.unread(c, under, dropped, out)
			continue
		}
		*out = append(*out, Open{Path: p, Property: prop})
	}
}

func (n *Node) child(name string) *Node {
	for _, c := range n.Children {
		if c.Segment.Name == name && name != "" {
			return c
		}
	}
	return nil
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
		if p.prefixes(full) || full.prefixes(p) {
			return l, full
		}
	}
	return nil, nil
}
