package plan

import (
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// declareNeeds resolves the needs of all sources, so that maps can read them.
func (b *builder) declareNeeds() {
	b.needed = map[*fieldmap.Need]*Need{}
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
func (b *builder) needsOf(all []*fieldmap.Need) []*Need {
	var out []*Need
	for _, f := range all {
		if n := b.needed[f]; n != nil {
			out = append(out, n)
		}
	}
	return out
}

// need resolves one need; nil after it reported why it cannot.
func (b *builder) need(f *fieldmap.Need) *Need {
	op := b.operation(f.Operation)
	if op == nil {
		return nil
	}
	n := &Need{Name: f.Name.Value, Op: op, ID: b.idParam(op, f.ID), List: len(f.Records) > 0, Pos: f.Name.Pos}
	if n.List {
		n.Page.Style = "none"
		n.Schema = b.records(op, f.Records, &n.Page)
		b.needPages(op, f, n)
	} else {
		n.Schema, _ = b.record(op, f.Record, &n.Record)
	}
	n.Page.Settings = append(n.Page.Settings, b.constants(op, f.Constants)...)
	b.setOnce(f.Pagination, f.Constants, nil)
	if n.ID != nil {
		b.required(op, f.Operation.Pos, n.Page.Settings, n.ID)
	}
	if n.Schema == nil {
		return nil
	}
	if n.Schema.Type != openapi.Object {
		b.diags.ErrorHint(f.Operation.Pos, "P205", "name what has properties to read", "need %s: its records are of %s, not objects", n.Name, typeName(n.Schema))
		return nil
	}
	n.Tree = leaves.New(n.Schema)
	return n
}

// needPages resolves the pages of a need. A keyset goes on from the ID of a
// model's record, which a needed one has not.
func (b *builder) needPages(op *openapi.Operation, f *fieldmap.Need, n *Need) {
	switch {
	case f.Pagination == nil:
	case f.Pagination.Style.Value == "keyset":
		b.diags.ErrorHint(f.Pagination.Pos, "P204", "choose another style, or name another operation", "need %s: a need cannot have pages of style keyset", n.Name)
	default:
		b.pagination(op, f.Pagination, nil, &n.Page)
	}
}
