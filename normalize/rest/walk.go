package rest

// field is something of a list body that is wanted beside the records.
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

// node is a place in a body from which wanted places can be reached.
type node struct {
	names    []string // of children
	children []*node
	records  bool
	inside   int // arrays around the records here, or on the way to them, of which the first element is meant
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

func (n *node) reach(path Path) *node {
	inside := 0
	for _, name := range path {
		if name == First {
			inside++
			n.inside = max(n.inside, inside)
			continue
		}
		inside = 0
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
	scan   *scanner
	record func(raw []byte) error
	arrays int  // around the place, as far as they were gone into
	found  bool // the array of records was met
	null   bool // a null, or nothing in an array, was met where it should be
	values [fieldCount]captured
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
func (w *walk) value(n *node, inside int, inArray bool) error {
	kind, err := w.scan.peek()
	if err != nil {
		return err
	}
	switch kind {
	case '{':
		if len(n.children) == 0 {
			return w.scan.skip()
		}
		return w.object(n, inArray)
	case '[':
		switch {
		case n.records && inside == n.inside && !w.found && !inArray:
			w.found = true
			return w.stream()
		case len(n.children) == 0 && len(n.wants) == 0 && inside >= n.inside, w.arrays == maxArrays:
			return w.scan.skip()
		}
		return w.first(n, inside+1, inArray || inside >= n.inside)
	default:
		raw, err := w.scan.value()
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
	w.scan.enter()
	for {
		if more, err := w.scan.more('}'); err != nil || !more {
			return err
		}
		name, err := w.scan.name()
		if err != nil {
			return err
		}
		if child := n.child(name); child != nil {
			err = w.value(child, 0, inArray)
		} else {
			err = w.scan.skip()
		}
		if err != nil {
			return err
		}
	}
}

// first reads an array at n of which the first element is wanted.
func (w *walk) first(n *node, inside int, inArray bool) error {
	w.arrays++
	defer func() { w.arrays-- }()
	w.scan.enter()
	for i := 0; ; i++ {
		more, err := w.scan.more(']')
		w.null = w.null || i == 0 && err == nil && !more && !inArray
		switch {
		case err != nil || !more:
			return err
		case i == 0:
			err = w.value(n, inside, inArray)
		default:
			err = w.scan.skip()
		}
		if err != nil {
			return err
		}
	}
}

// stream reads the array of records.
func (w *walk) stream() error {
	w.scan.enter()
	for {
		if more, err := w.scan.more(']'); err != nil || !more {
			return err
		}
		raw, err := w.scan.value()
		if err != nil {
			return err
		}
		if err := w.record(raw); err != nil {
			return err
		}
	}
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
