package fieldmap

import (
	"regexp"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// sourceName keeps names of functions that are made of it apart.
var sourceName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

func (f *File) parseSources(o *Object, diags *diag.List) {
	v := o.Take("sources")
	if v == nil {
		s := &Source{Pos: o.Value.Pos}
		s.parse(o, diags)
		f.Sources = append(f.Sources, s)
		return
	}
	for _, e := range o.Value.Entries {
		switch e.Key.Value {
		case "list", "get", "messages", "time":
			o.Take(e.Key.Value)
			diags.ErrorHint(e.Key.Pos, "F107", "move it into a source", "%s stands beside sources", e.Key.Value)
		}
	}
	inner := Open(v, "sources", diags)
	if len(inner.Value.Entries) == 0 && !inner.bad {
		diags.ErrorHint(v.Pos, "F106", "write `<name>: {time: ..., list: ...}`", "sources is empty")
	}
	for _, e := range inner.Value.Entries {
		if !sourceName.MatchString(e.Key.Value) {
			diags.ErrorHint(e.Key.Pos, "F107", "use lower-case letters and digits, beginning with a letter", "source %q has a name that cannot stand in code", e.Key.Value)
		}
		s := &Source{Name: e.Key, Pos: e.Key.Pos}
		so := Open(e.Value, "source "+e.Key.Value, diags)
		s.parse(so, diags)
		so.Close()
		f.Sources = append(f.Sources, s)
	}
}

func (s *Source) parse(o *Object, diags *diag.List) {
	s.Time = o.Required("time")
	if v := o.Take("list"); v != nil {
		s.List = parseList(v, diags)
	} else {
		o.Missing("list")
	}
	if v := o.Take("get"); v != nil {
		s.Get = parseGet(v, diags)
	}
	if v := o.Take("messages"); v != nil {
		s.Messages = parseMessages(v, diags)
	}
}

func parseErrors(v *Value, diags *diag.List) Errors {
	o := Open(v, "errors", diags)
	e := Errors{Code: o.Locations("code"), Message: o.Locations("message"), RequestID: o.Locations("request_id"), SuccessWhen: o.Take("success_when")}
	o.Close()
	return e
}

func parseList(v *Value, diags *diag.List) *List {
	o := Open(v, "list", diags)
	l := &List{Pos: v.Pos, Operation: o.Required("operation"), Records: o.RequiredTexts("records"), Order: o.Text("order")}
	if p := o.Take("pagination"); p != nil {
		l.Pagination = parsePagination(p, diags)
	} else {
		o.Missing("pagination")
	}
	if f := o.Take("filters"); f != nil {
		l.Filters = parseFilters(f, diags)
	}
	l.Constants = parseConstants(o, diags)
	o.Close()
	return l
}

func parseGet(v *Value, diags *diag.List) *Get {
	o := Open(v, "get", diags)
	g := &Get{Pos: v.Pos, Operation: o.Required("operation"), ID: o.Required("id"), Record: o.RequiredTexts("record"), NotFound: o.Statuses("not_found"), Constants: parseConstants(o, diags)}
	g.Needs = parseNeeds(o, diags)
	o.Close()
	return g
}

func parseMessages(v *Value, diags *diag.List) *Messages {
	m := &Messages{Pos: v.Pos}
	if v.Kind == Scalar && !v.Null {
		m.From = Text{Value: v.Text, Pos: v.Pos}
		if v.Text != "get" && v.Text != "list" {
			diags.ErrorHint(v.Pos, "F103", "write `get`, `list`, or a mapping with operation, id and records", "messages come from %q, which is neither", v.Text)
		}
		return m
	}
	o := Open(v, "messages", diags)
	m.Operation = o.Required("operation")
	m.ID = o.Required("id")
	m.Records = o.RequiredTexts("records")
	if p := o.Take("pagination"); p != nil {
		m.Pagination = parsePagination(p, diags)
	}
	m.NotFound = o.Statuses("not_found")
	m.Constants = parseConstants(o, diags)
	m.Needs = parseNeeds(o, diags)
	o.Close()
	return m
}

// Styles are the pagination styles a field map may name.
var Styles = []string{"none", "page", "offset", "cursor", "link", "keyset"}

func parsePagination(v *Value, diags *diag.List) *Pagination {
	o := Open(v, "pagination", diags)
	p := &Pagination{Pos: v.Pos, Style: o.Required("style")}
	if p.Style.Set() && !slices.Contains(Styles, p.Style.Value) {
		diags.ErrorHint(p.Style.Pos, "F103", "one of "+strings.Join(Styles, ", "), "unknown pagination style %q%s",
			p.Style.Value, diag.Suggest(p.Style.Value, Styles))
	}
	p.Page = parseParam(o, "page", diags)
	p.Offset = parseParam(o, "offset", diags)
	p.Size = parseParam(o, "size", diags)
	if c := o.Take("cursor"); c != nil {
		co := Open(c, "cursor", diags)
		p.Cursor = &Param{Pos: c.Pos, Name: co.Required("param")}
		p.From = co.Locations("from")
		p.Key = co.Text("key")
		p.Inclusive = co.Bool("inclusive")
		p.Unique = co.Bool("unique")
		co.Close()
	}
	p.More = o.Locations("more")
	p.Last = o.Locations("last")
	p.Total = o.Locations("total")
	p.TotalPages = o.Locations("total_pages")
	p.Link = o.Locations("link")
	p.End = o.Statuses("end")
	o.Close()
	return p
}

func parseParam(o *Object, key string, diags *diag.List) *Param {
	v := o.Take(key)
	if v == nil {
		return nil
	}
	if v.Kind == Scalar && !v.Null {
		return &Param{Pos: v.Pos, Name: Text{Value: v.Text, Pos: v.Pos}}
	}
	po := Open(v, key, diags)
	p := &Param{Pos: v.Pos, Name: po.Required("param")}
	if key == "page" {
		if p.First = po.Int("first"); p.First != nil && *p.First < 0 {
			diags.ErrorHint(v.Pos, "F103", "most APIs count from 0 or 1", "page: first must be 0 or more, not %d", *p.First)
		}
	}
	po.Close()
	return p
}

func parseFilters(v *Value, diags *diag.List) []*Filter {
	o := Open(v, "filters", diags)
	var out []*Filter
	for _, e := range o.Value.Entries {
		f := &Filter{Name: e.Key}
		if e.Value.Kind == Scalar && !e.Value.Null {
			f.Param = Text{Value: e.Value.Text, Pos: e.Value.Pos}
		} else {
			fo := Open(e.Value, "filter "+e.Key.Value, diags)
			f.Param = fo.Required("param")
			f.Format = fo.Text("format")
			f.Zone = fo.Text("zone")
			f.Inclusive = fo.Bool("inclusive")
			f.With = fo.Pairs("with")
			f.Values = fo.PairLists("values")
			fo.Close()
		}
		out = append(out, f)
	}
	return out
}
