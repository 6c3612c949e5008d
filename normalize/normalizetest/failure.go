package normalizetest

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// ErrorMessage, ErrorCode and ErrorRequestID are what the fake puts where the
// field map reads an error's message, code and request id.
func ErrorMessage(status int) string { return fmt.Sprintf("The fake answers %d.", status) }

// ErrorCode is the code in an error of the status.
func ErrorCode(status int) string { return fmt.Sprintf("fake_%d", status) }

// ErrorRequestID is the request id in an error of the status.
func ErrorRequestID(status int) string { return fmt.Sprintf("req_%d", status) }

// failure answers with the document's body for the status: the operation's own,
// else its default, else that of any operation that declares one.
func (f *Fake) failure(r *request, status int) answer {
	a := answer{status: status, header: http.Header{"Content-Type": {"application/json"}}}
	resp := f.errorResponse(r.operation, status)
	if resp == nil || resp.Schema == nil {
		a.body = []byte("{}")
		return a
	}
	m := &maker{decl: f.decl, seed: f.opts.Seed, index: int64(status), when: newest}
	body := m.value(resp.Schema, nil)
	e := f.decl.file.Errors
	body = f.tell(a.header, body, resp.Schema, e.Message, ErrorMessage(status))
	body = f.tell(a.header, body, resp.Schema, e.Code, ErrorCode(status))
	body = f.tell(a.header, body, resp.Schema, e.RequestID, ErrorRequestID(status))
	a.body = encode(nil, body, layouts[0])
	return a
}

// errorResponse finds the declared answer.
func (f *Fake) errorResponse(op *openapi.Operation, status int) *openapi.Response {
	if op != nil {
		if resp := declared(op, status); resp != nil {
			return resp
		}
		for _, resp := range op.Responses {
			if resp.Status == "default" {
				return resp
			}
		}
	}
	for _, other := range f.decl.doc.Operations {
		for _, resp := range other.Responses {
			if resp.Schema != nil && resp.Status[0] >= '4' && resp.Status[0] <= '5' {
				return resp
			}
		}
	}
	return nil
}

// DeclaredErrors are the error statuses that the document declares for the
// operation that the source's list uses.
func (f *Fake) DeclaredErrors(source string) []int {
	var out []int
	for _, resp := range f.source(source).list.Responses {
		if n, err := strconv.Atoi(resp.Status); err == nil && n >= 400 {
			out = append(out, n)
		}
	}
	return out
}

// tell writes text at the first of the places that the schema has.
func (f *Fake) tell(h http.Header, body any, s *openapi.Schema, places []fieldmap.Location, text string) any {
	for _, l := range places {
		if l.Header.Set() {
			h.Set(l.Header.Value, text)
			return body
		}
		p := parsePath(l.Path.Value)
		leaf := at(s, p)
		if leaf == nil {
			continue
		}
		switch typeOf(leaf) {
		case openapi.Array:
			return put(body, p, &array{items: []any{text}})
		case openapi.Integer, openapi.Number:
			return body
		}
		return put(body, p, text)
	}
	return body
}

// says reports whether errors of the status hold a message and a code.
func (f *Fake) says(op *openapi.Operation, status int) (message, code bool) {
	resp := f.errorResponse(op, status)
	if resp == nil || resp.Schema == nil {
		return false, false
	}
	has := func(places []fieldmap.Location) bool {
		for _, l := range places {
			if l.Header.Set() {
				return true
			}
			if s := at(resp.Schema, parsePath(l.Path.Value)); s != nil {
				return typeOf(s) != openapi.Integer && typeOf(s) != openapi.Number
			}
		}
		return false
	}
	return has(f.decl.file.Errors.Message), has(f.decl.file.Errors.Code)
}
