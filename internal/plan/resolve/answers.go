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

// answer is that of an operation with records, of which places are looked for.
type answer struct {
	*builder
	op     *openapi.Operation
	page   *plan.Page
	keyset bool // the style of that name would do for its pages
}

// pageInfo resolves what a page says of itself.
func (a *answer) pageInfo(f *fieldmap.Pagination) {
	page := a.page
	var header string
	page.Cursor, page.CursorHeader = a.locations("cursor", f.From, openapi.String, openapi.Integer)
	page.More, header = a.locations("more", f.More, openapi.Boolean)
	a.noHeader("more", f.More, header)
	page.Last, header = a.locations("last", f.Last, openapi.Boolean)
	a.noHeader("last", f.Last, header)
	if f.More != nil && f.Last != nil {
		a.diags.ErrorHint(f.Pos, "P204", "keep one of the two", "more and last both say whether there is another page")
	}
	page.Total, page.TotalHeader = a.locations("total", f.Total, openapi.Integer, openapi.Number)
	page.TotalPages, header = a.locations("total_pages", f.TotalPages, openapi.Integer, openapi.Number)
	a.noHeader("total_pages", f.TotalPages, header)
	for _, loc := range f.Link {
		if loc.Header.Set() && strings.EqualFold(loc.Header.Value, "Link") {
			page.LinkHeader = true
			continue
		}
		if loc.Header.Set() {
			a.diags.ErrorHint(loc.Header.Pos, "P204", "write {header: Link}", "only the Link header (RFC 8288) says where the next page is")
			continue
		}
		if p := a.location("link", loc.Path, openapi.String); p != nil {
			page.Link = append(page.Link, p)
		}
	}
}

// locations resolves places in an answer that say something of a page: paths of the
// body beside its records, and at most one header. key names them in the field map.
func (a *answer) locations(key string, locs []fieldmap.Location, types ...openapi.Type) (paths []leaves.Path, header string) {
	for _, loc := range locs {
		if !loc.Header.Set() {
			if p := a.location(key, loc.Path, types...); p != nil {
				paths = append(paths, p)
			}
			continue
		}
		header = loc.Header.Value
		var names []string
		for _, h := range a.op.Success().Headers {
			names = append(names, h.Name)
		}
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, header) }) {
			a.diags.ErrorHint(loc.Header.Pos, "P205", "declare it under the response's headers", "the answer of %s has no header %q%s", a.op.ID, header, diag.Suggest(header, names))
		}
	}
	return paths, header
}

// location resolves a place of the body.
func (a *answer) location(key string, text fieldmap.Text, types ...openapi.Type) leaves.Path {
	if a.inRecords(key, text) {
		return nil
	}
	p, s := a.responsePath(a.op, text)
	if s == nil {
		return nil
	}
	if s.Type != openapi.Any && !slices.Contains(types, s.Type) {
		a.diags.Errorf(text.Pos, "P205", "the answer of %s: %q is of %s, not %s", a.op.ID, text.Value, requests.TypeName(s), join(types))
		return nil
	}
	return p
}

// inRecords reports a place in one of the page's records: these are read one by one
// by their map, and what a page says is read beside them.
func (a *answer) inRecords(key string, text fieldmap.Text) bool {
	p, err := leaves.ParsePath(text.Value)
	if err != nil {
		return false
	}
	i := slices.IndexFunc(a.page.Records, func(records leaves.Path) bool {
		n := len(records)
		return len(p) > n && slices.Equal(records, p[:n]) && p[n].Name == ""
	})
	if i < 0 {
		return false
	}
	hint := "name a property beside the records, or leave it out"
	if key == "cursor" && a.keyset {
		hint = "write `style: keyset`, with `key: " + p[len(a.page.Records[i])+1:].Written() + "` in place of `from`: it goes on from a value of the last record"
	}
	a.diags.ErrorHint(text.Pos, "P205", hint, "%s: %q is in one of the records, which say nothing of their page", key, text.Value)
	return true
}

func (b *builder) noHeader(key string, locs []fieldmap.Location, header string) {
	if header != "" {
		b.diags.ErrorHint(locs[0].Text().Pos, "P204", "write the path of a property", "%s is read from the body, not from a header", key)
	}
}

// responsePath resolves a path in an operation's answer.
func (b *builder) responsePath(op *openapi.Operation, text fieldmap.Text) (leaves.Path, *openapi.Schema) {
	p, err := leaves.ParsePath(text.Value)
	if err != nil {
		b.diags.Errorf(text.Pos, "P205", "%v", err)
		return nil, nil
	}
	if !b.firstOnly(text, p) {
		return nil, nil
	}
	s, missing := leaves.Find(op.Success().Schema, p)
	if missing != nil {
		if body := op.Success().Schema; body.Type == openapi.Array && p[0].Name != "" {
			missing.Hint = "`.` is the answer itself; a header of it is {header: <name>}, where pagination may read one"
		}
		b.diags.ErrorHint(text.Pos, "P205", missing.Hint, "the answer of %s: %s", op.ID, missing.Message)
		return nil, nil
	}
	return p, s
}

// firstOnly reports an index that the runtime could not follow: in an answer it
// goes into the first element of an array.
func (b *builder) firstOnly(text fieldmap.Text, p leaves.Path) bool {
	if slices.ContainsFunc(p, func(s leaves.Segment) bool { return s.Name == "" && s.Index != 0 }) {
		b.diags.ErrorHint(text.Pos, "P205", "only [0] may stand here", "%q: of an array in an answer only the first element can be read", text.Value)
		return false
	}
	return true
}

// isObject reports records that have no properties to read. what names them.
func (b *builder) isObject(op *openapi.Operation, text fieldmap.Text, s *openapi.Schema, what string) bool {
	switch s.Type {
	case openapi.String, openapi.Integer, openapi.Number, openapi.Boolean, openapi.Array:
		b.diags.ErrorHint(text.Pos, "P205", "name what has the properties of a record; `.` is the answer itself", "the answer of %s: "+what+" is of %s, not an object", op.ID, text.Value, requests.TypeName(s))
		return false
	}
	return true
}
