package plan

import (
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// source resolves one family of records.
func (b *builder) source(f *fieldmap.Source) {
	s := &Source{Name: f.Name.Value, Time: f.Time.Value}
	if f.List != nil {
		s.List = b.list(f.List)
	}
	if f.Get != nil {
		s.Get = b.get(f.Get)
	}
	if f.Messages != nil && !f.Messages.From.Set() {
		s.Messages = b.messages(f.Messages)
	}
	if s.List != nil && s.List.Map != nil {
		b.timeAndOrder(f, s)
		s.List.Filters = b.filters(f.List, s)
	}
	b.states(f, s)
	b.plan.Sources = append(b.plan.Sources, s)
}

func (b *builder) list(f *fieldmap.List) *List {
	op := b.operation(f.Operation)
	if op == nil {
		return nil
	}
	l := &List{Op: op}
	record := b.records(op, f.Records, &l.Page)
	if record != nil {
		l.Map = b.use(f.Operation.Pos, record, model.Root)
	}
	if f.Pagination != nil {
		b.pagination(op, f.Pagination, record, &l.Page)
	}
	for _, k := range f.Constants {
		if p := b.param(op, k.Key, "query", "header"); p != nil {
			l.Page.Settings = append(l.Page.Settings, Setting{Param: p, Kind: SetConstant, Value: k.Value.Value})
		}
	}
	b.required(op, f.Operation.Pos, l.Page.Settings, nil, f.Filters)
	return l
}

func (b *builder) get(f *fieldmap.Get) *Get {
	op := b.operation(f.Operation)
	if op == nil {
		return nil
	}
	g := &Get{Op: op, ID: b.param(op, f.ID, "path", "query")}
	for _, text := range f.Record {
		p, s := b.responsePath(op, text)
		if s == nil {
			continue
		}
		g.Record = append(g.Record, p)
		if g.Map == nil {
			g.Map = b.use(text.Pos, s, model.Root)
		}
	}
	b.required(op, f.Operation.Pos, nil, g.ID, nil)
	return g
}

func (b *builder) messages(f *fieldmap.Messages) *Messages {
	op := b.operation(f.Operation)
	if op == nil {
		return nil
	}
	m := &Messages{Op: op, ID: b.param(op, f.ID, "path", "query"), Page: Page{Style: "none"}}
	record := b.records(op, f.Records, &m.Page)
	if record != nil {
		m.Map = b.use(f.Operation.Pos, record, model.Part)
	}
	if f.Pagination != nil {
		b.pagination(op, f.Pagination, record, &m.Page)
	}
	b.required(op, f.Operation.Pos, m.Page.Settings, m.ID, nil)
	return m
}

// required reports parameters that an operation cannot do without and nothing
// sets.
func (b *builder) required(op *openapi.Operation, pos diag.Pos, set []Setting, id *openapi.Parameter, filters []*fieldmap.Filter) {
	for _, p := range op.Params {
		ok := !p.Required || p == id
		for _, s := range set {
			ok = ok || s.Param == p && s.Kind == SetConstant
		}
		for _, h := range b.File.Headers {
			ok = ok || p.In == "header" && strings.EqualFold(h.Key.Value, p.Name)
		}
		if !ok {
			b.diags.ErrorHint(pos, "P203", "set it under constants or headers", "operation %s needs %s parameter %q, and nothing sets it", op.ID, p.In, p.Name)
		}
	}
}

// timeAndOrder checks the time that bounds compare, and the order by it.
func (b *builder) timeAndOrder(f *fieldmap.Source, s *Source) {
	if !f.Time.Set() {
		return
	}
	ref, err := b.Model.Resolve(model.Root, s.Time)
	if err != nil || ref.Type.Kind != model.Time {
		b.diags.ErrorHint(f.Time.Pos, "P206", "write StartedAt or CreatedAt", "%q is no time of %s", s.Time, model.Root)
		return
	}
	field := s.List.Map.field(s.Time)
	if field == nil {
		b.diags.ErrorHint(f.Time.Pos, "P206", "map "+s.Time+", or name a time that the map has", "time is %s, which the records of %s do not fill", s.Time, s.List.Op.ID)
		return
	}
	order := f.List.Order
	if !order.Set() {
		return
	}
	s.Order = "ascending"
	path, descending := strings.CutPrefix(order.Value, "-")
	if descending {
		s.Order = "descending"
	}
	if ls := field.Expr.Leaves(); len(ls) != 1 || ls[0].Path.String() != path {
		b.diags.ErrorHint(order.Pos, "P206", "order is only of use by the path that "+s.Time+" comes from", "the list is ordered by %q, and %s comes from %s", path, s.Time, field.Expr.Describe())
	}
}

// field gives the field with the name, or nil.
func (m *Map) field(name string) *Field {
	for _, f := range m.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// transcript reports whether the map fills a list of model.Part.
func (m *Map) transcript() bool {
	for _, f := range m.Fields {
		if r, ok := f.Expr.(convert.RecordList); ok && r.To == model.Part {
			return true
		}
	}
	return false
}

// states says what records carry of their transcript.
func (b *builder) states(f *fieldmap.Source, s *Source) {
	inList := s.List != nil && s.List.Map != nil && s.List.Map.transcript()
	inGet := s.Get != nil && s.Get.Map != nil && s.Get.Map.transcript()
	otherwise := Absent
	if f.Messages != nil {
		otherwise = Separate
		switch from := f.Messages.From; {
		case from.Value == "get" && !inGet:
			b.diags.ErrorHint(from.Pos, "P207", "map the transcript in the map of the get operation's record", "messages come from get, whose record's map fills none")
		case from.Value == "list" && !inList:
			b.diags.ErrorHint(from.Pos, "P207", "map the transcript in the map of the list's record", "messages come from list, whose record's map fills none")
		}
	} else if inList || inGet {
		b.diags.ErrorHint(f.Pos, "P207", "add `messages: get` or `messages: list`", "transcripts are mapped, and nothing says which record has them complete")
	}
	set := func(inline bool) State {
		if inline {
			return Inline
		}
		return otherwise
	}
	if s.List != nil {
		s.List.Inline = set(inList)
	}
	if s.Get != nil {
		s.Get.Inline = set(inGet)
	}
}

// responsePath resolves a path in an operation's answer.
func (b *builder) responsePath(op *openapi.Operation, text fieldmap.Text) (leaves.Path, *openapi.Schema) {
	p, err := leaves.ParsePath(text.Value)
	if err != nil {
		b.diags.Errorf(text.Pos, "P205", "%v", err)
		return nil, nil
	}
	s, missing := leaves.Find(op.Success().Schema, p)
	if missing != nil {
		b.diags.ErrorHint(text.Pos, "P205", missing.Hint, "the answer of %s: %s", op.ID, missing.Message)
		return nil, nil
	}
	return p, s
}
