package rest

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

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

// malformed is the error of a whole body that is no JSON. One that is the
// beginning of JSON broke off.
func (x *exchange) malformed(data []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(data), tolerant...)
	var err error
	for err == nil {
		err = d.SkipValue()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return x.bodyError(err)
	}
	e := x.responseError(ResponseMalformed, err)
	e.Body = x.kept(data)
	return e
}
