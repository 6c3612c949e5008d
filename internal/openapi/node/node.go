// Package node holds a document as a tree of values, each with the place where it
// stands. It knows nothing of OpenAPI but how a reference names a part.
package node

import "slices"

// Kind is what a node is in JSON terms.
type Kind uint8

// The kinds; those before KindArray are scalars.
const (
	KindNull Kind = iota
	KindBool
	KindNumber
	KindString
	KindArray
	KindObject
)

// String names the kind as a diagnostic does.
func (k Kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "a mapping"}[k]
}

// Node is one value of a document with the place where it stands. YAML and JSON
// both become nodes; two places share a node where YAML had an alias.
type Node struct {
	Kind   Kind
	Text   string // of a scalar: the string itself, or its JSON literal
	Source string // of a scalar: as written, where that differs from Text
	Fields []Field
	Items  []*Node
	Pos    Place
}

// Field is one entry of an object, at the place of its name.
type Field struct {
	Name  string
	Pos   Place
	Value *Node
}

// NewString gives a string.
func NewString(text string, pos Place) *Node { return &Node{Kind: KindString, Text: text, Pos: pos} }

// NewBool gives a boolean.
func NewBool(value bool, pos Place) *Node {
	if value {
		return &Node{Kind: KindBool, Text: "true", Pos: pos}
	}
	return &Node{Kind: KindBool, Text: "false", Pos: pos}
}

// NewObject gives an object without fields.
func NewObject(pos Place) *Node { return &Node{Kind: KindObject, Pos: pos} }

// NewArray gives an array of the items.
func NewArray(pos Place, items ...*Node) *Node {
	return &Node{Kind: KindArray, Pos: pos, Items: items}
}

// Get gives the value of the field with the name, or nil. It is safe on nil.
func (n *Node) Get(name string) *Node {
	if i := n.Index(name); i >= 0 {
		return n.Fields[i].Value
	}
	return nil
}

// Index gives the index of the field with the name, or -1. It is safe on nil.
func (n *Node) Index(name string) int {
	if n == nil || n.Kind != KindObject {
		return -1
	}
	for i := range n.Fields {
		if n.Fields[i].Name == name {
			return i
		}
	}
	return -1
}

// Set puts value at name, at the end where the name is new.
func (n *Node) Set(name string, value *Node) {
	if i := n.Index(name); i >= 0 {
		n.Fields[i].Value = value
		return
	}
	n.Fields = append(n.Fields, Field{Name: name, Pos: value.Pos, Value: value})
}

// Remove takes the field with the name away.
func (n *Node) Remove(name string) {
	if i := n.Index(name); i >= 0 {
		n.Fields = slices.Delete(n.Fields, i, i+1)
	}
}

// Str gives the text of the string at name, or "". It is safe on nil.
func (n *Node) Str(name string) string {
	if v := n.Get(name); v != nil && v.Kind == KindString {
		return v.Text
	}
	return ""
}

// IsTrue reports whether the field with the name is the boolean true.
func (n *Node) IsTrue(name string) bool {
	v := n.Get(name)
	return v != nil && v.Kind == KindBool && v.Text == "true"
}

// Empty reports whether n is not there, or is null: a key without a value is so in
// YAML.
func Empty(n *Node) bool { return n == nil || n.Kind == KindNull }

// Items gives the items of n; none of a nil n.
func Items(n *Node) []*Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// Text gives a scalar as the string it was written as, nil where n is not a scalar
// or is null.
func Text(n *Node) *Node {
	if n == nil || n.Kind > KindString || n.Kind == KindNull {
		return nil
	}
	if n.Kind == KindString {
		return n
	}
	written := n.Source
	if written == "" {
		written = n.Text
	}
	return NewString(written, n.Pos)
}

// CopyText copies the scalars with the names from one object to another, as
// strings.
func CopyText(to, from *Node, names ...string) {
	for _, name := range names {
		if t := Text(from.Get(name)); t != nil {
			to.Set(name, t)
		}
	}
}
