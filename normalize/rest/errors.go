package rest

import (
	"bytes"
	"errors"

	"github.com/parlancehq/parlance/normalize/internal/failure"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// RecordError is one record that could not be made into what it should be; the
// records after it still come.
type RecordError struct {
	Provider  string
	Operation string
	Index     int             // in its page, from 0
	Raw       []byte          // the record as it was sent; the error's own copy
	Issues    []lenient.Issue // what was found before giving up
	Err       error
}

// Error gives one line, with the first of the issues and without the record.
func (e *RecordError) Error() string {
	var first *[3]string
	if len(e.Issues) > 0 {
		first = &[3]string{e.Issues[0].Field, e.Issues[0].Path, e.Issues[0].Reason}
	}
	return failure.Record(e.Provider, e.Operation, e.Index, e.Err, first)
}

// Unwrap gives the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// PageError ends a run over a list. It unwraps to the cause.
type PageError struct {
	At  paging.Position // where to go on: everything before was delivered
	Err error
}

// Error gives the cause.
func (e *PageError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *PageError) Unwrap() error { return e.Err }

// newRecordError makes the error of one record from what its decoder said, which
// may be a *RecordError already.
func newRecordError(provider, operation string, index int, raw []byte, err error) *RecordError {
	e := &RecordError{Err: err}
	if made, ok := errors.AsType[*RecordError](err); ok {
		clone := *made
		e = &clone
	}
	e.Provider, e.Operation, e.Index, e.Raw = provider, operation, index, bytes.Clone(raw)
	if e.Err == nil {
		e.Err = errors.New("not readable")
	}
	return e
}
