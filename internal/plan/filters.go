package plan

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// filters resolves every filter of the query: native where the field map ties
// it to a parameter, emulated where the record has what it compares.
func (b *builder) filters(f *fieldmap.List, s *Source) []*Filter {
	byName := map[string]*fieldmap.Filter{}
	var known []string
	for _, q := range b.Model.Query {
		known = append(known, q.Filter)
	}
	for _, declared := range f.Filters {
		byName[declared.Name.Value] = declared
		if !slices.Contains(known, declared.Name.Value) {
			b.diags.ErrorHint(declared.Name.Pos, "P208", "the filters are "+strings.Join(known, ", "), "unknown filter %q%s", declared.Name.Value, diag.Suggest(declared.Name.Value, known))
		}
	}
	var out []*Filter
	for _, q := range b.Model.Query {
		if q.Bound != "" && len(q.Fields) == 0 {
			q.Fields = []string{s.Time}
		}
		if declared := byName[q.Filter]; declared != nil {
			if filter := b.native(s.List, q, declared); filter != nil {
				out = append(out, filter)
			}
			continue
		}
		if comparable := compared(s.List.Map, q); comparable != nil {
			out = append(out, &Filter{Query: q})
		}
	}
	return out
}

// compared gives a field of the map that stands in for the filter, or nil.
func compared(m *Map, q model.QueryField) *Field {
	for _, f := range m.Fields {
		name := f.Name
		if open := strings.IndexByte(name, '['); open >= 0 {
			name = name[:open] + name[strings.IndexByte(name, ']')+1:]
		}
		if slices.Contains(q.Fields, name) {
			return f
		}
	}
	return nil
}

func (b *builder) native(l *List, q model.QueryField, f *fieldmap.Filter) *Filter {
	p := b.param(l.Op, f.Param, "query", "header")
	if p == nil {
		return nil
	}
	out := &Filter{Query: q, Param: p}
	switch {
	case q.Bound != "":
		out.Bound = b.bound(f, p)
	case q.Type.Kind == model.EnumRef:
		b.enumFilter(l, out, f)
	case p.Schema.Type != openapi.String:
		b.diags.Errorf(f.Param.Pos, "P208", "filter %s: parameter %q is of type %s, and the filter is text", q.Filter, p.Name, p.Schema.Type)
	}
	if q.Bound == "" && (f.Format.Set() || f.Zone.Set() || f.Inclusive != nil) {
		b.diags.Errorf(f.Name.Pos, "P208", "filter %s: format, zone and inclusive belong to times", q.Filter)
	}
	return out
}

var boundFormats = []string{"rfc3339", "date", "unix_s", "unix_ms"}

func (b *builder) bound(f *fieldmap.Filter, p *openapi.Parameter) *Bound {
	format := f.Format.Value
	if !slices.Contains(boundFormats, format) {
		pos := f.Format.Pos
		if !f.Format.Set() {
			pos = f.Param.Pos
		}
		b.diags.ErrorHint(pos, "P208", "write {param: "+f.Param.Value+", format: <one of "+strings.Join(boundFormats, ", ")+">}", "filter %s does not say how the time is written", f.Name.Value)
		return nil
	}
	numeric := strings.HasPrefix(format, "unix_")
	if t := p.Schema.Type; numeric && t != openapi.Integer && t != openapi.Number && t != openapi.String || !numeric && t != openapi.String {
		b.diags.Errorf(f.Param.Pos, "P208", "filter %s: parameter %q is of type %s, which takes no %s", f.Name.Value, p.Name, t, format)
	}
	zone := f.Zone.Value
	switch {
	case format == "date" && !f.Zone.Set():
		b.diags.ErrorHint(f.Param.Pos, "P208", "add `zone: UTC`, or `zone: unknown` where it is not documented", "filter %s: a date does not say in which zone its day is", f.Name.Value)
	case format != "date" && f.Zone.Set():
		b.diags.Errorf(f.Zone.Pos, "P208", "filter %s: %s needs no zone", f.Name.Value, format)
	case f.Zone.Set() && zone != "unknown" && !convert.ValidZone(zone):
		b.diags.ErrorHint(f.Zone.Pos, "P208", "write UTC, an offset, an IANA name, or unknown", "unknown zone %q", zone)
	}
	return &Bound{Format: format, Zone: zone, Inclusive: f.Inclusive != nil && *f.Inclusive}
}

// enumFilter finds which values of the model can be sent.
func (b *builder) enumFilter(l *List, out *Filter, f *fieldmap.Filter) {
	enum := b.Model.Enums[out.Query.Type.Named]
	several := out.Param.Schema.Type == openapi.Array
	item := out.Param.Schema
	if several && item.Items != nil {
		item = item.Items
	}
	allowed := func(text string) bool { return len(item.Enum) == 0 || slices.Contains(item.Enum, text) }
	sends := map[string][]string{}
	if f.Values != nil {
		for _, pair := range f.Values {
			if enum.Value(pair.Key.Value) == nil {
				b.diags.Errorf(pair.Key.Pos, "P208", "%s has no value %q", enum.Name, pair.Key.Value)
			}
			if !allowed(pair.Value.Value) {
				b.diags.ErrorHint(pair.Value.Pos, "P208", "it has "+strings.Join(item.Enum, ", "), "parameter %q has no value %q", out.Param.Name, pair.Value.Value)
			}
			sends[pair.Key.Value] = append(sends[pair.Key.Value], pair.Value.Value)
		}
	} else if !b.invert(l, out, f, sends, allowed) {
		return
	}
	for _, v := range enum.Values {
		send := sends[v.Text]
		if len(send) == 1 || len(send) > 1 && several {
			out.Values = append(out.Values, FilterValue{Const: v.Const, Text: v.Text, Send: send})
		}
	}
	if compared(l.Map, out.Query) == nil && f.Values == nil {
		b.diags.Errorf(f.Name.Pos, "P208", "filter %s: the records do not carry what it compares", out.Query.Filter)
	}
}

// invert collects for each model value the provider's values that become it. A
// model value that also arises from a value the parameter does not take is left
// out: sending the others would lose records.
func (b *builder) invert(l *List, out *Filter, f *fieldmap.Filter, sends map[string][]string, allowed func(string) bool) bool {
	field := compared(l.Map, out.Query)
	var em convert.EnumMap
	ok := false
	if field != nil {
		em, ok = field.Expr.(convert.EnumMap)
	}
	if !ok {
		b.diags.ErrorHint(f.Name.Pos, "P208", "add `values: {<model value>: <parameter value>}`", "filter %s: the field is no enum map that could be inverted", out.Query.Filter)
		return false
	}
	partial := map[string]bool{}
	if !em.Report && em.Unknown != "" {
		for _, v := range b.Model.Enums[em.Enum].Values {
			partial[v.Text] = v.Const == em.Unknown
		}
	}
	for _, k := range em.Cases {
		if !allowed(k.Text) {
			partial[k.Model] = true
		}
		sends[k.Model] = append(sends[k.Model], k.Text)
	}
	for value, some := range partial {
		if some {
			delete(sends, value)
		}
	}
	return true
}
