package fieldmap

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// Styles are the pagination styles a field map may name.
var Styles = []string{"none", "page", "offset", "cursor", "link", "keyset"}

// parsePages reads how one page leads to the next, with the parameters that ask for a
// page; nil without pages.
func parsePages(o *Object, sent *sends, diags *diag.List) *Pagination {
	v := o.Take("pages")
	if v == nil {
		if !o.bad {
			sent.noPages()
		}
		return nil
	}
	po := Open(v, o.what+": pages", diags)
	defer po.Close()
	p := &Pagination{Pos: v.Pos, Style: po.Required("style"), Page: sent.page, Offset: sent.offset, Size: sent.size, Cursor: sent.cursor}
	if p.Style.Set() && !slices.Contains(Styles, p.Style.Value) {
		diags.ErrorHint(p.Style.Pos, "F103", "one of "+strings.Join(Styles, ", "), "unknown pagination style %q%s",
			p.Style.Value, diag.Suggest(p.Style.Value, Styles))
	}
	first := po.Int("first")
	if first != nil && p.Page == nil && p.Style.Value != "page" { // that style is told to need the number
		diags.ErrorHint(po.Take("first").Pos, "F103", "remove it, or send `<parameter>: {page: number}`", "%s: pages: first is the number of the first page, and no number is sent", o.what)
	}
	if first != nil && p.Page != nil {
		p.Page.First = first
		if *first < 0 {
			diags.ErrorHint(v.Pos, "F103", "most APIs count from 0 or 1", "pages: first must be 0 or more, not %d", *first)
		}
	}
	p.From = po.Locations("cursor")
	p.Key = po.Text("key")
	p.Inclusive = po.Bool("inclusive")
	p.Unique = po.Bool("unique")
	p.More = po.Locations("more")
	p.Last = po.Locations("last")
	p.Total = po.Locations("total")
	p.TotalPages = po.Locations("total_pages")
	p.Link = po.Locations("link")
	p.End = po.Statuses("end")
	sent.part(p.Style)
	return p
}

// part reports that a cursor is sent where a key is wanted, and the other way round.
func (s *sends) part(style Text) {
	if s.cursor == nil {
		return
	}
	switch {
	case style.Value == "keyset" && !s.key:
		s.diags.ErrorHint(s.cursor.Pos, "F103", "write `{page: key}`", "%s: send: %s is the cursor of an answer, and pages of style keyset go on from a record's key", s.what, s.cursor.Name.Value)
	case style.Value == "cursor" && s.key:
		s.diags.ErrorHint(s.cursor.Pos, "F103", "write `{page: cursor}`", "%s: send: %s is the key of a record, and pages of style cursor go on from the answer's cursor", s.what, s.cursor.Name.Value)
	}
}

// noPages reports parameters of pages where nothing has pages.
func (s *sends) noPages() {
	for _, p := range []*Param{s.size, s.page, s.offset, s.cursor} {
		if p != nil {
			s.diags.ErrorHint(p.Pos, "F103", "add `pages: {style: ...}` if the answer is a list, or remove it", "%s: send: %s asks for a page, and nothing says how pages follow each other", s.what, p.Name.Value)
		}
	}
}
