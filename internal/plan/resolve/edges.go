package resolve

import (
	"slices"
	"strconv"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// edge is a list of records inside the records of another map.
type edge struct {
	child  *leaves.Tree
	parent *declared
	field  string // the field that the list fills
	// around are the trees of the records that the child's are inside of, the
	// innermost first and the parent's own last.
	around []*leaves.Tree
}

// note keeps the lists that a map's fields are filled from.
func (b *builder) note(d *declared) {
	for _, f := range d.plan.Fields {
		if x, ok := f.Expr.(convert.RecordList); ok {
			b.noteList(d, f.Name, &x, []*leaves.Tree{d.plan.Tree})
		}
	}
}

func (b *builder) noteList(d *declared, field string, x *convert.RecordList, around []*leaves.Tree) {
	if x.Elem != nil {
		if x.Self { // what is around an element is not itself
			around = around[1:]
		}
		b.edges = append(b.edges, &edge{x.Elem, d, field, around})
	}
	for _, part := range x.All {
		b.noteList(d, field, part, around)
	}
	for _, part := range x.First {
		b.noteList(d, field, part, around)
	}
	for _, part := range x.Into {
		b.noteList(d, field, part, append([]*leaves.Tree{x.From.Leaf.Elem}, around...))
	}
}

// enclosing gives the schema of the record that the tree's are inside of, up
// steps outwards; nil after it reported that there is none.
func (b *builder) enclosing(pos diag.Pos, field string, t *leaves.Tree, up int) *openapi.Schema {
	if s := b.aroundTree(t, up, map[*leaves.Tree]bool{}); s != nil {
		return s
	}
	if slices.ContainsFunc(b.maps, b.lostList) {
		return nil // it may be the one that these records are in
	}
	b.diags.ErrorHint(pos, "P114", "^ leads to the record that a list is in; write the path without it",
		"%s: the records of this map lie in no other record %s outwards", field, steps(up))
	return nil
}

func steps(n int) string {
	if n == 1 {
		return "one step"
	}
	return strconv.Itoa(n) + " steps"
}

func (b *builder) aroundTree(t *leaves.Tree, up int, met map[*leaves.Tree]bool) *openapi.Schema {
	if met[t] {
		return nil
	}
	met[t] = true
	defer delete(met, t)
	for _, e := range b.edges {
		if e.child != t {
			continue
		}
		if up <= len(e.around) {
			return e.around[up-1].Schema
		}
		if s := b.aroundTree(e.parent.plan.Tree, up-len(e.around), met); s != nil {
			return s
		}
	}
	return nil
}

// lostList reports whether a list of structs could not be resolved.
func (b *builder) lostList(d *declared) bool {
	return slices.ContainsFunc(d.failed, func(target string) bool {
		ref, err := b.model.Resolve(d.plan.To, target)
		return err == nil && ref.Type.Kind == model.Slice && ref.Type.Elem.Kind == model.StructRef
	})
}
