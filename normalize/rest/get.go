package rest

import (
	"context"
	"errors"
	"net/http"
)

// Get describes an operation that reads one record. It is plain data and safe
// for concurrent use.
type Get[R any] struct {
	Operation *Operation
	Request   func(ctx context.Context, id string) (*http.Request, error)
	Record    []Path // alternatives, the first that leads to an object; none: the body itself
	Decode    func() func(raw []byte) (R, error)
}

// Do reads the record with the given id. The bytes are the record as it was
// sent, and the caller's own. A record that cannot be decoded is a
// [*RecordError].
func (g *Get[R]) Do(ctx context.Context, c *Client, id string) (R, []byte, error) {
	var none R
	req, err := g.Request(ctx, id)
	if err != nil {
		return none, nil, c.named(g.Operation, err)
	}
	x, data, err := c.whole(g.Operation, req.WithContext(ctx))
	if err != nil {
		return none, nil, err
	}
	raw, err := x.record(data, g.Record)
	if err != nil {
		return none, nil, err
	}
	c.count(ctx, func(m *Meter) { m.pages.Add(1) })
	record, err := g.Decode()(raw)
	if err != nil {
		if e := x.saysError(data); e != nil && !errors.Is(err, ErrIssues) {
			return none, nil, e
		}
		c.count(ctx, func(m *Meter) { m.recordErrors.Add(1) })
		return none, raw, newRecordError(c.cfg.Provider, g.Operation.ID, 0, raw, err)
	}
	c.count(ctx, func(m *Meter) { m.records.Add(1) })
	return record, raw, nil
}

// ErrIssues is the error of a decoder for a record that it could read, with fields
// that it could not.
var ErrIssues = errors.New("the record has fields that could not be converted")

var errNoObject = errors.New("the record is no JSON object")

// record gives the object in data that one of paths leads to.
func (x *exchange) record(data []byte, paths []Path) ([]byte, error) {
	if len(paths) == 0 {
		paths = []Path{nil}
	}
	for _, path := range paths {
		if raw := lookup(data, path); len(raw) > 0 && raw[0] == '{' {
			return raw, nil
		}
	}
	return nil, x.noRecord(data)
}

func (x *exchange) noRecord(data []byte) *ResponseError {
	e := x.responseError(ResponseEnvelope, nil)
	e.Code, e.Message = x.said(data)
	e.RequestID = x.requestID(data)
	return e
}

// saysError is the error of a body that is an error in spite of its status, or
// nil. It is asked of bodies in which there was no record.
func (x *exchange) saysError(data []byte) *ResponseError {
	if e := x.noRecord(data); e.Code+e.Message != "" {
		return e
	}
	return nil
}
