package leaves

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Kind is how a leaf is read.
type Kind int

const (
	Text    Kind = iota // a JSON string
	Int                 // a whole number
	Float               // a number
	Bool                // true or false
	JSON                // any value, kept as it was sent
	Object              // an object, kept as it was sent
	Array               // an array, kept as it was sent
	Texts               // an array of strings
	Records             // an array of objects that a map of their own turns into structs
)

// Leaf is one value that a map reads.
type Leaf struct {
	Path    Path
	Schema  *openapi.Schema
	Kind    Kind
	Name    string   // the Go field of the leaf struct; unique in the tree
	Targets []string // the model fields it goes into, in the order they were met
	Elem    *Tree    // of Records: the tree of an element

	open bool // nothing asked for the value itself yet: the kind may still change
}

// Target gives the targets as an issue names them.
func (l *Leaf) Target() string { return strings.Join(l.Targets, ", ") }

// Node is one place of the source on the way to leaves.
type Node struct {
	Segment  Segment
	Path     Path
	Schema   *openapi.Schema
	Leaf     *Leaf // what is read here; nodes below it may exist as well
	Whole    *Leaf // of an array that Leaf reads element by element: the array as it was sent; else nil
	Children []*Node
}

// Tree holds the leaves of one schema.
type Tree struct {
	Schema *openapi.Schema
	Root   *Node
	Leaves []*Leaf // in the order they were first reached
	names  map[string]bool
}

// New gives an empty tree over s.
func New(s *openapi.Schema) *Tree {
	return &Tree{Schema: s, Root: &Node{Schema: s}, names: map[string]bool{}}
}

// Reach notes that target reads the value at p, which must exist, as kind. An
// array may be read both as it was sent and by its elements: those are two
// leaves. Else a leaf that is there already keeps its kind.
func (t *Tree) Reach(p Path, kind Kind, target string) *Leaf {
	n := t.node(p)
	elements := kind == Records || kind == Texts
	switch {
	case n.Leaf == nil:
		n.Leaf = t.leaf(n, kind)
	case n.Leaf.open:
		n.Leaf.Kind, n.Leaf.open = kind, false
	case elements && n.Leaf.Kind == Array:
		n.Whole = n.Leaf
		n.Leaf = t.leaf(n, kind)
	case kind == Array && n.Leaf.Kind != Array:
		if n.Whole == nil {
			n.Whole = t.leaf(n, kind)
		}
		return n.Whole.from(target)
	}
	return n.Leaf.from(target)
}

// Touch notes that target looks at the value at p, however it is read; kind is
// for where nothing else reads it.
func (t *Tree) Touch(p Path, kind Kind, target string) *Leaf {
	n := t.node(p)
	if n.Leaf == nil {
		n.Leaf = t.leaf(n, kind)
		n.Leaf.open = true
	}
	return n.Leaf.from(target)
}

func (t *Tree) leaf(n *Node, kind Kind) *Leaf {
	l := &Leaf{Path: n.Path, Schema: n.Schema, Kind: kind, Name: t.name(n.Path)}
	t.Leaves = append(t.Leaves, l)
	return l
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

// name makes a Go field name of p: conversation_metadata.caller_id is
// conversationMetadataCallerID.
func (t *Tree) name(p Path) string {
	var b strings.Builder
	for _, word := range words(p.String()) {
		switch upper := strings.ToUpper(word); {
		case b.Len() == 0 && unicode.IsDigit(rune(word[0])):
			b.WriteString("n" + word)
		case b.Len() == 0:
			b.WriteString(strings.ToLower(word))
		case initialisms[upper]:
			b.WriteString(upper)
		default:
			b.WriteString(upper[:1] + word[1:])
		}
	}
	name := b.String()
	switch {
	case name == "":
		name = "value"
	case reserved[name]:
		name += "Value"
	}
	for base, i := name, 2; t.names[name]; i++ {
		name = base + strconv.Itoa(i)
	}
	t.names[name] = true
	return name
}

// initialisms are written in capitals inside a name.
var initialisms = map[string]bool{"ID": true, "URL": true, "URI": true, "JSON": true, "HTTP": true, "API": true, "UUID": true, "SMS": true, "SIP": true, "IP": true}

// words splits at what is no ASCII letter or digit, and where a capital follows
// a small letter.
func words(s string) []string {
	var out []string
	start := -1
	flush := func(end int) {
		if start >= 0 && end > start {
			out = append(out, s[start:end])
		}
		start = -1
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		switch {
		case !letter:
			flush(i)
		case start < 0:
			start = i
		case c >= 'A' && c <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z':
			flush(i)
			start = i
		}
	}
	flush(len(s))
	return out
}

// reserved are the names a struct field or method of the leaf struct cannot
// have.
var reserved = map[string]bool{
	"break": true, "case": true, "chan": true, "const": true, "continue": true, "default": true, "defer": true,
	"else": true, "fallthrough": true, "for": true, "func": true, "go": true, "goto": true, "if": true,
	"import": true, "interface": true, "map": true, "package": true, "range": true, "return": true,
	"select": true, "struct": true, "switch": true, "type": true, "var": true,
	"read": true, "fill": true, "reset": true,
}
