package leaves

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Kind is how a leaf is read.
type Kind int

const (
	Text    Kind = iota // a JSON string
	Int                 // a whole number
	Float               // a number
	Digits              // a number, as the text of its digits
	Bool                // true or false
	JSON                // any value, kept as it was sent
	Object              // an object, kept as it was sent
	Array               // an array, kept as it was sent
	Texts               // an array of strings
	Records             // an array whose elements are read one by one, or an object that is read as a list of one
)

// Leaf is one value that a map reads.
type Leaf struct {
	Path    Path
	Schema  *openapi.Schema
	Kind    Kind
	Name    string   // the Go field of the struct that holds it; unique there
	Targets []string // the model fields it goes into, in the order they were met
	Elem    *Tree    // of Records: the tree of an element
	Outer   bool     // it is a field of a context struct, not of a tree's own

	open bool // nothing asked for the value itself yet: the kind may still change

	in    home // what it is a leaf of
	times int  // how often it was reached
}

// home is a tree, or the context of one.
type home interface {
	// digits reaches the value of l as its digits, as the one that reached it last wants
	// it after all.
	digits(l *Leaf) *Leaf
}

// AsDigits is the leaf of a number that was reached last, reached as its digits
// instead.
func (l *Leaf) AsDigits() *Leaf { return l.in.digits(l) }

// Looked reports whether the value is only looked at: whether it is there, or how
// many elements it has.
func (l *Leaf) Looked() bool { return l.open }

// One reports whether a leaf of Records is an object that is read as a list of
// one.
func (l *Leaf) One() bool { return l.Kind == Records && As(l.Schema, openapi.Array) == nil }

// Node is one place of the source on the way to leaves. What is read there is
// read in the order of the fields.
type Node struct {
	Segment  Segment
	Path     Path
	Schema   *openapi.Schema
	Values   []*Leaf // the value itself, once for each kind, as it was sent first; nodes below it may exist as well
	Lists    []*Leaf // readings as Records, each with another tree
	Children []*Node
}

// Tree holds the leaves of one schema.
type Tree struct {
	Name    string // lower-case Go name; unique in the package, once the plan is made
	Schema  *openapi.Schema
	Map     bool // a map of its own stands behind it; else only single values of its records are asked for
	Root    *Node
	Leaves  []*Leaf // in the order they were first reached
	Context *Context
	names   names
}

// New gives an empty tree over s.
func New(s *openapi.Schema) *Tree {
	return &Tree{Schema: s, Root: &Node{Schema: s}, Context: &Context{}}
}

// Find gives the schema at p.
func (t *Tree) Find(p Path) (*openapi.Schema, *NotFound) { return Find(t.Schema, p) }

// Reach notes that target reads the value at p, which must exist, as kind, which
// is not Records. A value that is read as several kinds has a leaf for each.
func (t *Tree) Reach(p Path, kind Kind, target string) *Leaf {
	n := t.node(p)
	for _, l := range n.Values {
		if l.open && !Mixed(n.Schema) {
			l.Kind, l.open = kind, false
		}
		if l.Kind == kind {
			l.open = false
			l.times++
			return l.from(target)
		}
	}
	l := t.leaf(n, kind)
	l.times++
	if raw := kind == JSON || kind == Array; raw {
		n.Values = slices.Insert(n.Values, 0, l)
	} else {
		n.Values = append(n.Values, l)
	}
	return l.from(target)
}

// Touch notes that target looks at the value at p, however it is read; kind is
// for where nothing else reads it. What may be of several JSON types is looked at
// as it was sent.
func (t *Tree) Touch(p Path, kind Kind, target string) *Leaf {
	n := t.node(p)
	i := slices.IndexFunc(n.Values, func(l *Leaf) bool { return l.Kind == JSON || !Mixed(n.Schema) })
	switch {
	case i >= 0:
		return n.Values[i].from(target)
	case len(n.Lists) > 0 && !Mixed(n.Schema):
		return n.Lists[0].from(target)
	}
	l := t.leaf(n, kind)
	l.open = true
	n.Values = slices.Insert(n.Values, 0, l)
	return l.from(target)
}

// Elements notes that target reads the array at p by its elements, or the object
// at p as a list of one, in the tree elem.
func (t *Tree) Elements(p Path, elem *Tree, target string) *Leaf {
	n := t.node(p)
	for _, l := range n.Lists {
		if l.Elem == elem {
			return l.from(target)
		}
	}
	var l *Leaf
	if len(n.Values) == 1 && n.Values[0].open && !Mixed(n.Schema) {
		l, n.Values = n.Values[0], nil
		l.Kind, l.open = Records, false
	} else {
		l = t.leaf(n, Records)
	}
	l.Elem = elem
	n.Lists = append(n.Lists, l)
	return l.from(target)
}

// Items is Elements for single values of the elements, which need no map: in the
// tree that is there already, or in one of its own.
func (t *Tree) Items(p Path, target string) *Leaf {
	if n := t.node(p); len(n.Lists) > 0 {
		return n.Lists[0].from(target)
	}
	return t.Elements(p, itemsOf(t, p), target)
}

// itemsOf gives a new tree for the elements of the array at p.
func itemsOf(in interface {
	Find(Path) (*openapi.Schema, *NotFound)
}, p Path) *Tree {
	s, _ := in.Find(p)
	if list := As(s, openapi.Array); list != nil {
		return New(list.Items)
	}
	return New(s)
}

func (t *Tree) leaf(n *Node, kind Kind) *Leaf {
	l := &Leaf{Path: n.Path, Schema: n.Schema, Kind: kind, Name: t.names.of(n.Path), in: t}
	t.Leaves = append(t.Leaves, l)
	return l
}

func (t *Tree) digits(l *Leaf) *Leaf {
	target := l.Targets[len(l.Targets)-1]
	if l.times--; l.times == 0 {
		is := func(other *Leaf) bool { return other == l }
		n := t.node(l.Path)
		n.Values, t.Leaves = slices.DeleteFunc(n.Values, is), slices.DeleteFunc(t.Leaves, is)
		delete(t.names, l.Name)
	}
	return t.Reach(l.Path, Digits, target)
}

// from notes that target reads l.
func (l *Leaf) from(target string) *Leaf {
	if !slices.Contains(l.Targets, target) {
		l.Targets = append(l.Targets, target)
	}
	return l
}

func (t *Tree) node(p Path) *Node {
	n := t.Root
	for i, seg := range p {
		var next *Node
		for _, c := range n.Children {
			if c.Segment == seg {
				next = c
			}
		}
		if next == nil {
			schema, _ := Find(t.Schema, p[:i+1])
			next = &Node{Segment: seg, Path: slices.Clone(p[:i+1]), Schema: schema}
			n.Children = append(n.Children, next)
		}
		n = next
	}
	return n
}

// Target gives the targets as an issue names them.
func (l *Leaf) Target() string { return strings.Join(l.Targets, ", ") }

// Field gives the leaf at p that is read as the kind; nil where there is none.
// elem is that of Records, else nil.
func (t *Tree) Field(p Path, kind Kind, elem *Tree) *Leaf {
	for _, l := range t.Leaves {
		if l.Kind == kind && l.Elem == elem && l.Path.same(p) {
			return l
		}
	}
	return nil
}
