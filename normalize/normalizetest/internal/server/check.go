package server

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// LinkParam is the parameter of the fake's next links where the field map names
// none. Only the fake writes it.
const LinkParam = "fake_next"

// check checks the request against the document: every parameter is declared and of
// its type, the required ones are there, the body is of its schema. What is wrong is
// recorded as a violation.
func (f *Fake) check(r *request) bool {
	good := true
	bad := func(format string, args ...any) {
		good = false
		f.violate(r, format, args...)
	}
	known := map[string]bool{LinkParam: true}
	for _, p := range r.operation.Params {
		f.checkParam(r, p, known, bad)
	}
	for name := range r.query {
		if !known[name] && !f.isCredential(name) {
			bad("the document has no query parameter %q", name)
		}
	}
	f.checkBody(r, bad)
	f.checkConstants(r, bad)
	f.checkScope(r, bad)
	return good
}

func (f *Fake) checkParam(r *request, p *openapi.Parameter, known map[string]bool, bad schemas.Report) {
	var values []string
	switch p.In {
	case "query":
		values = queryValues(r.query, p, known)
	case "header":
		values = headerValues(r.Header, p)
	case "path":
		values = []string{r.vars[p.Name]}
	default:
		return
	}
	if len(values) == 0 {
		if p.Required {
			bad("the %s parameter %q is missing", p.In, p.Name)
		}
		return
	}
	s := p.Schema
	if s != nil && s.Items != nil {
		s = s.Items
	} else if len(values) > 1 && schemas.TypeOf(p.Schema) != openapi.Object {
		bad("the parameter %q is there %d times", p.Name, len(values))
	}
	if p.In == "path" && s != nil && s.Format == "uuid" {
		return // a wrong id is not found; it does not violate the document
	}
	for _, v := range values {
		if why := schemas.TextFits(s, v); why != "" {
			bad("the parameter %q is %q: %s", p.Name, v, why)
		}
	}
}

// headerValues gives the values of the parameter: those of a list are in one
// header, with commas between them.
func headerValues(header http.Header, p *openapi.Parameter) []string {
	values := header.Values(p.Name)
	if p.Schema == nil || p.Schema.Items == nil || len(values) == 0 {
		return values
	}
	return strings.Split(strings.Join(values, ","), ",")
}

// queryValues gives the values of the parameter in its style and marks the
// names on the wire as known.
func queryValues(query url.Values, p *openapi.Parameter, known map[string]bool) []string {
	known[p.Name] = true
	if p.Schema == nil || schemas.TypeOf(p.Schema) == openapi.Object || p.Style == "deepObject" {
		var out []string
		for name, values := range query {
			if strings.HasPrefix(name, p.Name+"[") || strings.HasPrefix(name, p.Name+".") {
				known[name] = true
				out = append(out, values...)
			}
		}
		return append(out, query[p.Name]...)
	}
	if p.Schema.Items == nil || p.Explode {
		return query[p.Name]
	}
	var out []string
	separator := map[string]string{"pipeDelimited": "|", "spaceDelimited": " "}[p.Style]
	if separator == "" {
		separator = ","
	}
	for _, v := range query[p.Name] {
		out = append(out, strings.Split(v, separator)...)
	}
	return out
}

func (f *Fake) checkBody(r *request, bad schemas.Report) {
	want := r.operation.Body
	switch {
	case want == nil && len(r.raw) > 0:
		bad("a body, and the document has none")
		return
	case want == nil:
		return
	case len(r.raw) == 0:
		if want.Required {
			bad("the body is missing")
		}
		return
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !strings.EqualFold(media, want.MediaType) {
		bad("the body's media type is %q and not %s", r.Header.Get("Content-Type"), want.MediaType)
	}
	tree, ok := jsontree.Decode(r.raw)
	if !ok {
		bad("the body is not JSON")
		return
	}
	r.body = tree
	schemas.Fits(want.Schema, tree, nil, bad)
}

// checkConstants checks that the request has the parameters and headers that the field
// map always sends.
func (f *Fake) checkConstants(r *request, bad schemas.Report) {
	for _, h := range f.Decl.File.Headers {
		if got := r.Header.Get(h.Key.Value); got != h.Value.Value {
			bad("the header %s is %q and not %q", h.Key.Value, got, h.Value.Value)
		}
	}
	if s := f.sourceOf(r); s != nil && s.lists(r) && !r.query.Has(LinkParam) {
		for _, c := range s.Decl.List.Constants {
			if got := r.asked(c.Key.Value, c.With); !slices.Contains(got, c.Value.Value) {
				bad("the constant parameter %s is %q and not %q", c.Key.Value, got, c.Value.Value)
			}
		}
		for _, filter := range s.Decl.List.Filters {
			if filter.Default.Value.Set() && len(r.asked(filter.Param.Value, filter.With)) == 0 {
				bad("the parameter %s is not sent, and has the default %q", filter.Param.Value, filter.Default.Value.Value)
			}
		}
		f.checkConditions(s, r, bad)
	}
}
