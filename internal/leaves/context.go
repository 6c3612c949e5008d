package leaves

import (
	"slices"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Context holds what the map of a tree reads outside its own record: values of
// the records that it is inside of, and of records that are fetched in addition to it.
// They are handed to the mapping function in a struct of their own.
type Context struct {
	Outer []*Outer // in the order they were first reached
	names names
}

// Outer is one value outside the record.
type Outer struct {
	From Beyond
	Path Path  // below the record it is from
	Leaf *Leaf // the field of the context struct
}

// Beyond is a record that is not the map's own: the one Up steps outwards, or
// the needed one with a name.
type Beyond struct {
	Up   int
	Need string
}

// Empty reports whether nothing outside is read.
func (c *Context) Empty() bool { return len(c.Outer) == 0 }

func (c *Context) digits(l *Leaf) *Leaf {
	i := slices.IndexFunc(c.Outer, func(o *Outer) bool { return o.Leaf == l })
	o, target := c.Outer[i], l.Targets[len(l.Targets)-1]
	if l.times--; l.times == 0 {
		c.Outer = slices.Delete(c.Outer, i, i+1)
		delete(c.names, l.Name)
	}
	digits, _ := c.Ask(o.From, o.Path, l.Schema, Digits, nil)
	digits.times++
	return digits.from(target)
}

// At gives what is read of the record, whose schema is s; elem is the tree of its
// elements where s is the list of a need.
func (c *Context) At(from Beyond, s *openapi.Schema, elem *Tree) *Away {
	return &Away{context: c, from: from, Schema: s, elem: elem}
}

// Field gives the field that holds the value at p of the record; nil where it is
// not read. elem is that of Records, else nil.
func (c *Context) Field(from Beyond, p Path, kind Kind, elem *Tree) *Leaf {
	for _, o := range c.Outer {
		if o.From == from && o.Leaf.Elem == elem && o.Leaf.Kind == kind && o.Path.same(p) {
			return o.Leaf
		}
	}
	return nil
}

// Ask is Field that makes the field where there is none.
func (c *Context) Ask(from Beyond, p Path, s *openapi.Schema, kind Kind, elem *Tree) (l *Leaf, made bool) {
	if l := c.Field(from, p, kind, elem); l != nil {
		return l, false
	}
	name := p
	if from.Need != "" {
		name = append(Path{{Name: from.Need}}, p...)
	}
	l = &Leaf{Path: p, Schema: s, Kind: kind, Elem: elem, Name: c.names.of(name), Outer: true, in: c}
	c.Outer = append(c.Outer, &Outer{From: from, Path: p, Leaf: l})
	return l, true
}

// Away is a record outside the map's own, as a source of values.
type Away struct {
	Schema  *openapi.Schema
	context *Context
	from    Beyond
	elem    *Tree
}

// Find gives the schema at p.
func (a *Away) Find(p Path) (*openapi.Schema, *NotFound) { return Find(a.Schema, p) }

// Reach is [Tree.Reach].
func (a *Away) Reach(p Path, kind Kind, target string) *Leaf {
	s, _ := a.Find(p)
	l, _ := a.context.Ask(a.from, p, s, kind, nil)
	l.times++
	return l.from(target)
}

// Touch is [Tree.Touch], of the value as its schema says.
func (a *Away) Touch(p Path, kind Kind, target string) *Leaf { return a.Reach(p, kind, target) }

// Elements is [Tree.Elements].
func (a *Away) Elements(p Path, elem *Tree, target string) *Leaf {
	s, _ := a.Find(p)
	l, _ := a.context.Ask(a.from, p, s, Records, elem)
	return l.from(target)
}

// Items is [Tree.Items].
func (a *Away) Items(p Path, target string) *Leaf {
	for _, o := range a.context.Outer {
		if o.From == a.from && o.Leaf.Kind == Records && o.Path.same(p) {
			return o.Leaf.from(target)
		}
	}
	elem := a.elem
	if elem == nil || len(p) > 0 {
		elem = itemsOf(a, p)
	}
	return a.Elements(p, elem, target)
}
