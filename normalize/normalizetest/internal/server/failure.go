package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
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
func (f *Fake) failure(r *request, status int) faults.Answer {
	a := faults.Answer{Status: status, Header: http.Header{"Content-Type": {"application/json"}}}
	resp := f.ErrorResponse(r.operation, status)
	if resp == nil || resp.Schema == nil {
		a.Body = []byte("{}")
		return a
	}
	m := &synth.Maker{Decl: f.Decl, Seed: f.Opts.Seed, Index: int64(status), When: synth.Newest}
	body := m.Value(resp.Schema, nil)
	e := f.Decl.File.Errors
	body = f.tell(a.Header, body, resp.Schema, e.Message, ErrorMessage(status))
	body = f.tell(a.Header, body, resp.Schema, e.Code, ErrorCode(status))
	body = f.tell(a.Header, body, resp.Schema, e.RequestID, ErrorRequestID(status))
	a.Body = jsontree.Encode(nil, body, jsontree.Layouts[0])
	return a
}

// ErrorResponse finds an answer to fail with: the declared one or, for a status that the
// operation does not declare, any error that the document has.
func (f *Fake) ErrorResponse(op *openapi.Operation, status int) *openapi.Response {
	if op != nil {
		if resp := schemas.Declared(op, status); resp != nil {
			return resp
		}
	}
	for _, other := range f.Decl.Doc.Operations {
		for _, resp := range other.Responses {
			if resp.Schema != nil && resp.Status[0] >= '4' && resp.Status[0] <= '5' {
				return resp
			}
		}
	}
	return nil
}

// LooksLikeSuccess reports whether what the operation answers for the status has what
// is read of its success: then nothing in the body tells the two apart.
func (f *Fake) LooksLikeSuccess(op *openapi.Operation, status int) bool {
	resp := f.ErrorResponse(op, status)
	if resp == nil || resp.Schema == nil {
		return false
	}
	has := func(places []fieldmap.Text, below jsontree.Path) bool {
		return slices.ContainsFunc(places, func(p fieldmap.Text) bool {
			return schemas.At(resp.Schema, jsontree.Below(jsontree.ParsePath(p.Value), below)) != nil
		})
	}
	for _, s := range f.Served {
		if op == s.List && has(s.Decl.List.Records, jsontree.Path{"[]"}) || op == s.Messages && has(s.Decl.Messages.Records, jsontree.Path{"[]"}) {
			return true
		}
		if op == s.Get {
			if id, ok := s.Detail.Of("ID"); ok && has(s.Decl.Get.Record, id.At) {
				return true
			}
		}
	}
	return false
}

// DeclaredErrors are the error statuses that the document declares for the
// operation that the source's list uses.
func (f *Fake) DeclaredErrors(source string) []int {
	var out []int
	for _, resp := range f.Source(source).List.Responses {
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
		p := jsontree.ParsePath(l.Path.Value)
		leaf := schemas.At(s, p)
		if leaf == nil {
			continue
		}
		switch schemas.TypeOf(leaf) {
		case openapi.Array:
			return jsontree.Put(body, p, &jsontree.Array{Items: []any{text}})
		case openapi.Integer, openapi.Number:
			return body
		}
		return jsontree.Put(body, p, text)
	}
	return body
}

// Says reports whether errors of the status hold a message and a code.
func (f *Fake) Says(op *openapi.Operation, status int) (message, code bool) {
	resp := f.ErrorResponse(op, status)
	if resp == nil || resp.Schema == nil {
		return false, false
	}
	has := func(places []fieldmap.Location) bool {
		for _, l := range places {
			if l.Header.Set() {
				return true
			}
			if s := schemas.At(resp.Schema, jsontree.ParsePath(l.Path.Value)); s != nil {
				return schemas.TypeOf(s) != openapi.Integer && schemas.TypeOf(s) != openapi.Number
			}
		}
		return false
	}
	return has(f.Decl.File.Errors.Message), has(f.Decl.File.Errors.Code)
}
