package convert

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// RecordList is a list of structs of the model, made by maps of their own. It is
// one of: the elements of an array, the entries of a text, the element itself
// (within Into), several lists in turn, or the first of several that has any. The
// adapter emits it as loops.
type RecordList struct {
	To string // the model struct

	From  *Path // the array, or an object as a list of one
	Text  Expr  // the text whose entries they are
	Self  bool  // the element of the list around
	Again *Path // of Self: the list around once more, where another map is for the element
	All   []*RecordList
	First []*RecordList

	Elem  *leaves.Tree // the tree whose map makes an element; nil where Into, All or First do
	Var   string       // the variable that holds an element's leaves
	Where []Condition  // that an element must meet
	Sort  *Sort
	Into  []*RecordList // what each element becomes, where that is not one struct
}

// RecordListForms are the keys of a list of records, by the one that it begins
// with.
var RecordListForms = map[string][]string{
	"from":     {"from", "where", "sort", "into", "parse", "map"},
	"concat":   {"concat", "sort"},
	"coalesce": {"coalesce"},
}

const listHint = "write a path, {from: <path>, where: ..., sort: ..., into: [...]}, {concat: [...]} or {coalesce: [...]}"

// resolveRecords checks a list that fills structs; nil after it reported what is
// wrong.
func resolveRecords(c *Context, v *fieldmap.Value, to string) *RecordList {
	switch {
	case v.Kind == fieldmap.Scalar && !v.Null:
		return elements(c, v.Pos, v.Text, to, "")
	case v.Kind != fieldmap.Mapping:
		c.errorf(v.Pos, "P110", listHint, "a list of %s cannot be made of %s", to, v.Describe())
		return nil
	}
	for _, form := range []string{"from", "concat", "coalesce"} {
		if v.Get(form) == nil {
			continue
		}
		if !onlyKeys(c, v, RecordListForms[form]) {
			return nil
		}
		switch form {
		case "concat":
			return resolveConcat(c, v, to)
		case "coalesce":
			return resolveFirst(c, v, to)
		}
		return resolveElements(c, v, to)
	}
	c.errorf(v.Pos, "P110", listHint, "it is not said where the list of %s comes from", to)
	return nil
}

func onlyKeys(c *Context, v *fieldmap.Value, known []string) bool {
	ok := true
	for _, e := range v.Entries {
		if !slices.Contains(known, e.Key.Value) {
			c.errorf(e.Key.Pos, "P110", "known here: "+strings.Join(known, ", "), "a list of records has no key %q%s", e.Key.Value, diag.Suggest(e.Key.Value, known))
			ok = false
		}
	}
	return ok
}

// elements is the list of an array's elements, or of one object.
func elements(c *Context, pos diag.Pos, text, to, name string) *RecordList {
	at := c.locate(pos, text)
	if at == nil {
		return nil
	}
	item := itemOf(c, pos, at)
	if item == nil {
		return nil
	}
	elem := c.Elements(pos, item, to, name)
	if elem == nil {
		return nil
	}
	return &RecordList{To: to, From: reachList(c, at, elem), Elem: elem, Var: c.element()}
}

// reachList reads a place by its elements.
func reachList(c *Context, at *place, elem *leaves.Tree) *Path {
	return &Path{at.record.Elements(at.path, elem, c.Field), at.in, at.from}
}

// itemOf gives the schema of a list's elements; nil after it reported that the
// value is not a list.
func itemOf(c *Context, pos diag.Pos, at *place) *openapi.Schema {
	if at.path.Hop() >= 0 {
		c.errorf(pos, "P102", "read the outer array, and what is in its elements with into: {from: legs, into: [recordings]}", "a list of records comes from one array")
		return nil
	}
	if list := leaves.As(at.schema, openapi.Array); list != nil && list.Items.Type == openapi.Object {
		return list.Items
	}
	if one := leaves.As(at.schema, openapi.Object); one != nil {
		return one
	}
	c.errorf(pos, "P102", listHint, "%s is neither an array of objects nor an object", at.path)
	return nil
}

// element names the variable of an element inside the record of c.
func (c *Context) element() string {
	depth := 1
	for at := c.outer; at != nil; at = at.outer {
		depth++
	}
	if depth == 1 {
		return elementLeaves
	}
	return elementLeaves + strconv.Itoa(depth)
}

// resolveElements checks {from: ..., where, sort, into, parse}.
func resolveElements(c *Context, v *fieldmap.Value, to string) *RecordList {
	text, pos, ok := scalarAt(c, v, "from")
	if !ok {
		return nil
	}
	name := ""
	if v.Get("map") != nil {
		if name, _, ok = scalarAt(c, v, "map"); !ok {
			return nil
		}
	}
	var x *RecordList
	switch {
	case v.Get("parse") != nil:
		x = resolveEntries(c, v, text, to)
	case text == "." && c.list != nil:
		x = self(c, pos, to, name)
	case v.Get("into") != nil:
		x = resolveInto(c, v, text, to)
	default:
		x = elements(c, pos, text, to, name)
	}
	if x == nil {
		return nil
	}
	inner := c
	if !x.Self {
		inner = c.within(x.tree(), x.Var)
	}
	if where := v.Get("where"); where != nil {
		if x.Where = resolveConditions(inner, where); x.Where == nil {
			return nil
		}
	}
	return x.sorted(c, inner, v)
}

// tree is that of the elements, whether one map makes structs of them or several
// do.
func (x *RecordList) tree() *leaves.Tree {
	if x.From != nil {
		return x.From.Leaf.Elem
	}
	return x.Elem
}

// self is the element of the list around, within into.
func self(c *Context, pos diag.Pos, to, name string) *RecordList {
	elem := c.Elements(pos, c.Tree.Schema, to, name)
	if elem == nil {
		return nil
	}
	x := &RecordList{To: to, Self: true, Elem: elem, Var: c.In}
	if elem != c.Tree {
		x.Again = reachList(c.outer, c.list, elem)
	}
	return x
}

// resolveInto checks a list of which each element becomes several structs.
func resolveInto(c *Context, v *fieldmap.Value, text, to string) *RecordList {
	list := v.Get("into")
	if list.Kind != fieldmap.Sequence || len(list.Items) == 0 {
		c.errorf(list.Pos, "P110", "write `into: [., <path of a list in the element>]`", "into takes a list")
		return nil
	}
	at := c.locate(v.Get("from").Pos, text)
	if at == nil {
		return nil
	}
	item := itemOf(c, v.Get("from").Pos, at)
	if item == nil {
		return nil
	}
	if !onceEach(c, list) {
		return nil
	}
	x := &RecordList{To: to, Var: c.element()}
	x.From = c.intoList(at, item, list, to)
	if x.From == nil {
		return nil
	}
	inner := c.within(x.From.Leaf.Elem, x.Var)
	inner.list = at
	for _, entry := range list.Items {
		part := entry
		if entry.Kind == fieldmap.Scalar && entry.Text == "." {
			part = &fieldmap.Value{Pos: entry.Pos, Kind: fieldmap.Mapping, Entries: []fieldmap.Entry{{Key: fieldmap.Text{Value: "from", Pos: entry.Pos}, Value: entry}}}
		}
		p := resolveRecords(inner, part, to)
		if p == nil {
			return nil
		}
		x.Into = append(x.Into, p)
	}
	return x
}

// intoList reads the array in the tree of its elements' own map where one of the
// parts is the element itself, else in one of its own.
func (c *Context) intoList(at *place, item *openapi.Schema, list *fieldmap.Value, to string) *Path {
	for _, entry := range list.Items {
		from, name := entry, ""
		if entry.Kind == fieldmap.Mapping {
			from = entry.Get("from")
			if m := entry.Get("map"); m != nil {
				name = m.Text
			}
		}
		if from != nil && from.Kind == fieldmap.Scalar && from.Text == "." {
			elem := c.Elements(entry.Pos, item, to, name)
			if elem == nil {
				return nil
			}
			return reachList(c, at, elem)
		}
	}
	return &Path{at.record.Items(at.path, c.Field), at.in, at.from}
}

// resolveEntries checks a list that is read from text.
func resolveEntries(c *Context, v *fieldmap.Value, text, to string) *RecordList {
	name, pos, ok := scalarAt(c, v, "parse")
	if !ok {
		return nil
	}
	if v.Get("into") != nil {
		c.errorf(v.Get("into").Pos, "P110", "remove it", "into works on elements, and parse on text")
		return nil
	}
	at := c.locate(v.Get("from").Pos, text)
	if at == nil {
		return nil
	}
	if leaves.As(at.schema, openapi.String) == nil {
		c.errorf(v.Get("from").Pos, "P102", "", "parse reads text, and %s is none", at.path)
		return nil
	}
	elem := c.Parsed(pos, name, to)
	if elem == nil {
		return nil
	}
	return &RecordList{To: to, Text: at.reach(c, leaves.Text), Elem: elem, Var: c.element()}
}

func resolveConcat(c *Context, v *fieldmap.Value, to string) *RecordList {
	x := &RecordList{To: to}
	if x.All = lists(c, v.Get("concat"), "concat", to); x.All == nil {
		return nil
	}
	return x.sorted(c, nil, v)
}

func resolveFirst(c *Context, v *fieldmap.Value, to string) *RecordList {
	x := &RecordList{To: to}
	if x.First = lists(c, v.Get("coalesce"), "coalesce", to); x.First == nil {
		return nil
	}
	return x
}

func lists(c *Context, v *fieldmap.Value, key, to string) []*RecordList {
	if v.Kind != fieldmap.Sequence || len(v.Items) < 2 {
		c.errorf(v.Pos, "P110", "write `"+key+": [first, second]`", "%s takes two lists or more", key)
		return nil
	}
	if !onceEach(c, v) {
		return nil
	}
	var out []*RecordList
	bad := false
	for _, item := range v.Items {
		x := resolveRecords(c, item, to)
		bad = bad || x == nil
		out = append(out, x)
	}
	if bad {
		return nil
	}
	return out
}

// Plain reports whether the list is that of an array's elements, one struct for
// each and all of them.
func (x RecordList) Plain() bool {
	return x.From != nil && x.Elem != nil && x.Where == nil && x.Sort == nil && !x.From.Leaf.One() && !leaves.Mixed(x.From.Leaf.Schema)
}

// parts are the lists that it is made of.
func (x *RecordList) parts() []*RecordList {
	out := append(append([]*RecordList{}, x.All...), x.First...)
	return append(out, x.Into...)
}

// Trees are those of the maps that make its structs.
func (x *RecordList) Trees() []*leaves.Tree {
	var out []*leaves.Tree
	if x.Elem != nil {
		out = append(out, x.Elem)
	}
	for _, p := range x.parts() {
		out = append(out, p.Trees()...)
	}
	return out
}

// Type is a list of the model struct.
func (x RecordList) Type() Type { return Type{Kind: Records, Name: x.To} }

// Reads are the arrays and the texts.
func (x RecordList) Reads() []Path {
	var out []Path
	for _, list := range []*Path{x.From, x.Again} {
		if list != nil {
			out = append(out, *list)
		}
	}
	if x.Text != nil {
		out = append(out, x.Text.Reads()...)
	}
	for _, k := range x.Where {
		out = append(out, k.reads()...)
	}
	for _, p := range x.parts() {
		out = append(out, p.Reads()...)
	}
	return out
}

// Emit is not called: the adapter writes loops.
func (x RecordList) Emit(*Emitter) *jen.Statement { return jen.Nil() }

// Describe is the path, or those of all parts.
func (x RecordList) Describe() string {
	var parts []string
	for _, p := range x.parts() {
		parts = append(parts, p.Describe())
	}
	switch {
	case x.Text != nil:
		return "entries of " + x.Text.Describe()
	case x.Self:
		return "."
	case x.First != nil:
		return strings.Join(parts, " or ")
	case x.All != nil:
		return strings.Join(parts, ", ")
	}
	name := x.From.Describe()
	if !x.From.Leaf.One() {
		name += "[]"
	}
	if x.Into != nil {
		name += " (" + strings.Join(parts, ", ") + ")"
	}
	return name
}
