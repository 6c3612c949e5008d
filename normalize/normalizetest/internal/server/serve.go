package server

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// request is a request with what was found out about it.
type request struct {
	*http.Request
	fake      *Fake
	query     url.Values
	raw       []byte
	body      any // the JSON body's tree; nil without one
	operation *openapi.Operation
	vars      map[string]string // of the path
}

// ServeHTTP answers as the provider would.
func (f *Fake) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Host == synth.FilesHost {
		f.serveFile(w, req)
		return
	}
	r := &request{Request: req, fake: f, query: req.URL.Query()}
	r.raw, _ = io.ReadAll(io.LimitReader(req.Body, 1<<20))
	r.operation, r.vars = f.Route(req)
	fault := f.begin(r)
	a := f.answer(r, fault)
	f.finish(r, a.Status)
	if fault.Arrive {
		f.arrive()
	}
	fault.Write(req.Context(), w, a)
}

// begin counts the request and takes its fault.
func (f *Fake) begin(r *request) faults.Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	id := ""
	if r.operation != nil {
		id = r.operation.ID
	}
	return f.takeFault(id, false)
}

func (f *Fake) finish(r *request, status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.keepLog {
		return
	}
	entry := Request{Method: r.Method, Path: r.URL.Path, Query: r.query, Header: r.Header, Body: r.raw, Status: status}
	if r.operation != nil {
		entry.Operation = r.operation.ID
	}
	f.requests = append(f.requests, entry)
}

func (f *Fake) answer(r *request, fault faults.Fault) faults.Answer {
	if r.operation == nil {
		f.violate(r, "the document has no such operation")
		return f.failure(r, http.StatusNotFound)
	}
	if !f.authorized(r) {
		return f.failure(r, f.UnauthorizedStatus(r.operation))
	}
	if !f.check(r) {
		return f.failure(r, http.StatusBadRequest)
	}
	if fault.Status != 0 {
		a := f.failure(r, fault.Status)
		if fault.Body != nil {
			a.Body = fault.Body
		}
		return a
	}
	if fault.Envelope != 0 {
		a := f.failure(r, fault.Envelope)
		a.Status = http.StatusOK
		return a
	}
	a, status := f.dispatch(r, fault)
	if status != 0 {
		return f.failure(r, status)
	}
	if fault.Body != nil {
		a.Body = fault.Body
	}
	if fault.Failure {
		a.Body = f.fail(r.operation, a.Body)
	}
	return a
}

// dispatch answers the operations that the field map uses. A status is the
// failure to answer with instead.
func (f *Fake) dispatch(r *request, fault faults.Fault) (faults.Answer, int) {
	if a, status, ok := f.serveNeed(r, fault); ok {
		return a, status
	}
	s := f.sourceOf(r)
	switch {
	case s == nil:
		f.violate(r, "the field map does not use the operation %s", r.operation.ID)
		return faults.Answer{}, http.StatusNotImplemented
	case s.lists(r):
		return f.serveList(s, r, fault)
	}
	return f.serveOne(s, r, fault)
}

// sourceOf is the source that a request is for; nil where none uses the operation. Of
// several that use it, that is the one which has the conversation, or always sends the
// constants that the request has.
func (f *Fake) sourceOf(r *request) *Source {
	var first *Source
	for _, s := range f.Served {
		if r.operation != s.List && r.operation != s.Get && r.operation != s.Messages {
			continue
		}
		if s.means(r) {
			return s
		}
		if first == nil {
			first = s
		}
	}
	return first
}

// lists reports whether a request is one of the source's list: it is not for one
// conversation.
func (s *Source) lists(r *request) bool {
	_, one := s.idIn(r)
	return r.operation == s.List && !one
}

// idIn gives the id of the conversation that a request of get or of messages is for.
func (s *Source) idIn(r *request) (string, bool) {
	if r.operation == s.Get {
		if id, ok := r.param(s.Decl.Get.ID.Value); ok {
			return id, true
		}
	}
	if r.operation == s.Messages {
		return r.param(s.Decl.Messages.ID.Value)
	}
	return "", false
}

// means reports whether a request, of an operation that the source uses, is for it.
func (s *Source) means(r *request) bool {
	if id, ok := s.idIn(r); ok {
		_, known := s.World.IDs.Index(id)
		return known
	}
	return !slices.ContainsFunc(s.Decl.List.Constants, func(c fieldmap.Pair) bool {
		return !slices.Contains(r.asked(c.Key.Value, c.With), c.Value.Value)
	})
}

// Route finds the operation by method and path template; text wins over a
// variable.
func (f *Fake) Route(req *http.Request) (*openapi.Operation, map[string]string) {
	rest, ok := strings.CutPrefix(req.URL.EscapedPath(), f.basePath)
	if !ok {
		return nil, nil
	}
	var best *openapi.Operation
	var vars map[string]string
	for _, op := range f.Decl.Doc.Operations {
		if op.Method != req.Method {
			continue
		}
		if found, ok := match(op.Path, rest); ok && (best == nil || len(found) < len(vars)) {
			best, vars = op, found
		}
	}
	return best, vars
}

// match compares an escaped path with a template and gives the variables.
func match(template, text string) (map[string]string, bool) {
	want, have := strings.Split(template, "/"), strings.Split(text, "/")
	if len(want) != len(have) {
		return nil, false
	}
	vars := map[string]string{}
	for i, part := range want {
		open := strings.IndexByte(part, '{')
		if open < 0 {
			if part != have[i] {
				return nil, false
			}
			continue
		}
		end := strings.IndexByte(part, '}')
		value, ok := strings.CutPrefix(have[i], part[:open])
		value, ok2 := strings.CutSuffix(value, part[end+1:])
		plain, err := url.PathUnescape(value)
		if !ok || !ok2 || err != nil || plain == "" {
			return nil, false
		}
		vars[part[open+1:end]] = plain
	}
	return vars, true
}

// params gives the texts that the request sends for a parameter, which may be
// in the query, a header, the path or, by a dotted path, in the JSON body.
func (r *request) params(name string) []string {
	switch {
	case r.operation.Param(name, "query") != nil:
		return queryValues(r.query, r.operation.Param(name, "query"), map[string]bool{})
	case r.operation.Param(name, "path") != nil:
		return []string{r.vars[name]}
	case r.operation.Param(name, "header") != nil:
		return headerValues(r.Header, r.operation.Param(name, "header"))
	}
	v, ok := jsontree.Lookup(r.body, jsontree.ParsePath(name))
	if !ok {
		return nil
	}
	return jsontree.Texts(v)
}

func (r *request) param(name string) (string, bool) {
	values := r.params(name)
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}
