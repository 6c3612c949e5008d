package transport

import (
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Record gives the object in data that one of paths leads to.
func (x *Exchange) Record(data []byte, paths []api.Path) ([]byte, error) {
	if len(paths) == 0 {
		paths = []api.Path{nil}
	}
	for _, path := range paths {
		if raw := lenient.Lookup(data, path); len(raw) > 0 && raw[0] == '{' {
			return raw, nil
		}
	}
	return nil, x.NoRecord(data)
}

func (x *Exchange) NoRecord(data []byte) *api.ResponseError {
	return x.bodySays(api.ResponseEnvelope, data)
}

// bodySays is an error with what the body says of it.
func (x *Exchange) bodySays(kind api.ResponseKind, data []byte) *api.ResponseError {
	e := x.ResponseError(kind, nil)
	e.Code, e.Message = x.said(data)
	e.RequestID = x.requestID(data)
	return e
}

// Judge is the error of a body that says that it is not a success, in spite of its
// status, or nil.
func (x *Exchange) Judge(data []byte) error {
	if x.op.Succeeded(func(_ int, k api.Check) bool { return k.Passes(lenient.LookupSaid(data, k.Path)) }) {
		return nil
	}
	return x.bodySays(api.ResponseFailure, data)
}

// SaysError is the error of a body that is an error in spite of its status, or
// nil. It is called for bodies without a record.
func (x *Exchange) SaysError(data []byte) *api.ResponseError {
	if e := x.NoRecord(data); e.Code+e.Message != "" {
		return e
	}
	return nil
}
