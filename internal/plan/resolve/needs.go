package resolve

import (
	"slices"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// declareNeeds resolves the needs of all sources, so that maps can read them.
func (b *builder) declareNeeds() {
	b.needed = map[*fieldmap.Need]*plan.Need{}
	declare := func(all []*fieldmap.Need) {
		for _, f := range all {
			if n := b.need(f); n != nil {
				b.needed[f] = n
			}
		}
	}
	for _, s := range b.File.Sources {
		if s.Get != nil {
			declare(s.Get.Needs)
		}
		if s.Messages != nil {
			declare(s.Messages.Needs)
		}
	}
}

// needsOf gives what the needs of the file became, without those that could not
// be resolved.
func (b *builder) needsOf(all []*fieldmap.Need) []*plan.Need {
	var out []*plan.Need
	for _, f := range all {
		if n := b.needed[f]; n != nil {
			out = append(out, n)
		}
	}
	return out
}

// need resolves one need; nil after it reported why it cannot.
func (b *builder) need(f *fieldmap.Need) *plan.Need {
	op := b.Operation(f.Operation)
	if op == nil {
		return nil
	}
	n := &plan.Need{Name: f.Name.Value, Op: op, ID: b.IDParam(op, f.ID), List: len(f.Records) > 0, Pos: f.Name.Pos}
	if n.List {
		n.Page.Style = "none"
		n.Schema = b.records(op, f.Records, &n.Page)
		b.needPages(op, f, n)
	} else {
		n.Schema, _ = b.record(op, f.Record, &n.Record)
	}
	n.Page.Settings = append(n.Page.Settings, b.Constants(op, f.Constants, f.Params.Scope)...)
	b.SetOnce(f.Pagination, f.Constants, f.Params.Scope, nil)
	if n.ID != nil {
		b.Required(op, f.Operation.Pos, n.Page.Settings, n.ID)
	}
	b.Defaults(op, f.Operation.Pos, n.Page.Settings, nil, n.Schema, f.Params.Unset)
	b.Unpaged(op, f.Operation.Pos, n.Page, f.Params.Unset)
	b.Total(op, f.Operation.Pos, f.Params)
	if n.Schema == nil {
		return nil
	}
	if n.Schema.Type != openapi.Object {
		b.diags.ErrorHint(f.Operation.Pos, "P205", "name what has properties to read", "need %s: its records are of %s, not objects", n.Name, requests.TypeName(n.Schema))
		return nil
	}
	n.Tree = leaves.New(n.Schema)
	b.sameName(n)
	return n
}

// sameName gives needs of one name, of get and of messages, one tree: maps read
// them by the name.
func (b *builder) sameName(n *plan.Need) {
	have := b.needNamed(n.Name)
	switch {
	case have == nil:
	case have.List != n.List || have.Schema != n.Schema && (n.Schema.Ref == "" || have.Schema.Ref != n.Schema.Ref):
		b.diags.ErrorHint(n.Pos, "P114", "give one of them another name", "need %s: another one of the name (%s) fetches something else", n.Name, have.Pos)
	default:
		n.Tree = have.Tree
	}
}

// needNamed gives the first need of the name, in the file's order; nil where
// there is none.
func (b *builder) needNamed(name string) *plan.Need {
	for _, n := range b.allNeeds() {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// allNeeds are the needs of all sources, in the file's order.
func (b *builder) allNeeds() []*plan.Need {
	var out []*plan.Need
	for _, s := range b.File.Sources {
		if s.Get != nil {
			out = append(out, b.needsOf(s.Get.Needs)...)
		}
		if s.Messages != nil {
			out = append(out, b.needsOf(s.Messages.Needs)...)
		}
	}
	return out
}

// needed gives the schema of what is fetched under the name, of a list that of
// an array; nil after it reported that nothing is.
func (r *resolver) needed(pos diag.Pos, field, name string) (*openapi.Schema, *leaves.Tree) {
	n := r.needNamed(name)
	switch {
	case n == nil && slices.ContainsFunc(r.declared.file.Finds, func(f *fieldmap.Find) bool { return f.Name.Value == name && slices.Contains(r.failed, "find "+name) }):
		return nil, nil // what is wrong with it is told already
	case n == nil:
		r.diags.ErrorHint(pos, "P114", "declare it under find, or under needs of get or messages", "%s: nothing is called @%s", field, name)
		return nil, nil
	case n.List:
		return &openapi.Schema{Type: openapi.Array, Items: n.Schema}, n.Tree
	}
	return n.Schema, nil
}

// supplyNeeds lets the trees of needs read what maps read of them, and reports
// needs that are of no use, or missing.
func (b *builder) supplyNeeds() {
	read := map[string]bool{}
	for _, m := range b.plan.Maps {
		for _, o := range m.Tree.Context.Outer {
			n := b.needNamed(o.From.Need)
			if n == nil {
				continue
			}
			read[n.Name] = true
			b.readNeed(n, o)
			b.neededHere(m, o)
		}
	}
	if b.diags.Failed() {
		return
	}
	for _, n := range b.allNeeds() {
		if !read[n.Name] {
			b.diags.ErrorHint(n.Pos, "P114", "read it as @"+n.Name+", or remove it", "need %s: nothing reads it, and it would cost requests", n.Name)
		}
	}
}

// readNeed notes in a need's tree what is read of it. An element of a list is
// read in the tree of the elements, a list of them in its own.
func (b *builder) readNeed(n *plan.Need, o *leaves.Outer) {
	p := o.Path
	if n.List {
		if len(p) == 0 {
			return
		}
		p = p[1:]
	}
	if o.Leaf.Kind == leaves.Records {
		n.Tree.Elements(p, o.Leaf.Elem, o.Leaf.Target())
		return
	}
	n.Tree.Reach(p, o.Leaf.Kind, o.Leaf.Target())
}

// neededHere reports a map whose records, or those that they lie in, are of
// operations of which none fetches what it reads.
func (b *builder) neededHere(m *plan.Map, o *leaves.Outer) {
	if b.handed[o.Leaf] {
		return
	}
	inside := b.mapsAround(m)
	used, fetched := false, false
	look := func(of *plan.Map, needs []*plan.Need) {
		used = used || slices.Contains(inside, of)
		fetched = fetched || slices.Contains(inside, of) && slices.ContainsFunc(needs, func(n *plan.Need) bool { return n.Name == o.From.Need })
	}
	for _, s := range b.plan.Sources {
		if s.List != nil {
			look(s.List.Map, nil)
		}
		if s.Get != nil {
			look(s.Get.Map, s.Get.Needs)
		}
		if s.Messages != nil {
			look(s.Messages.Map, s.Messages.Needs)
		}
	}
	if used && !fetched {
		b.diags.ErrorHint(b.of(m).file.From.Pos, "P114", "declare it under needs of the operation that these records come from",
			"%s: @%s is fetched for other operations than those of this map", o.Leaf.Target(), o.From.Need)
	}
}

// mapsAround are the map and those in whose records its own lie.
func (b *builder) mapsAround(m *plan.Map) []*plan.Map {
	out := []*plan.Map{m}
	for i := 0; i < len(out); i++ {
		for _, e := range b.edges {
			if e.child == out[i].Tree && !slices.Contains(out, e.parent.plan) {
				out = append(out, e.parent.plan)
			}
		}
	}
	return out
}

// needPages resolves the pages of a need. A keyset goes on from the ID of a
// model's record, which a needed one has not.
func (b *builder) needPages(op *openapi.Operation, f *fieldmap.Need, n *plan.Need) {
	switch {
	case f.Pagination == nil:
	case f.Pagination.Style.Value == "keyset":
		b.diags.ErrorHint(f.Pagination.Pos, "P204", "choose another style, or name another operation", "need %s: a need cannot have pages of style keyset", n.Name)
	default:
		b.pagination(op, f.Pagination, nil, &n.Page)
	}
}
