package paging

import (
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/scan"
)

// field is something of a list body that is wanted in addition to the records.
type field int

const (
	fieldCursor field = iota
	fieldMore
	fieldLast
	fieldTotal
	fieldTotalPages
	fieldLink
	fieldCode
	fieldMessage
	fieldRequestID
	fieldCount
)

// Tree is a place in a body from which wanted places can be reached.
type Tree struct {
	names    []string // of children
	children []*Tree
	records  bool
	inside   int // arrays around the records here, or on the way to them, of which the first element is meant
	wants    []want
	checks   []int // of what the body of a success says, by number
	op       *api.Operation
}

// want is a field that a place is an alternative of.
type want struct {
	field field
	rank  int // of the alternative; the lowest counts
}

// NewTree gives the root of the places that a shape names, and that tell whether the
// answer of the operation is a success.
func NewTree(op *api.Operation, shape *api.Shape, errs *api.ErrorShape) *Tree {
	root := &Tree{op: op}
	op.Succeeded(func(i int, k api.Check) bool {
		n := root.reach(k.Path)
		n.checks = append(n.checks, i)
		return false
	})
	for _, path := range shape.Records {
		root.reach(path).records = true
	}
	for f, paths := range [fieldCount][]api.Path{
		fieldCursor: shape.Cursor, fieldMore: shape.More, fieldLast: shape.Last, fieldTotal: shape.Total, fieldTotalPages: shape.TotalPages, fieldLink: shape.Link,
		fieldCode: errs.Code, fieldMessage: errs.Message, fieldRequestID: errs.RequestID,
	} {
		for rank, path := range paths {
			n := root.reach(path)
			n.wants = append(n.wants, want{field(f), rank})
		}
	}
	return root
}

func (n *Tree) reach(path api.Path) *Tree {
	inside := 0
	for _, name := range path {
		if name == api.First {
			inside++
			n.inside = max(n.inside, inside)
			continue
		}
		inside = 0
		next := n.child(name)
		if next == nil {
			next = &Tree{}
			n.names = append(n.names, name)
			n.children = append(n.children, next)
		}
		n = next
	}
	return n
}

func (n *Tree) child(name string) *Tree {
	for i, s := range n.names {
		if s == name {
			return n.children[i]
		}
	}
	return nil
}

// Walk goes through one body. Records are handed over as they are met.
type Walk struct {
	Scan   *scan.Scanner
	Record func(raw []byte) error
	arrays int  // around the place, as far as they were gone into
	found  bool // the array of records was met
	null   bool // a null, or nothing in an array, was met where it should be
	values [fieldCount]captured
	op     *api.Operation
	said   map[int]said // of checks; nil where nothing was met
}

type captured struct {
	text string // "" where nothing was met
	rank int
}

// maxArrays is how many arrays around each other are gone into for what the
// first of their first elements says; the body of a hostile server may have a
// thousand million of them.
const maxArrays = 16

// value reads the next value, which is at n, inside as many arrays that begin
// there. inArray is true within arrays that no path goes into, where records are
// not looked for.
func (w *Walk) value(n *Tree, inside int, inArray bool) error {
	kind, err := w.Scan.Peek()
	if err != nil {
		return err
	}
	switch kind {
	case '{':
		w.note(n, said{there: true})
		if len(n.children) == 0 {
			return w.Scan.Skip()
		}
		return w.object(n, inArray)
	case '[':
		switch {
		case n.records && inside == n.inside && !w.found && !inArray:
			w.found = true
			return w.stream(n)
		case len(n.children) == 0 && len(n.wants) == 0 && len(n.checks) == 0 && inside >= n.inside, w.arrays == maxArrays:
			return w.Scan.Skip()
		}
		return w.first(n, inside+1, inArray || inside >= n.inside)
	default:
		raw, err := w.Scan.Value()
		if err != nil {
			return err
		}
		if kind == 'n' {
			w.null = w.null || n.records && !inArray
			return nil
		}
		if len(n.checks) > 0 {
			text := lenient.Scalar(raw)
			w.note(n, said{text, inside > 0 || text != ""})
		}
		for _, want := range n.wants {
			if c := &w.values[want.field]; c.text == "" || want.rank < c.rank {
				*c = captured{lenient.Scalar(raw), want.rank}
			}
		}
		return nil
	}
}

func (w *Walk) object(n *Tree, inArray bool) error {
	w.Scan.Enter()
	for {
		if more, err := w.Scan.More('}'); err != nil || !more {
			return err
		}
		name, err := w.Scan.Name()
		if err != nil {
			return err
		}
		if child := n.child(name); child != nil {
			err = w.value(child, 0, inArray)
		} else {
			err = w.Scan.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// first reads an array at n of which the first element is wanted.
func (w *Walk) first(n *Tree, inside int, inArray bool) error {
	w.arrays++
	defer func() { w.arrays-- }()
	w.Scan.Enter()
	for i := 0; ; i++ {
		more, err := w.Scan.More(']')
		w.null = w.null || i == 0 && err == nil && !more && !inArray
		switch {
		case err != nil || !more:
			return err
		case i == 0:
			err = w.value(n, inside, inArray)
			w.note(n, said{there: true}) // unless it was text
		default:
			err = w.Scan.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// stream reads the array of records. Those of a body that has said that it is not a
// success are passed over.
func (w *Walk) stream(n *Tree) error {
	failed := w.fails()
	w.Scan.Enter()
	for {
		if more, err := w.Scan.More(']'); err != nil || !more {
			return err
		}
		raw, err := w.Scan.Value()
		if err != nil {
			return err
		}
		if w.note(n, said{there: true}); failed {
			continue
		}
		if err := w.Record(raw); err != nil {
			return err
		}
	}
}

// Read reads a body with the tree of its shape.
func (w *Walk) Read(tree *Tree) error {
	w.op = tree.op
	return w.value(tree, 0, false)
}

// IsList says whether the body that was read is that of a list: it has the array
// of records, or a null in its place and does not say that something is wrong.
func (w *Walk) IsList() bool {
	code, message, _ := w.Said()
	return w.found || w.null && (w.met() || code+message == "")
}

// Said is what the body says of an error.
func (w *Walk) Said() (code, message, requestID string) {
	return w.values[fieldCode].text, w.values[fieldMessage].text, w.values[fieldRequestID].text
}

// met says whether the body had one of the fields that only a list has.
func (w *Walk) met() bool {
	for f := fieldCursor; f <= fieldLink; f++ {
		if w.values[f].text != "" {
			return true
		}
	}
	return false
}
