package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/parlancehq/parlance/normalize/internal/failure"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Get describes an operation that reads one record. It is plain data and safe
// for concurrent use.
type Get[R any] struct {
	Operation *api.Operation
	Request   func(ctx context.Context, id string) (*http.Request, error)
	Record    []api.Path // alternatives, the first that leads to an object; none: the body itself
	Decode    func() func(raw []byte) (R, error)
}

// Do reads the record with the given id. The bytes are the record as it was
// sent, and the caller's own. A record that cannot be decoded is a
// [*RecordError].
func (g *Get[R]) Do(ctx context.Context, c *transport.Client, id string) (R, []byte, error) {
	var none R
	req, err := g.Request(ctx, id)
	if err != nil {
		return none, nil, c.Named(g.Operation, err)
	}
	x, data, err := c.Whole(g.Operation, req.WithContext(ctx))
	if err != nil {
		return none, nil, err
	}
	raw, err := x.Record(data, g.Record)
	if err == nil {
		err = x.Judge(data)
	}
	if err != nil {
		return none, nil, err
	}
	c.Count(ctx, (*transport.Meter).CountPage)
	record, err := g.Decode()(raw)
	if err != nil {
		if e := x.SaysError(data); e != nil && !errors.Is(err, ErrIssues) {
			return none, nil, e
		}
		c.Count(ctx, (*transport.Meter).CountRecordError)
		return none, raw, newRecordError(c.Provider(), g.Operation.ID, 0, raw, err)
	}
	c.Count(ctx, (*transport.Meter).CountRecord)
	return record, raw, nil
}

// ErrIssues is the error of a decoder for a record that it could read, with fields
// that it could not.
var ErrIssues = failure.ErrIssues

var errNoObject = errors.New("the record is not a JSON object")
