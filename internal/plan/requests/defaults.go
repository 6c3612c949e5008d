package requests

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// Defaults warns of parameters that the API fills in where a request does not have
// them, and by which it may leave out records, or parts of them. record is the schema
// of these; nil where it is not known.
func (b *Builder) Defaults(op *openapi.Operation, pos diag.Pos, set []plan.Setting, filters []*fieldmap.Filter, record *openapi.Schema, unset []fieldmap.Text) {
	for _, p := range b.leftToAPI(op) {
		sent := slices.ContainsFunc(set, func(s plan.Setting) bool { return s.Param.Name == p.Name })
		tied := slices.ContainsFunc(filters, func(f *fieldmap.Filter) bool { return f.Param.Value == p.Name && !f.Default.Value.Set() })
		sent = sent || slices.ContainsFunc(filters, func(f *fieldmap.Filter) bool { return f.Param.Value == p.Name && f.Default.Value.Set() })
		switch {
		case sent || isUnset(unset, p) || p.Required || b.credential(op, p) || b.isWrong(op, func(name string) bool { return name == p.Name }):
		case tied:
			b.Diags.WarnHint(pos, "P209", "add a default that leaves nothing out, as `{filter: ..., default: all}`; without such a value send none and list the parameter under unset, or remove the default in an overlay if the API has none",
				"operation %s: parameter %q has the default %v, and a query without the filter is answered with that alone", op.ID, p.Name, p.Schema.Default)
		case selects(p, record):
			b.hiding = append(b.hiding, wrong{op, p.Name})
			b.Diags.WarnHint(pos, "P209", "say with `send: {"+p.Name+": "+example(p)+"}` what is to be answered, or list it under unset if the default leaves nothing out",
				"operation %s: parameter %q has the default %v, by which the answer may leave something out, and nothing sets it", op.ID, p.Name, p.Schema.Default)
		}
	}
}

// Unpaged warns of a parameter whose default says how many records an answer has at
// most, where the field map says that one answer has them all.
func (b *Builder) Unpaged(op *openapi.Operation, pos diag.Pos, page plan.Page, unset []fieldmap.Text) {
	if page.Style != "none" {
		return
	}
	for _, p := range b.leftToAPI(op) {
		number := p.Schema.Type == openapi.Integer || p.Schema.Type == openapi.Number
		sent := slices.ContainsFunc(page.Settings, func(s plan.Setting) bool { return s.Param.Name == p.Name })
		if number && !sent && !isUnset(unset, p) && sizes(wordsOf(p.Name)) {
			b.hiding = append(b.hiding, wrong{op, p.Name})
			b.Diags.WarnHint(pos, "P209", "say under `pages` how one page leads to the next; or send a value that leaves nothing out",
				"operation %s: parameter %q has the default %v: without pages, records beyond it would be lost", op.ID, p.Name, p.Schema.Default)
		}
	}
}

// isUnset reports whether the field map says that a parameter is not sent on purpose.
func isUnset(unset []fieldmap.Text, p *openapi.Parameter) bool {
	return slices.ContainsFunc(unset, func(t fieldmap.Text) bool { return t.Value == p.Name })
}

// sizes reports whether the words of a parameter's name say that it is the size of a
// page.
func sizes(words []string) bool {
	any := func(list ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	return any("limit", "size", "pagesize", "per", "perpage", "take", "top") || any("max", "maximum") && any("results", "records", "items")
}

// leftToAPI are the parameters, those in the body among them, that have a default.
func (b *Builder) leftToAPI(op *openapi.Operation) []*openapi.Parameter {
	var out []*openapi.Parameter
	for _, p := range op.Params {
		if p.Schema != nil && p.Schema.Default != nil && (p.In == "query" || p.In == "header") {
			out = append(out, p)
		}
	}
	if op.Body != nil {
		for _, p := range op.Body.Schema.Properties {
			if p.Schema.Default != nil {
				out = append(out, &openapi.Parameter{Name: p.Name, In: plan.InBody, Schema: p.Schema})
			}
		}
	}
	return out
}

// selects reports whether a parameter looks like one that selects what is answered:
// one or several of a closed set of values, a length of time, or with the name of a
// property of the records.
// Those that sort, count or format are not.
func selects(p *openapi.Parameter, record *openapi.Schema) bool {
	words := wordsOf(p.Name)
	any := func(list ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	switch text := strings.ToLower(fmt.Sprint(p.Schema.Default)); {
	case text == "" || text == "[]" || text == "map[]",
		slices.Contains([]string{"all", "any", "both", "full", "include"}, text),
		text == "true" && any("include", "with", "show", "full", "all"),
		slices.Contains([]string{"asc", "desc", "ascending", "descending"}, text),
		any("sort", "order", "orderby", "sortby", "page", "per", "limit", "offset", "size", "skip", "cursor", "count", "total"),
		any("format", "timezone", "tz", "locale", "lang", "language", "pretty", "encoding", "units", "version"):
		return false
	}
	of := p
	if item := list(p); item != nil {
		of = item
	}
	if of.Schema.Type == openapi.Boolean || len(of.Schema.Enum) > 1 || any("days", "hours", "weeks", "months", "lookback") {
		return true
	}
	if record == nil {
		return false
	}
	return slices.ContainsFunc(record.Properties, func(q *openapi.Property) bool { return slices.Equal(wordsOf(q.Name), words) })
}
