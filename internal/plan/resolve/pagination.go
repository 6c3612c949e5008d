package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// records resolves where the records of a list are and gives their schema.
func (b *builder) records(op *openapi.Operation, texts []fieldmap.Text, page *plan.Page) *openapi.Schema {
	var record *openapi.Schema
	var first string
	for _, text := range texts {
		p, s := b.responsePath(op, text)
		if s == nil {
			continue
		}
		if s.Type != openapi.Array || s.Items == nil {
			b.diags.ErrorHint(text.Pos, "P205", "name the array that holds the records; `.` is the body itself", "the answer of %s: %q is of %s, not an array", op.ID, text.Value, requests.TypeName(s))
			continue
		}
		if !b.isObject(op, text, s.Items, "an element of %q") {
			continue
		}
		page.Records = append(page.Records, p)
		if record == nil {
			record, first = s.Items, text.Value
		} else if record != s.Items && (record.Ref == "" || record.Ref != s.Items.Ref) {
			b.diags.ErrorHint(text.Pos, "P205", "records of one list have one schema", "the records at %q have another schema than those at %q", text.Value, first)
		}
	}
	return record
}

// styles says what each style takes, beyond what every style may have (size,
// total): first what it cannot do without.
var styles = map[string]struct{ must, may []string }{
	"none":   {},
	"page":   {must: []string{"page"}, may: []string{"total_pages", "more", "last", "end"}},
	"offset": {must: []string{"offset"}, may: []string{"more", "last", "end"}},
	"cursor": {must: []string{"cursor"}, may: []string{"cursor.from", "more", "last"}},
	"link":   {must: []string{"link"}, may: []string{"more", "last"}},
	"keyset": {must: []string{"cursor"}, may: []string{"cursor.key", "cursor.inclusive", "cursor.unique", "more", "last"}},
}

func (b *builder) pagination(op *openapi.Operation, f *fieldmap.Pagination, m *plan.Map, page *plan.Page) {
	page.Style = f.Style.Value
	rule, known := styles[page.Style]
	if !known {
		return
	}
	has := map[string]bool{
		"page": f.Page != nil, "offset": f.Offset != nil, "cursor": f.Cursor != nil, "link": f.Link != nil,
		"total_pages": f.TotalPages != nil, "more": f.More != nil, "last": f.Last != nil,
		"cursor.from": len(f.From) > 0, "cursor.key": f.Key.Set(),
		"cursor.inclusive": f.Inclusive != nil, "cursor.unique": f.Unique != nil, "end": f.End != nil,
	}
	for _, key := range []string{"page", "offset", "cursor", "cursor.from", "cursor.key", "cursor.inclusive", "cursor.unique", "link", "total_pages", "more", "last", "end"} {
		switch {
		case has[key] && !slices.Contains(rule.must, key) && !slices.Contains(rule.may, key):
			b.diags.ErrorHint(f.Pos, "P204", "remove it, or choose another style", "pages of style %s have no use for %s", page.Style, written(key, page.Style))
		case !has[key] && slices.Contains(rule.must, key):
			hint := "add `" + key + ": ...`"
			if asked[key] != "" {
				hint = "add `<parameter>: " + written(key, page.Style) + "` to send"
			}
			b.diags.ErrorHint(f.Pos, "P204", hint, "pages of style %s need %s", page.Style, written(key, page.Style))
		}
	}
	b.pageParams(op, f, m, page)
	(&answer{b, op, page, m != nil}).pageInfo(f)
	b.pageEnd(f, page)
}

// asked is what a request for a page has.
var asked = map[string]string{"page": "number", "offset": "offset", "cursor": "cursor"}

// written is a key as the field map has it.
func written(key, style string) string {
	switch part := asked[key]; {
	case part == "cursor" && style == "keyset":
		return "{page: key}"
	case part != "":
		return "{page: " + part + "}"
	}
	_, name, _ := strings.Cut(key, ".")
	return cmp.Or(map[string]string{"from": "cursor"}[name], name, key)
}

func (b *builder) pageParams(op *openapi.Operation, f *fieldmap.Pagination, m *plan.Map, page *plan.Page) {
	page.First, page.End = 1, f.End
	if f.Page != nil {
		b.set(op, f.Page, plan.SetPage, page, openapi.Integer, openapi.Number)
		if f.Page.First != nil {
			page.First = *f.Page.First
		}
	}
	if f.Offset != nil {
		b.set(op, f.Offset, plan.SetOffset, page, openapi.Integer, openapi.Number)
	}
	if f.Size != nil {
		if p := b.set(op, f.Size, plan.SetSize, page, openapi.Integer, openapi.Number); p != nil {
			page.Size = sizeOf(p)
			if p.Required && page.Size.Default == 0 {
				page.Size.Default = page.Size.Max // so that every request has one
			}
		}
	}
	switch {
	case f.Cursor == nil:
	case page.Style == "keyset":
		p := b.set(op, f.Cursor, plan.SetKey, page, openapi.String, openapi.Integer)
		b.keysetKey(f, m, p, page)
	default:
		b.set(op, f.Cursor, plan.SetCursor, page, openapi.String, openapi.Integer)
		if len(f.From) == 0 {
			b.diags.ErrorHint(f.Pos, "P204", "add `cursor: <path>`, where the answer has the next cursor", "pages do not say where the next cursor comes from")
		}
	}
}

// set resolves a parameter that changes from page to page.
func (b *builder) set(op *openapi.Operation, f *fieldmap.Param, kind plan.SettingKind, page *plan.Page, types ...openapi.Type) *openapi.Parameter {
	p := b.Param(op, f.Name, "query", "header")
	if p == nil {
		return nil
	}
	if p.Schema == nil || !slices.Contains(types, p.Schema.Type) {
		b.diags.ErrorHint(f.Name.Pos, "P204", others(op, types)+", or mend its type in an overlay", "parameter %q of %s is of %s, not %s", p.Name, op.ID, requests.TypeName(p.Schema), join(types))
		return nil
	}
	if !b.FreeText(f.Name.Pos, "P204", "pages", p) {
		return nil
	}
	page.Settings = append(page.Settings, plan.Setting{Param: p, Kind: kind})
	return p
}

// others names the parameters of an operation that are of one of the types.
func others(op *openapi.Operation, types []openapi.Type) string {
	var names []string
	for _, p := range op.Params {
		if (p.In == "query" || p.In == "header") && p.Schema != nil && slices.Contains(types, p.Schema.Type) {
			names = append(names, p.Name)
		}
	}
	if len(names) == 0 || len(names) > 12 {
		return "name another"
	}
	return "name one of " + strings.Join(names, ", ")
}

func join(types []openapi.Type) string {
	var out []string
	for _, t := range types {
		out = append(out, string(t))
	}
	return strings.Join(out, " or ")
}

func sizeOf(p *openapi.Parameter) plan.PageSize {
	var size plan.PageSize
	switch d := p.Schema.Default.(type) {
	case int:
		size.Default = d
	case int64:
		size.Default = int(d)
	case float64:
		size.Default = int(d)
	}
	if p.Schema.Maximum != nil {
		size.Max = int(*p.Schema.Maximum)
	}
	return size
}

// pageEnd reports a declaration that could not tell the last page.
func (b *builder) pageEnd(f *fieldmap.Pagination, page *plan.Page) {
	switch page.Style {
	case "page", "offset", "keyset":
		if f.More == nil && f.Last == nil && f.Total == nil && f.TotalPages == nil && f.Size == nil && len(f.End) == 0 {
			b.diags.ErrorHint(f.Pos, "P204", "add total, more, last or end, or send a page size", "nothing tells which page is the last one")
		}
	}
}
