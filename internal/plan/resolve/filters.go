package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// filters resolves every filter of the query: native where the field map ties
// it to a parameter, emulated where the record has what it compares.
func (b *builder) filters(f *fieldmap.List, s *plan.Source) []*plan.Filter {
	byName := map[string]*fieldmap.Filter{}
	var known []string
	for _, q := range b.model.Query {
		known = append(known, q.Filter)
	}
	for _, declared := range f.Filters {
		byName[declared.Name.Value] = declared
		if !slices.Contains(known, declared.Name.Value) {
			b.diags.ErrorHint(declared.Name.Pos, "P208", "the filters are "+strings.Join(known, ", "), "unknown filter %q%s", declared.Name.Value, diag.Suggest(declared.Name.Value, known))
		}
	}
	var out []*plan.Filter
	for _, q := range b.model.Query {
		if q.Bound != "" && len(q.Fields) == 0 {
			q.Fields = []string{s.Time}
		}
		if declared := byName[q.Filter]; declared != nil {
			if filter := b.native(s.List, q, declared); filter != nil {
				out = append(out, filter)
			}
			continue
		}
		if comparable := b.compared(s.List.Map, q); comparable != nil {
			out = append(out, &plan.Filter{Query: q})
		}
	}
	return out
}

// compared gives a field of the map that stands in for the filter, or nil.
func (b *builder) compared(m *plan.Map, q model.QueryField) *plan.Field {
	for _, f := range m.Fields {
		if slices.ContainsFunc(f.Expr.Reads(), func(p convert.Path) bool { return p.Leaf.Outer }) {
			continue // the list does not fetch what it is read from
		}
		name := f.Name
		if open := strings.IndexByte(name, '['); open >= 0 {
			name = name[:open] + name[strings.IndexByte(name, ']')+1:]
		}
		if slices.Contains(q.Fields, name) {
			return f
		}
		list, ok := f.Expr.(convert.RecordList)
		if !ok {
			continue
		}
		for _, t := range list.Trees() {
			if slices.ContainsFunc(b.mapOf(t).Fields, func(part *plan.Field) bool { return slices.Contains(q.Fields, name+"."+part.Name) }) {
				return f
			}
		}
	}
	return nil
}

func (b *builder) native(l *plan.List, q model.QueryField, f *fieldmap.Filter) *plan.Filter {
	t := openapi.String
	if q.Bound != "" && strings.HasPrefix(f.Format.Value, "unix_") {
		t = openapi.Integer
	}
	p := requests.Typed(b.Param(l.Op, f.Param, "query", "header"), t)
	if p == nil {
		return nil
	}
	out := &plan.Filter{Query: q, Param: p, With: b.With(l.Op, f.Param, f.With)}
	switch {
	case q.Bound != "":
		out.Bound = b.bound(f, p)
	case q.Type.Kind == model.EnumRef:
		b.enumFilter(l, out, f)
	case p.Schema.Type != openapi.String && p.Schema.Type != openapi.Integer && !textList(p.Schema):
		b.diags.ErrorHint(f.Param.Pos, "P208", "name another, or mend its type in an overlay", "filter %s: parameter %q is of %s, and the filter is text", q.Filter, p.Name, requests.TypeName(p.Schema))
	case !b.fewValues(l.Map, q, p):
		b.FreeText(f.Param.Pos, "P208", "filter "+q.Filter, p)
	}
	b.filterDefault(out, f)
	if q.Bound == "" && (f.Format.Set() || f.Zone.Set() || f.Inclusive != nil) {
		b.diags.ErrorHint(f.Name.Pos, "P208", "remove them", "filter %s: time, zone and inclusive belong to bounds of time", q.Filter)
	}
	if q.Type.Kind != model.EnumRef && f.Values != nil {
		b.diags.ErrorHint(f.Name.Pos, "P208", "remove it", "filter %s: values belongs to enums", q.Filter)
	}
	return out
}

// filterDefault resolves what is sent while a filter is not asked for. It may not be
// what one of the filter's own values is sent as: that would leave out the others.
func (b *builder) filterDefault(out *plan.Filter, f *fieldmap.Filter) {
	if !f.Default.Value.Set() || !b.Default(out.Param, f.Default) {
		return
	}
	out.Default = f.Default.Value.Value
	for _, v := range out.Values {
		if slices.Contains(v.Send, out.Default) {
			b.diags.ErrorHint(f.Default.Value.Pos, "P208", "name a value that leaves nothing out, or leave the filter out: it is then applied to what the provider returns",
				"filter %s: a query without it would only be answered with %s, which %q stands for", f.Name.Value, v.Text, out.Default)
		}
	}
}

// fewValues reports whether what a filter compares has only values that the
// parameter lists.
func (b *builder) fewValues(m *plan.Map, q model.QueryField, p *openapi.Parameter) bool {
	f := b.compared(m, q)
	if f == nil {
		return false
	}
	exprs := []convert.Expr{f.Expr}
	if list, ok := f.Expr.(convert.RecordList); ok {
		exprs = nil
		for _, t := range list.Trees() {
			for _, part := range b.mapOf(t).Fields {
				if slices.Contains(q.Fields, f.Name+"."+part.Name) {
					exprs = append(exprs, part.Expr)
				}
			}
		}
	}
	return len(exprs) > 0 && !slices.ContainsFunc(exprs, func(e convert.Expr) bool {
		path, ok := e.(convert.Path)
		return !ok || len(path.Leaf.Schema.Enum) == 0 || slices.ContainsFunc(path.Leaf.Schema.Enum, func(v string) bool { return !slices.Contains(p.Schema.Enum, v) })
	})
}

// textList reports whether a parameter takes several texts.
func textList(s *openapi.Schema) bool {
	return s.Type == openapi.Array && s.Items != nil && s.Items.Type == openapi.String
}

var boundFormats = []string{"rfc3339", "date", "day", "unix_s", "unix_ms", "unix_us"}

func (b *builder) bound(f *fieldmap.Filter, p *openapi.Parameter) *plan.Bound {
	format := f.Format.Value
	if !slices.Contains(boundFormats, format) {
		pos := f.Format.Pos
		if !f.Format.Set() {
			pos = f.Param.Pos
		}
		what := "does not say how the time is written"
		if f.Format.Set() {
			what = fmt.Sprintf("cannot write a time as %q%s", format, diag.Suggest(format, boundFormats))
		}
		b.diags.ErrorHint(pos, "P208", "write `"+f.Param.Value+": {filter: "+f.Name.Value+", time: <one of "+strings.Join(boundFormats, ", ")+">}`; date and day need a zone as well", "filter %s %s", f.Name.Value, what)
		return nil
	}
	numeric := strings.HasPrefix(format, "unix_")
	if t := p.Schema.Type; numeric && t != openapi.Integer && t != openapi.Number && t != openapi.String || !numeric && t != openapi.String {
		b.diags.ErrorHint(f.Param.Pos, "P208", "name another format, or mend the parameter's type in an overlay", "filter %s: parameter %q is of %s, which takes no %s", f.Name.Value, p.Name, requests.TypeName(p.Schema), format)
	} else if hint, bad := boundMisfit(p.Schema, format); bad {
		b.diags.ErrorHint(f.Format.Pos, "P208", hint+"; correct the document in an overlay where it is wrong", "filter %s: the document says that parameter %q has the format %s, and `time: %s` is another one", f.Name.Value, p.Name, p.Schema.Format, format)
	}
	zone, days := f.Zone.Value, format == "date" || format == "day"
	switch {
	case days && !f.Zone.Set():
		b.diags.ErrorHint(f.Param.Pos, "P208", "add `zone: UTC`, or `zone: unknown` where it is not documented", "filter %s: it is not said in which zone its days are", f.Name.Value)
	case !days && f.Zone.Set():
		b.diags.ErrorHint(f.Zone.Pos, "P208", "remove zone", "filter %s: a time written as %s needs no zone", f.Name.Value, format)
	case f.Zone.Set() && zone != "unknown" && !convert.ValidZone(zone):
		b.diags.ErrorHint(f.Zone.Pos, "P208", "write UTC, an offset, an IANA name, or unknown", "unknown zone %q", zone)
	}
	return &plan.Bound{Format: format, Zone: zone, Inclusive: f.Inclusive != nil && *f.Inclusive}
}

// boundMisfit says whether a bound that is written in a form is none of the format
// that the document gives a parameter, and which form is.
func boundMisfit(s *openapi.Schema, form string) (hint string, bad bool) {
	switch s.Format {
	case "":
		return "", false
	case "int32":
		return "write `time: unix_s`", form == "unix_ms" || form == "unix_us"
	case "date-time":
		return "write `time: rfc3339`", form != "rfc3339" && form != "day"
	case "date":
		return "write `time: date`, with a zone", form != "date"
	}
	return "name another parameter", !convert.MayBeTime(s.Format)
}
