package rest

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	keptBody  = 8 << 10  // of an error, in the error
	errorBody = 64 << 10 // of an error, read, or searched for credentials
)

// Response is an answer that the document declares: JSON, with a status of
// success, whose body has begun to arrive. The body must be closed; reading it
// fails when the server is silent for too long or the body is too large.
type Response struct {
	Status int
	Header http.Header
	Body   io.ReadCloser
}

// Do sends req, again where that makes sense, until the body of a declared
// success begins. Everything else is a typed error. The context is req's.
func (c *Client) Do(op *Operation, req *http.Request) (*Response, error) {
	var x *exchange
	err := c.retry(req.Context(), op, func(ctx context.Context) (bool, bool, error) {
		var err error
		x, err = c.try(ctx, op, req, c.cfg.MaxBody)
		return op.replayable(req), false, err
	})
	if err != nil {
		return nil, err
	}
	return &Response{Status: x.status, Header: x.header, Body: typedBody{x}}, nil
}

// typedBody is the body of an exchange with typed errors.
type typedBody struct{ x *exchange }

// Read implements [io.Reader].
func (b typedBody) Read(p []byte) (int, error) {
	n, err := b.x.body.Read(p)
	if err != nil && err != io.EOF {
		err = b.x.bodyError(err)
	}
	return n, err
}

// Close implements [io.Closer].
func (b typedBody) Close() error { return b.x.body.Close() }

// whole is Do for a body that is read as a whole, which belongs to the attempt,
// and is valid JSON.
func (c *Client) whole(op *Operation, req *http.Request) (x *exchange, data []byte, err error) {
	err = c.retry(req.Context(), op, func(ctx context.Context) (bool, bool, error) {
		var err error
		if x, err = c.try(ctx, op, req, c.cfg.MaxWhole); err == nil {
			data, err = io.ReadAll(x.body)
			if err != nil {
				err = x.bodyError(err)
			}
			_ = x.body.Close()
		}
		if err == nil && !jsontext.Value(data).IsValid(tolerant...) {
			err = x.malformed(data)
		}
		return op.replayable(req), false, err
	})
	if err != nil {
		return nil, nil, err
	}
	return x, data, nil
}

// try sends req once; what it gives is a declared success with JSON.
func (c *Client) try(ctx context.Context, op *Operation, req *http.Request, limit int64) (*exchange, error) {
	if !sameOrigin(req.URL, c.base) {
		return nil, &GuardError{Provider: c.cfg.Provider, Operation: op.ID, Kind: GuardForeignLink, Detail: "request to " + c.origin(req.URL)}
	}
	x, err := c.send(ctx, op, req, limit)
	if err != nil {
		return nil, err
	}
	if err := x.check(); err != nil {
		_ = x.body.Close()
		return nil, err
	}
	return x, nil
}

// check says what is wrong with the answer before its JSON is read.
func (x *exchange) check() error {
	declared := x.op.succeeds(x.status)
	if !declared && (x.status < 200 || x.status >= 300) {
		return x.apiError()
	}
	switch err := x.body.fill(); {
	case err == io.EOF && x.body.failure() == nil:
		return x.responseError(ResponseEmpty, nil)
	case err != nil:
		return x.bodyError(err)
	}
	x.body.head = bytes.TrimPrefix(x.body.head, []byte(mark))
	if !declared {
		return x.describe(x.responseError(ResponseStatus, nil))
	}
	if !isJSON(x.header.Get("Content-Type"), x.body.head) {
		return x.describe(x.responseError(ResponseMedia, nil))
	}
	return nil
}

// isJSON says whether a media type is one of JSON. Where there is none, the
// body's first byte decides.
func isJSON(contentType string, head []byte) bool {
	if contentType == "" {
		head = bytes.TrimLeft(head, " \t\r\n")
		return len(head) > 0 && (head[0] == '{' || head[0] == '[')
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	return media == "application/json" || media == "text/json" || strings.HasSuffix(media, "+json")
}

// apiError makes an error of an answer that says no.
func (x *exchange) apiError() *APIError {
	data := x.readError()
	code, message := x.said(data)
	return &APIError{
		Provider: x.c.cfg.Provider, Operation: x.op.ID, Status: x.status, Code: code, Message: message,
		RequestID: x.requestID(data), RetryAfter: retryAfter(x.header), Body: x.kept(data),
		NotFound:  slices.Contains(x.op.NotFound, x.status),
		elsewhere: !sameOrigin(x.url, x.c.base),
	}
}

// describe adds what the body says to an error.
func (x *exchange) describe(e *ResponseError) *ResponseError {
	data := x.readError()
	e.Code, e.Message = x.said(data)
	e.RequestID = x.requestID(data)
	e.Body = x.kept(data)
	return e
}

func (x *exchange) readError() []byte {
	data, _ := io.ReadAll(io.LimitReader(x.body, errorBody))
	if len(data) < errorBody {
		x.body.drain()
	}
	return data
}

func (x *exchange) kept(data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	shown := x.c.secrets.scrub(string(data[:min(len(data), errorBody)])) // before it is cut short, which may be within a credential
	return []byte(shown[:min(len(shown), keptBody)])
}

func (x *exchange) said(data []byte) (code, message string) {
	if !jsontext.Value(data).IsValid(tolerant...) {
		return "", ""
	}
	shape := &x.c.cfg.Errors
	return x.shown(first(data, shape.Code)), x.shown(first(data, shape.Message))
}

func (x *exchange) requestID(data []byte) string {
	names := x.c.cfg.Errors.RequestIDHeader
	if len(names) == 0 {
		names = []string{"X-Request-Id", "Request-Id"}
	}
	for _, name := range names {
		if id := x.header.Get(name); id != "" {
			return x.shown(id)
		}
	}
	if jsontext.Value(data).IsValid(tolerant...) {
		return x.shown(first(data, x.c.cfg.Errors.RequestID))
	}
	return ""
}

// shown is text of the API as it may be shown.
func (x *exchange) shown(text string) string { return x.c.secrets.shown(text) }
