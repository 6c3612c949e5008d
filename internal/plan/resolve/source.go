package resolve

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// source resolves one family of records.
func (b *builder) source(f *fieldmap.Source) {
	s := &plan.Source{Name: f.Name.Value, Time: f.Time.Value}
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

func (b *builder) list(f *fieldmap.List) *plan.List {
	op := b.Operation(f.Operation)
	if op == nil {
		return nil
	}
	l := &plan.List{Op: op}
	record := b.records(op, f.Records, &l.Page)
	if record != nil {
		l.Map = b.use(f.Operation.Pos, record, model.Root)
	}
	if f.Pagination != nil {
		b.pagination(op, f.Pagination, l.Map, &l.Page)
	}
	l.Page.Settings = append(l.Page.Settings, b.Constants(op, f.Constants, f.Params.Scope)...)
	b.SetOnce(f.Pagination, f.Constants, f.Params.Scope, f.Filters)
	b.Required(op, f.Operation.Pos, l.Page.Settings, nil, f.Filters...)
	b.Defaults(op, f.Operation.Pos, l.Page.Settings, f.Filters, record, f.Params.Unset)
	b.Unpaged(op, f.Operation.Pos, l.Page, f.Params.Unset)
	b.Total(op, f.Operation.Pos, f.Params)
	return l
}

func (b *builder) get(f *fieldmap.Get) *plan.Get {
	op := b.Operation(f.Operation)
	if op == nil {
		return nil
	}
	g := &plan.Get{Op: op, ID: b.IDParam(op, f.ID), NotFound: f.NotFound}
	if record, pos := b.record(op, f.Record, &g.Record); record != nil {
		g.Map = b.use(pos, record, model.Root)
	}
	g.Needs = b.needsOf(f.Needs)
	g.Settings = b.Constants(op, f.Constants, f.Params.Scope)
	b.SetOnce(nil, f.Constants, f.Params.Scope, nil)
	if g.ID != nil {
		b.Required(op, f.Operation.Pos, g.Settings, g.ID)
	}
	b.Defaults(op, f.Operation.Pos, g.Settings, nil, nil, f.Params.Unset)
	b.Total(op, f.Operation.Pos, f.Params)
	return g
}

// record resolves where an answer has its one record, and gives the record's
// schema and which text named it first; nil where none does.
func (b *builder) record(op *openapi.Operation, texts []fieldmap.Text, paths *[]leaves.Path) (record *openapi.Schema, pos diag.Pos) {
	for _, text := range texts {
		p, s := b.responsePath(op, text)
		switch {
		case s == nil || !b.isObject(op, text, s, "%q"):
			continue
		case record == nil:
			record, pos = s, text.Pos
		case record != s && (s.Ref == "" || s.Ref != record.Ref):
			b.diags.ErrorHint(text.Pos, "P205", "the alternatives for a record have one schema", "the record at %q has another schema than the one at %q", text.Value, texts[0].Value)
		}
		*paths = append(*paths, p)
	}
	return record, pos
}

func (b *builder) messages(f *fieldmap.Messages) *plan.Messages {
	op := b.Operation(f.Operation)
	if op == nil {
		return nil
	}
	m := &plan.Messages{Op: op, ID: b.IDParam(op, f.ID), Page: plan.Page{Style: "none"}, NotFound: f.NotFound}
	record := b.records(op, f.Records, &m.Page)
	if record != nil {
		m.Map = b.use(f.Operation.Pos, record, model.Part)
	}
	if f.Pagination != nil {
		b.pagination(op, f.Pagination, m.Map, &m.Page)
	}
	m.Needs = b.needsOf(f.Needs)
	m.Page.Settings = append(m.Page.Settings, b.Constants(op, f.Constants, f.Params.Scope)...)
	b.SetOnce(f.Pagination, f.Constants, f.Params.Scope, nil)
	if m.ID != nil {
		b.Required(op, f.Operation.Pos, m.Page.Settings, m.ID)
	}
	b.Defaults(op, f.Operation.Pos, m.Page.Settings, nil, record, f.Params.Unset)
	b.Unpaged(op, f.Operation.Pos, m.Page, f.Params.Unset)
	b.Total(op, f.Operation.Pos, f.Params)
	return m
}

// timeAndOrder checks the time that bounds compare, and the order by it.
func (b *builder) timeAndOrder(f *fieldmap.Source, s *plan.Source) {
	if !f.Time.Set() {
		return
	}
	if times := b.model.Enums[model.TimeField]; times.Value(s.Time) == nil {
		var texts []string
		for _, v := range times.Values {
			texts = append(texts, v.Text)
		}
		b.diags.ErrorHint(f.Time.Pos, "P206", "write "+strings.Join(texts, " or "), "%q is not a time that Since and Until compare%s", s.Time, diag.Suggest(s.Time, texts))
		return
	}
	field := s.List.Map.Field(s.Time)
	if field == nil && b.unresolved(s.List.Map, s.Time) {
		return
	}
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
	if reads := field.Expr.Reads(); len(reads) != 1 || reads[0].From+reads[0].Leaf.Path.Written() != path {
		b.diags.ErrorHint(order.Pos, "P206", "order is only of use by the path that "+s.Time+" comes from", "the list is ordered by %q, and %s comes from %s", path, s.Time, field.Expr.Describe())
	}
	if key := s.List.Page.Key; key != nil && key.Kind != plan.OpaqueKey && key.Path.Written() == path {
		key.Order = 1
		if descending {
			key.Order = -1
		}
	}
}

// transcript reports whether the map fills a list of model.Part.
func (b *builder) transcript(m *plan.Map) bool {
	if len(b.of(m).failed) > 0 { // what they would have filled is not known
		for _, f := range b.of(m).file.Fields {
			ref, err := b.model.Resolve(m.To, f.Target.Value)
			if err == nil && ref.Type.Kind == model.Slice && ref.Type.Elem.Named == model.Part {
				return true
			}
		}
	}
	for _, f := range m.Fields {
		if f.Expr.Type() == (convert.Type{Kind: convert.Records, Name: model.Part}) || f.Target.Steps[0].Made == model.Part {
			return true
		}
	}
	return false
}

// states says what records carry of their transcript.
func (b *builder) states(f *fieldmap.Source, s *plan.Source) {
	inList := s.List != nil && s.List.Map != nil && b.transcript(s.List.Map)
	inGet := s.Get != nil && s.Get.Map != nil && b.transcript(s.Get.Map)
	otherwise := plan.Absent
	if f.Messages != nil {
		otherwise = plan.Separate
		switch from := f.Messages.From; {
		case from.Value == "get" && f.Get == nil:
			b.diags.ErrorHint(from.Pos, "P207", "add `get: {operation: ..., send: {<parameter>: {conversation: id}}, record: ...}`", "messages come from get, which is not here")
		case from.Value == "get" && !inGet && s.Get != nil && s.Get.Map != nil:
			b.diags.ErrorHint(from.Pos, "P207", "map the transcript in the map of the get operation's record", "messages come from get, whose record's map fills none")
		case from.Value == "list" && !inList && s.List != nil && s.List.Map != nil:
			b.diags.ErrorHint(from.Pos, "P207", "map the transcript in the map of the list's record", "messages come from list, whose record's map fills none")
		}
	} else if inList || inGet {
		b.diags.ErrorHint(f.List.Operation.Pos, "P207", "add `messages: get` or `messages: list`", "transcripts are mapped, and nothing says which record has them complete")
	}
	// Where get, or an endpoint, is said to have transcripts complete, what others
	// have of them may be less.
	set := func(inline bool, complete ...string) plan.State {
		switch {
		case inline && f.Messages != nil && slices.Contains(complete, f.Messages.From.Value):
			return plan.Inline
		case inline:
			return plan.Partial
		}
		return otherwise
	}
	if s.List != nil {
		s.List.Inline = set(inList, "list")
	}
	if s.Get != nil {
		s.Get.Inline = set(inGet, "list", "get")
	}
}
