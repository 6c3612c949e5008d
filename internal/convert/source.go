package convert

import (
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// record is what paths begin at: the map's own record, one that it is inside of,
// one that is fetched in addition to it, or one that was found in a list.
type record interface {
	Find(p leaves.Path) (*openapi.Schema, *leaves.NotFound)
	Reach(p leaves.Path, kind leaves.Kind, target string) *leaves.Leaf
	Touch(p leaves.Path, kind leaves.Kind, target string) *leaves.Leaf
	Elements(p leaves.Path, elem *leaves.Tree, target string) *leaves.Leaf
	Items(p leaves.Path, target string) *leaves.Leaf
}

// place is a path with the record that it begins at.
type place struct {
	record record
	in     string // the variable that holds the record's leaves
	from   string // what leads to the record, see Path
	path   leaves.Path
	schema *openapi.Schema
}

// The variables of generated mapping functions that hold leaves.
const (
	ownLeaves   = "l"  // of the map's own record
	outerLeaves = "up" // from outside of it
)

// locate resolves a path as field maps write it; nil after it reported what is
// wrong. A leading ^ is the record around, @name one that was found or is
// fetched in addition.
func (c *Context) locate(pos diag.Pos, text string) *place {
	at, rest := c.begin(pos, text)
	if at == nil {
		return nil
	}
	p, err := leaves.ParsePath(rest)
	if err != nil {
		c.errorf(pos, "P101", "paths look like `customer.name` or `items[0].id`", "%v", err)
		return nil
	}
	schema, missing := at.record.Find(p)
	if missing != nil {
		c.errorf(pos, "P101", strings.TrimSuffix(constHint(c, text)+missing.Hint, "; "), "%s", missing.Message)
		return nil
	}
	at.path, at.schema = p, schema
	return at
}

// begin finds the record that a path begins at, and gives what is left of it.
func (c *Context) begin(pos diag.Pos, text string) (*place, string) {
	switch {
	case strings.HasPrefix(text, "^"):
		rest := strings.TrimLeft(text, "^")
		return c.around(pos, len(text)-len(rest)), orSelf(rest)
	case strings.HasPrefix(text, "@"):
		name, rest := text[1:], ""
		if i := strings.IndexAny(name, ".["); i >= 0 {
			name, rest = name[:i], strings.TrimPrefix(name[i:], ".")
		}
		return c.named(pos, name), orSelf(rest)
	}
	return &place{record: c.Tree, in: c.In}, text
}

func orSelf(rest string) string {
	if rest == "" {
		return "."
	}
	return rest
}

// around is the record up steps outwards.
func (c *Context) around(pos diag.Pos, up int) *place {
	at, carets := c, strings.Repeat("^", up)
	for ; up > 0 && at.outer != nil; up-- {
		at = at.outer
	}
	if up == 0 {
		return &place{record: at.Tree, in: at.In, from: carets}
	}
	s := c.Enclosing(pos, up)
	if s == nil {
		return nil
	}
	return &place{record: at.Tree.Context.At(leaves.Beyond{Up: up}, s, nil), in: outerLeaves, from: carets}
}

// named is the record that was found, or is needed, under the name.
func (c *Context) named(pos diag.Pos, name string) *place {
	for _, f := range c.Finds {
		if f.Name == name {
			f.Used = true
			return &place{record: f.List.Leaf.Elem, in: f.Var(), from: "@" + name + "."}
		}
	}
	s, elem := c.Needed(pos, name)
	if s == nil {
		return nil
	}
	return &place{record: c.own().Tree.Context.At(leaves.Beyond{Need: name}, s, elem), in: outerLeaves, from: "@" + name + "."}
}

// own is the context of the map itself.
func (c *Context) own() *Context {
	for c.outer != nil {
		c = c.outer
	}
	return c
}

// within is the context of a record inside the one of c, whose leaves a variable
// holds.
func (c *Context) within(tree *leaves.Tree, variable string) *Context {
	inner := *c
	inner.Tree, inner.In, inner.outer, inner.list = tree, variable, c, nil
	return &inner
}

// reach reads the place as its schema says.
func (p *place) reach(c *Context, kind leaves.Kind) Path {
	return Path{p.record.Reach(p.path, kind, c.Field), p.in, p.from}
}
