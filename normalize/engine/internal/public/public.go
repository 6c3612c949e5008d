// Package public gives the errors and issues of the rooms below rest as those of
// package normalize, which users know.
package public

import (
	"errors"
	"io"
	"net/http"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Error gives err with the types of package normalize in place of those of rest,
// wherever they are in its chain.
func Error(err error) error {
	out, _ := translate(err)
	return out
}

// translate is Error, and says whether anything was changed.
func translate(err error) (error, bool) {
	if err == nil {
		return nil, false
	}
	if out := translateOne(err); out != nil {
		return out, true
	}
	var inner []error
	changed := false
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		out, is := translate(e.Unwrap())
		inner, changed = []error{out}, is
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			out, is := translate(one)
			inner, changed = append(inner, out), changed || is
		}
	}
	if !changed {
		return err, false
	}
	return &rewrapped{err.Error(), inner}, true
}

// rewrapped is an error of which the causes were translated.
type rewrapped struct {
	text   string
	causes []error
}

func (e *rewrapped) Error() string   { return e.text }
func (e *rewrapped) Unwrap() []error { return e.causes }

// translateOne translates an error that is itself one of rest's; nil for any other.
func translateOne(err error) error {
	switch e := err.(type) {
	case *api.APIError:
		return &normalize.APIError{
			Provider: e.Provider, Operation: e.Operation, Status: e.Status, Code: e.Code, Message: e.Message,
			RequestID: e.RequestID, RetryAfter: e.RetryAfter, Body: e.Body, NotFound: e.NotFound,
		}
	case *api.ResponseError:
		return &normalize.ResponseError{
			Provider: e.Provider, Operation: e.Operation, Kind: normalize.ResponseKind(e.Kind), Status: e.Status, MediaType: e.MediaType,
			Code: e.Code, Message: e.Message, RequestID: e.RequestID, Body: e.Body, Err: Error(e.Err),
		}
	case *api.TransportError:
		return &normalize.TransportError{Provider: e.Provider, Operation: e.Operation, Method: e.Method, URL: e.URL, Err: Error(e.Err)}
	case *api.TimeoutError:
		return &normalize.TimeoutError{After: e.After}
	case *api.GuardError:
		return &normalize.GuardError{Provider: e.Provider, Operation: e.Operation, Kind: normalize.GuardKind(e.Kind), Detail: e.Detail}
	case *paging.TokenError:
		return &normalize.TokenError{Kind: normalize.TokenKind(e.Kind), Detail: e.Detail}
	case *rest.RecordError:
		return recordError(e)
	case *rest.PageError:
		return Error(e.Err)
	}
	return nil
}

// recordError joins what rest knows of a record with what its decoder said.
func recordError(e *rest.RecordError) error {
	out := &normalize.RecordError{Issues: Issues(e.Issues), Err: Error(e.Err)}
	if said, ok := errors.AsType[*normalize.RecordError](e.Err); ok {
		out.Issues, out.Err = said.Issues, said.Err
	}
	out.Provider, out.Operation, out.Index, out.Raw = e.Provider, e.Operation, e.Index, e.Raw
	return out
}

// Issues gives issues of decoding as the model has them.
func Issues(list []lenient.Issue) []normalize.Issue {
	if len(list) == 0 {
		return nil
	}
	out := make([]normalize.Issue, len(list))
	for i, issue := range list {
		out[i] = normalize.Issue{Field: issue.Field, Path: issue.Path, Raw: issue.Raw, Reason: issue.Reason}
	}
	return out
}

// Doer sends the requests of the typed client, with errors of package
// normalize.
type Doer struct{ transport.Doer }

// Do implements [transport.Doer].
func (d Doer) Do(req *http.Request) (*http.Response, error) {
	resp, err := d.Doer.Do(req)
	return resp, Error(err)
}

// Body is a body whose errors are those of package normalize.
type Body struct{ io.ReadCloser }

// Read implements [io.Reader].
func (b Body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = Error(err)
	}
	return n, err
}
