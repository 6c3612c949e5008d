package resolve

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
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
			b.diags.ErrorHint(f.Pos, "P204", "remove it, or choose another style", "pagination style %s has no use for %s", page.Style, key)
		case !has[key] && slices.Contains(rule.must, key):
			b.diags.ErrorHint(f.Pos, "P204", "add `"+key+": ...`", "pagination style %s needs %s", page.Style, key)
		}
	}
	b.pageParams(op, f, m, page)
	b.pageAnswer(op, f, page)
	b.pageEnd(f, page)
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
			b.diags.ErrorHint(f.Cursor.Pos, "P204", "add `from: <path>`, where the answer has the next cursor", "the cursor does not say where the next one comes from")
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
		b.diags.ErrorHint(f.Name.Pos, "P204", "name another, or mend its type in an overlay", "parameter %q of %s is of %s, not %s", p.Name, op.ID, requests.TypeName(p.Schema), join(types))
		return nil
	}
	page.Settings = append(page.Settings, plan.Setting{Param: p, Kind: kind})
	return p
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

func (b *builder) pageAnswer(op *openapi.Operation, f *fieldmap.Pagination, page *plan.Page) {
	var header string
	page.Cursor, page.CursorHeader = b.locations(op, f.From, openapi.String, openapi.Integer)
	page.More, header = b.locations(op, f.More, openapi.Boolean)
	b.noHeader("more", f.More, header)
	page.Last, header = b.locations(op, f.Last, openapi.Boolean)
	b.noHeader("last", f.Last, header)
	if f.More != nil && f.Last != nil {
		b.diags.ErrorHint(f.Pos, "P204", "keep one of the two", "more and last both say whether there is another page")
	}
	page.Total, page.TotalHeader = b.locations(op, f.Total, openapi.Integer, openapi.Number)
	page.TotalPages, header = b.locations(op, f.TotalPages, openapi.Integer, openapi.Number)
	b.noHeader("total_pages", f.TotalPages, header)
	for _, loc := range f.Link {
		if loc.Header.Set() && strings.EqualFold(loc.Header.Value, "Link") {
			page.LinkHeader = true
			continue
		}
		if loc.Header.Set() {
			b.diags.ErrorHint(loc.Header.Pos, "P204", "write {header: Link}", "only the Link header (RFC 8288) says where the next page is")
			continue
		}
		if p := b.location(op, loc.Path, openapi.String); p != nil {
			page.Link = append(page.Link, p)
		}
	}
}

func (b *builder) noHeader(key string, locs []fieldmap.Location, header string) {
	if header != "" {
		b.diags.ErrorHint(locs[0].Text().Pos, "P204", "write the path of a property", "%s is read from the body, not from a header", key)
	}
}

// locations resolves places in an answer: paths of the body, and at most one
// header.
func (b *builder) locations(op *openapi.Operation, locs []fieldmap.Location, types ...openapi.Type) (paths []leaves.Path, header string) {
	for _, loc := range locs {
		if !loc.Header.Set() {
			if p := b.location(op, loc.Path, types...); p != nil {
				paths = append(paths, p)
			}
			continue
		}
		header = loc.Header.Value
		var names []string
		for _, h := range op.Success().Headers {
			names = append(names, h.Name)
		}
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, header) }) {
			b.diags.ErrorHint(loc.Header.Pos, "P205", "declare it under the response's headers", "the answer of %s has no header %q%s", op.ID, header, diag.Suggest(header, names))
		}
	}
	return paths, header
}

func (b *builder) location(op *openapi.Operation, text fieldmap.Text, types ...openapi.Type) leaves.Path {
	p, s := b.responsePath(op, text)
	if s == nil {
		return nil
	}
	if s.Type != openapi.Any && !slices.Contains(types, s.Type) {
		b.diags.Errorf(text.Pos, "P205", "the answer of %s: %q is of %s, not %s", op.ID, text.Value, requests.TypeName(s), join(types))
		return nil
	}
	return p
}

// pageEnd reports a declaration that could not tell the last page.
func (b *builder) pageEnd(f *fieldmap.Pagination, page *plan.Page) {
	switch page.Style {
	case "page", "offset", "keyset":
		if len(page.More)+len(page.Last) == 0 && len(page.Total) == 0 && page.TotalHeader == "" && len(page.TotalPages) == 0 && f.Size == nil && len(f.End) == 0 {
			b.diags.ErrorHint(f.Pos, "P204", "add total, more, last, size or end", "nothing tells which page is the last one")
		}
	}
}
