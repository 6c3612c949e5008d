package server

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
)

// window is the part of a list that one answer has: records start to end of
// total.
type window struct {
	start, end, size, total int
	repeated                string // the cursor of the request
	front                   int    // records before the first of the total that have not arrived
	refused                 int    // the status of a page behind the last, where such a page is an error
}

func (w window) more() bool { return w.end < w.total }

const DefaultSize = 25

// pageOf works out which records the request asks for, by the style that the
// field map declares. locate finds the record that a keyset names, counted from
// the front. What the request gets wrong is the returned text.
func pageOf(p *fieldmap.Pagination, r *request, front, total int, scope string, locate func(key string) (int, bool)) (window, string) {
	w := window{total: total, front: front}
	if p == nil || p.Style.Value == "none" {
		w.size, w.end = max(total, 1), total
		return w, ""
	}
	var why string
	if w.size, why = pageSize(p, r); why != "" {
		return w, why
	}
	switch p.Style.Value {
	case "page":
		first := 1
		if p.Page.First != nil {
			first = *p.Page.First
		}
		n, why := whole(r, p.Page, first)
		if why != "" || n < first {
			return w, "the page is not a page number: " + why
		}
		w.start = (n - first) * w.size
	case "offset":
		n, why := whole(r, p.Offset, 0)
		if why != "" || n < 0 {
			return w, "the offset is not a number: " + why
		}
		w.start = n
	case "cursor", "link":
		if why := w.fromCursor(p, r, scope); why != "" {
			return w, why
		}
	case "keyset":
		if key, ok := r.param(p.Cursor.Name.Value); ok && key != "" {
			if w.start, ok = locate(key); !ok {
				return w, "no record has the key " + key
			}
			w.start -= front
		}
	}
	if w.start > 0 && w.start >= total && len(p.End) > 0 {
		w.refused = p.End[0]
	}
	w.start = max(0, min(w.start, total))
	w.end = min(w.start+w.size, total)
	return w, ""
}

func pageSize(p *fieldmap.Pagination, r *request) (int, string) {
	if p.Size == nil {
		return DefaultSize, ""
	}
	s := schemas.OfParam(r.operation, p.Size.Name.Value)
	text, ok := r.param(p.Size.Name.Value)
	if !ok {
		return DefaultOf(s), ""
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, "the page size is " + text
	}
	return n, ""
}

func DefaultOf(s *openapi.Schema) int {
	if s != nil {
		if n, err := strconv.ParseFloat(fmt.Sprint(s.Default), 64); err == nil && n >= 1 {
			return int(n)
		}
		if s.Maximum != nil && *s.Maximum >= 1 {
			return min(DefaultSize, int(*s.Maximum))
		}
	}
	return DefaultSize
}

func whole(r *request, p *fieldmap.Param, fallback int) (int, string) {
	text, ok := r.param(p.Name.Value)
	if !ok {
		return fallback, ""
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, text
	}
	return n, ""
}

// A cursor is opaque to the client: it holds the index, which stays that record's
// when others arrive before it, and the scope that it belongs to, so that a
// client which changes its filters between pages is seen.
func cursor(start int, scope, salt string) string {
	text := fmt.Sprintf("%d|%x|%s", start, seeded.Mix(0, 0, scope), salt)
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

func (w *window) fromCursor(p *fieldmap.Pagination, r *request, scope string) string {
	text, ok := "", false
	if p.Cursor != nil {
		text, ok = r.param(p.Cursor.Name.Value)
	} else {
		text, ok = r.query.Get(LinkParam), r.query.Has(LinkParam)
	}
	if !ok {
		return ""
	}
	w.repeated = text
	plain, err := base64.RawURLEncoding.DecodeString(text)
	parts := strings.SplitN(string(plain), "|", 3)
	if err != nil || len(parts) != 3 {
		return "the cursor " + text + " is not one of this server"
	}
	if parts[1] != fmt.Sprintf("%x", seeded.Mix(0, 0, scope)) {
		return "the cursor belongs to a list with other filters"
	}
	n, err := strconv.Atoi(parts[0])
	if err != nil {
		return "the cursor " + text + " is not one of this server"
	}
	w.start = n - w.front
	return ""
}

// envelope writes what the page says about itself into the body and the
// headers.
type envelope struct {
	schema *openapi.Schema
	header http.Header
	body   any
	shape  int
}

// write puts v at the place that the shape has among the locations, where the
// schema has it, and takes the others away. Nil removes it, or is null where
// the schema wants that.
func (e *envelope) write(places []fieldmap.Location, v any) {
	n := min(e.shape, len(places)-1)
	for i, l := range places {
		if l.Header.Set() {
			if text := strings.Join(jsontree.Texts(v), ""); i == n && v != nil {
				if strings.EqualFold(l.Header.Value, "Link") {
					text = "<" + text + `>; rel="next"`
				}
				e.header.Set(l.Header.Value, text)
			}
			continue
		}
		p := jsontree.ParsePath(l.Path.Value)
		leaf := schemas.At(e.schema, p)
		switch {
		case i == n && v != nil:
			e.body = jsontree.Put(e.body, p, v)
		case i == n && leaf != nil && leaf.Nullable:
			e.body = jsontree.Put(e.body, p, nil)
		default:
			jsontree.Cut(e.body, p)
		}
	}
}

// pageInfo writes everything that the pagination declares.
func (e *envelope) pageInfo(p *fieldmap.Pagination, r *request, w window, scope string, fault faults.Fault) {
	if p == nil {
		return
	}
	e.echo(p, w)
	next := w.next(scope, fault)
	var cursorValue, link any
	if w.more() || len(p.More)+len(p.Last) > 0 {
		cursorValue = next // a declared `more` or `last` is the end; the cursor need not be
	}
	if w.more() {
		link = r.fake.nextLink(p, r, next, fault)
	}
	if fault.NoNext {
		cursorValue, link = nil, nil
	}
	e.write(p.From, cursorValue)
	e.write(p.More, w.more())
	e.write(p.Last, !w.more())
	e.write(p.Total, int64(w.total+fault.Total))
	e.write(p.TotalPages, int64((w.total+w.size-1)/w.size+fault.Pages))
	e.write(p.Link, link)
}

func (w window) next(scope string, fault faults.Fault) string {
	switch {
	case fault.RepeatCursor && w.repeated != "":
		return w.repeated
	case fault.RepeatCursor:
		return cursor(w.front+w.start, scope, "")
	case fault.EarlierCursor:
		return cursor(w.front+max(0, w.start-w.size), scope, "")
	case fault.EmptyPage:
		return cursor(w.front+w.start, scope, fmt.Sprintf("again%d", len(w.repeated)))
	}
	return cursor(w.front+w.end, scope, "")
}

// bend makes the page what the fault wants.
func (w *window) bend(fault faults.Fault) {
	switch {
	case fault.EmptyPage:
		w.end = w.start
	case fault.FirstPage:
		w.start, w.end = 0, min(w.size, w.total)
	case fault.ShortPage:
		w.end = w.start + (w.end-w.start)/2
	}
}

// echo keeps made-up counts from contradicting the page: what stands beside the
// total or the cursor under the name of a request parameter says the same.
func (e *envelope) echo(p *fieldmap.Pagination, w window) {
	values := map[string]int{}
	if p.Size != nil {
		values[p.Size.Name.Value] = w.size
	}
	if p.Page != nil {
		first := 1
		if p.Page.First != nil {
			first = *p.Page.First
		}
		values[p.Page.Name.Value] = first + w.start/max(1, w.size)
	}
	if p.Offset != nil {
		values[p.Offset.Name.Value] = w.start
	}
	parents := []jsontree.Path{nil}
	for _, l := range slices.Concat(p.From, p.More, p.Last, p.Total, p.TotalPages, p.Link) {
		if at := jsontree.ParsePath(l.Path.Value); len(at) > 1 {
			parents = append(parents, at[:len(at)-1])
		}
	}
	for _, parent := range parents {
		for name, value := range values {
			full := append(append(jsontree.Path(nil), parent...), name)
			if old, ok := jsontree.Lookup(e.body, full); ok && old != nil {
				e.body = jsontree.Put(e.body, full, int64(value))
			}
		}
	}
}

func (f *Fake) nextLink(p *fieldmap.Pagination, r *request, next string, fault faults.Fault) string {
	query := url.Values{}
	for name, values := range r.query {
		query[name] = slices.Clone(values)
	}
	if p.Cursor != nil {
		query.Set(p.Cursor.Name.Value, next)
	} else {
		query.Set(LinkParam, next)
	}
	if fault.NextSelf {
		query = r.query
	}
	u := *r.URL
	u.Scheme, u.Host, u.RawQuery = f.LinkScheme, r.Host, query.Encode()
	if r.TLS != nil {
		u.Scheme = "https"
	}
	if fault.NextOrigin != "" {
		return fault.NextOrigin + u.RequestURI()
	}
	return u.String()
}

// scopeOf names what the request lists: everything but its place in the list.
func scopeOf(filters []*fieldmap.Filter, r *request) string {
	var parts []string
	for _, f := range filters {
		for _, v := range r.asked(f.Param.Value, f.With) {
			parts = append(parts, f.Name.Value+"="+v)
		}
	}
	sort.Strings(parts)
	return strings.Join(parts, "&")
}
