package openapi

import (
	"slices"

	"github.com/parlancehq/parlance/internal/diag"
)

// kind is what a node is in JSON terms.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindArray
	kindObject
)

// String names the kind as a diagnostic does.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "a mapping"}[k]
}

// node is one value of a document with the place where it stands. YAML and JSON
// both become nodes; two places share a node where YAML had an alias.
type node struct {
	kind   kind
	text   string // of a scalar: the string itself, or its JSON literal
	source string // of a scalar: as written, where that differs from text
	fields []field
	items  []*node
	pos    place
}

// field is one entry of an object, at the place of its name.
type field struct {
	name  string
	pos   place
	value *node
}

// place is a position without its file name: nodes are many.
type place struct {
	line, column int32
	overlay      bool // in the overlay file, not in the document
}

// get gives the value of the field with the name, or nil.
func (n *node) get(name string) *node {
	if i := n.index(name); i >= 0 {
		return n.fields[i].value
	}
	return nil
}

// index gives the index of the field with the name, or -1. It is safe on nil.
func (n *node) index(name string) int {
	if n == nil || n.kind != kindObject {
		return -1
	}
	for i := range n.fields {
		if n.fields[i].name == name {
			return i
		}
	}
	return -1
}

// set puts value at name, at the end where the name is new.
func (n *node) set(name string, value *node) {
	if i := n.index(name); i >= 0 {
		n.fields[i].value = value
		return
	}
	n.fields = append(n.fields, field{name: name, pos: value.pos, value: value})
}

// remove takes the field with the name away.
func (n *node) remove(name string) {
	if i := n.index(name); i >= 0 {
		n.fields = slices.Delete(n.fields, i, i+1)
	}
}

// str gives the text of the string at name, or "".
func (n *node) str(name string) string {
	if v := n.get(name); v != nil && v.kind == kindString {
		return v.text
	}
	return ""
}

// isTrue reports whether the field with the name is the boolean true.
func (n *node) isTrue(name string) bool {
	v := n.get(name)
	return v != nil && v.kind == kindBool && v.text == "true"
}

func stringNode(text string, pos place) *node { return &node{kind: kindString, text: text, pos: pos} }

func boolNode(value bool, pos place) *node {
	if value {
		return &node{kind: kindBool, text: "true", pos: pos}
	}
	return &node{kind: kindBool, text: "false", pos: pos}
}

func objectNode(pos place) *node { return &node{kind: kindObject, pos: pos} }

// source knows the file names that places lack.
type source struct{ file, overlay string }

// at turns a place into a position for a diagnostic.
func (s source) at(p place) diag.Pos {
	file := s.file
	if p.overlay {
		file = s.overlay
	}
	return diag.Pos{File: file, Line: int(p.line), Column: int(p.column)}
}
