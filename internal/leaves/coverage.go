package leaves

import "github.com/parlancehq/parlance/internal/openapi"

// Open is a property of the source that nothing reads.
type Open struct {
	Path     Path
	Property *openapi.Property
}

// Unread lists the properties that neither a leaf nor one of the dropped paths
// covers. A leaf covers what lies below it; where only parts of an object are
// read, its other parts are listed, not the object.
func (t *Tree) Unread(dropped []Path) []Open {
	var out []Open
	t.unread(t.Root, dropped, &out)
	return out
}

func (t *Tree) unread(n *Node, dropped []Path, out *[]Open) {
	if n.Leaf != nil || n.Schema == nil {
		return
	}
	for _, prop := range n.Schema.Properties {
		p := append(append(Path{}, n.Path...), Segment{Name: prop.Name})
		if covered(p, dropped) {
			continue
		}
		if c := n.child(prop.Name); c != nil {
			t.unread(c, dropped, out)
			continue
		}
		*out = append(*out, Open{Path: p, Property: prop})
	}
	for _, c := range n.Children {
		if c.Segment.Name == "" {
			t.unread(c, dropped, out)
		}
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
	if len(q) > len(p) {
		return false
	}
	for i := range q {
		if q[i] != p[i] {
			return false
		}
	}
	return true
}

// Overlaps gives a leaf that lies at p, above or below it; nil where there is
// none.
func (t *Tree) Overlaps(p Path) *Leaf {
	for _, l := range t.Leaves {
		if p.prefixes(l.Path) || l.Path.prefixes(p) {
			return l
		}
	}
	return nil
}
