package transport

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// Doer sends requests; *http.Client is one, and generated clients take one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Doer gives the client as one that a generated client can use: the same
// credentials, retries, limits and typed errors. A request is known as an
// operation by its method and path. A response that it gives is a declared
// success whose JSON has been read as a whole.
func (c *Client) Doer() Doer { return doer{c} }

type doer struct{ c *Client }

// Do implements [Doer].
func (d doer) Do(req *http.Request) (*http.Response, error) {
	op := d.c.operation(req)
	x, data, err := d.c.Whole(op, req)
	if err == nil {
		err = x.Judge(data)
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: statusText(x.status), StatusCode: x.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: x.Header, Body: io.NopCloser(bytes.NewReader(data)), ContentLength: int64(len(data)), Request: req,
	}, nil
}

func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

// String names the client.
func (d doer) String() string { return d.c.String() }

// operation gives the operation that req is one of; for a path that the document
// does not have, one that every 2xx is a success of.
func (c *Client) operation(req *http.Request) *api.Operation {
	path := strings.TrimPrefix(req.URL.EscapedPath(), c.base.EscapedPath())
	if op := api.FindOperation(c.cfg.Operations, req.Method, path); op != nil {
		return op
	}
	return &api.Operation{ID: "request", Method: req.Method}
}
