package fieldmap

import (
	"regexp"

	"github.com/parlancehq/parlance/internal/diag"
)

// sourceName keeps names of functions that are made of it apart.
var sourceName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

func (f *File) parseSources(o *Object, diags *diag.List) {
	v := o.Take("sources")
	if v == nil {
		s := &Source{Pos: o.Value.Pos}
		s.parse(f, o, diags)
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
		s.parse(f, so, diags)
		so.Close()
		f.Sources = append(f.Sources, s)
	}
}

func (s *Source) parse(f *File, o *Object, diags *diag.List) {
	s.Time = o.Required("time")
	if v := o.Take("list"); v != nil {
		s.List = f.parseList(v, diags)
	} else {
		o.Missing("list")
	}
	if v := o.Take("get"); v != nil {
		s.Get = f.parseGet(v, diags)
	}
	if v := o.Take("messages"); v != nil {
		s.Messages = f.parseMessages(v, diags)
	}
}

func parseErrors(v *Value, diags *diag.List) Errors {
	o := Open(v, "errors", diags)
	e := Errors{Code: o.Locations("code"), Message: o.Locations("message"), RequestID: o.Locations("request_id"), SuccessWhen: o.Take("success_when")}
	o.Close()
	return e
}

func (f *File) parseList(v *Value, diags *diag.List) *List {
	o := Open(v, "list", diags)
	l := &List{Pos: v.Pos, Operation: o.Required("operation"), Records: o.RequiredTexts("records"), Order: o.Text("order")}
	sent := f.parseSend(o, diags)
	sent.only(true, false)
	l.Filters, l.Constants, l.Params = sent.filters, sent.constants, sent.named
	if l.Pagination = parsePages(o, sent, diags); l.Pagination == nil {
		o.Missing("pages")
	}
	o.Close()
	return l
}

func (f *File) parseGet(v *Value, diags *diag.List) *Get {
	o := Open(v, "get", diags)
	g := &Get{Pos: v.Pos, Operation: o.Required("operation"), Record: o.RequiredTexts("record"), NotFound: o.Statuses("not_found")}
	sent := f.parseSend(o, diags)
	sent.only(false, true)
	sent.noPages()
	g.ID, g.Constants, g.Params = sent.id, sent.constants, sent.named
	g.Needs = f.parseNeeds(o, diags)
	o.Close()
	return g
}

func (f *File) parseMessages(v *Value, diags *diag.List) *Messages {
	m := &Messages{Pos: v.Pos}
	if v.Kind == Scalar && !v.Null {
		m.From = Text{Value: v.Text, Pos: v.Pos}
		if v.Text != "get" && v.Text != "list" {
			diags.ErrorHint(v.Pos, "F103", "write `get`, `list`, or a mapping with operation, send and records", "messages come from %q, which is neither", v.Text)
		}
		return m
	}
	o := Open(v, "messages", diags)
	m.Operation = o.Required("operation")
	sent := f.parseSend(o, diags)
	sent.only(false, true)
	m.ID, m.Constants, m.Params = sent.id, sent.constants, sent.named
	m.Records = o.RequiredTexts("records")
	m.Pagination = parsePages(o, sent, diags)
	m.NotFound = o.Statuses("not_found")
	m.Needs = f.parseNeeds(o, diags)
	o.Close()
	return m
}
