package rest

import (
	"github.com/go-json-experiment/json/jsontext"
)

// field is something of a list body that is wanted beside the records.
type field int

const (
	fieldCursor field = iota
	fieldMore
	fieldTotal
	fieldTotalPages
	fieldLink
	fieldCode
	fieldMessage
	fieldRequestID
	fieldCount
)

// node is a place in a body from which wanted places can be reached.
type node struct {
	names    []string // of children
	children []*node
	records  bool
	wants    []want
}

// want is a field that a place is an alternative of.
type want struct {
	field field
	rank  int // of the alternative; the lowest counts
}

// newTree gives the root of the places that a shape names.
func newTree(shape *Shape, errs *ErrorShape) *node {
	root := &node{}
	for _, path := range shape.Records {
		root.reach(path).records = true
	}
	for f, paths := range [fieldCount][]Path{
		fieldCursor: shape.Cursor, fieldMore: shape.More, fieldTotal: shape.Total, fieldTotalPages: shape.TotalPages, fieldLink: shape.Link,
		fieldCode: errs.Code, fieldMessage: errs.Message, fieldRequestID: errs.RequestID,
	} {
		for rank, path := range paths {
			n := root.reach(path)
			n.wants = append(n.wants, want{field(f), rank})
		}
	}
	return root
}

func (n *node) reach(path Path) *node {
	for _, name := range path {
		next := n.child(name)
		if next == nil {
			next = &node{}
			n.names = append(n.names, name)
			n.children = append(n.children, next)
		}
		n = next
	}
	return n
}

func (n *node) child(name string) *node {
	for i, s := range n.names {
		if s == name {
			return n.children[i]
		}
	}
	return nil
}

// walk goes through one body. Records are handed over as they are met.
type walk struct {
	dec    *jsontext.Decoder
	record func(raw []byte) error
	found  bool // the array of records was met
	null   bool // a null was met where it should be
	values [fieldCount]captured
}

type captured struct {
	text string // "" where nothing was met
	rank int
}

// value reads the next value, which is at n. first is true within arrays, where
// records are not looked for.
func (w *walk) value(n *node, inArray bool) error {
	switch kind := w.dec.PeekKind(); kind {
	case '{':
		if len(n.children) == 0 {
			return w.dec.SkipValue()
		}
		return w.object(n, inArray)
	case '[':
		switch {
		case n.records && !w.found && !inArray:
			w.found = true
			return w.stream()
		case len(n.children) == 0 && len(n.wants) == 0:
			return w.dec.SkipValue()
		}
		return w.first(n)
	default:
		raw, err := w.dec.ReadValue()
		if err != nil {
			return err
		}
		if kind == 'n' {
			w.null = w.null || n.records && !inArray
			return nil
		}
		for _, want := range n.wants {
			if c := &w.values[want.field]; c.text == "" || want.rank < c.rank {
				*c = captured{scalar(raw), want.rank}
			}
		}
		return nil
	}
}

func (w *walk) object(n *node, inArray bool) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	for {
		name, err := w.dec.ReadToken()
		if err != nil {
			return err
		}
		if name.Kind() == '}' {
			return nil
		}
		if child := n.child(name.String()); child != nil {
			err = w.value(child, inArray)
		} else {
			err = w.dec.SkipValue()
		}
		if err != nil {
			return err
		}
	}
}

// first reads an array of which the first element is wanted.
func (w *walk) first(n *node) error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		var err error
		switch {
		case w.dec.PeekKind() == ']':
			_, err = w.dec.ReadToken()
			return err
		case i == 0:
			err = w.value(n, true)
		default:
			err = w.dec.SkipValue()
		}
		if err != nil {
			return err
		}
	}
}

// stream reads the array of records.
func (w *walk) stream() error {
	if _, err := w.dec.ReadToken(); err != nil {
		return err
	}
	for w.dec.PeekKind() != ']' {
		raw, err := w.dec.ReadValue()
		if err != nil {
			return err
		}
		if err := w.record(raw); err != nil {
			return err
		}
	}
	_, err := w.dec.ReadToken()
	return err
}

// met says whether the body had one of the fields that only a list has.
func (w *walk) met() bool {
	for f := fieldCursor; f <= fieldLink; f++ {
		if w.values[f].text != "" {
			return true
		}
	}
	return false
}
