package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/secrets"
)

// tolerant are the options under which bodies are read.
var tolerant = []jsontext.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)}

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
func (c *Client) Do(op *api.Operation, req *http.Request) (*Response, error) {
	var x *Exchange
	err := c.Retry(req.Context(), op, func(ctx context.Context) (bool, bool, error) {
		var err error
		x, err = c.Try(ctx, op, req, c.cfg.MaxBody)
		return op.Replayable(req), false, err
	})
	if err != nil {
		return nil, err
	}
	return &Response{Status: x.status, Header: x.Header, Body: typedBody{x}}, nil
}

// typedBody is the body of an exchange with typed errors.
type typedBody struct{ x *Exchange }

// Read implements [io.Reader].
func (b typedBody) Read(p []byte) (int, error) {
	n, err := b.x.Body.Read(p)
	if err != nil && err != io.EOF {
		err = b.x.BodyError(err)
	}
	return n, err
}

// Close implements [io.Closer].
func (b typedBody) Close() error { return b.x.Body.Close() }

// Whole is Do for a body that is read as a whole, which belongs to the attempt,
// and is valid JSON.
func (c *Client) Whole(op *api.Operation, req *http.Request) (x *Exchange, data []byte, err error) {
	err = c.Retry(req.Context(), op, func(ctx context.Context) (bool, bool, error) {
		var err error
		if x, err = c.Try(ctx, op, req, c.cfg.MaxWhole); err == nil {
			data, err = io.ReadAll(x.Body)
			if err != nil {
				err = x.BodyError(err)
			}
			_ = x.Body.Close()
		}
		if err == nil && !jsontext.Value(data).IsValid(tolerant...) {
			err = x.malformed(data)
		}
		return op.Replayable(req), false, err
	})
	if err != nil {
		return nil, nil, err
	}
	return x, data, nil
}

// Try sends req once; what it gives is a declared success with JSON.
func (c *Client) Try(ctx context.Context, op *api.Operation, req *http.Request, limit int64) (*Exchange, error) {
	if !api.SameOrigin(req.URL, c.base) {
		return nil, &api.GuardError{Provider: c.cfg.Provider, Operation: op.ID, Kind: api.GuardForeignLink, Detail: "request to " + c.origin(req.URL)}
	}
	x, err := c.send(ctx, op, req, limit)
	if err != nil {
		return nil, err
	}
	if err := x.check(); err != nil {
		_ = x.Body.Close()
		return nil, err
	}
	return x, nil
}

// check says what is wrong with the answer before its JSON is read.
func (x *Exchange) check() error {
	declared := x.op.Succeeds(x.status)
	if !declared && (x.status < 200 || x.status >= 300) {
		return x.apiError()
	}
	switch err := x.Body.fill(); {
	case err == io.EOF && x.Body.failure() == nil:
		return x.ResponseError(api.ResponseEmpty, nil)
	case err != nil:
		return x.BodyError(err)
	}
	x.Body.head = bytes.TrimPrefix(x.Body.head, []byte(mark))
	if !declared {
		return x.describe(x.ResponseError(api.ResponseStatus, nil))
	}
	if !isJSON(x.Header.Get("Content-Type"), x.Body.head) {
		return x.describe(x.ResponseError(api.ResponseMedia, nil))
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
func (x *Exchange) apiError() *api.APIError {
	data := x.readError()
	code, message := x.said(data)
	return &api.APIError{
		Provider: x.c.cfg.Provider, Operation: x.op.ID, Status: x.status, Code: code, Message: message,
		RequestID: x.requestID(data), RetryAfter: api.RetryAfter(x.Header), Body: x.kept(data),
		NotFound:  slices.Contains(x.op.NotFound, x.status),
		Elsewhere: !api.SameOrigin(x.URL, x.c.base),
	}
}

// describe adds what the body says to an error.
func (x *Exchange) describe(e *api.ResponseError) *api.ResponseError {
	data := x.readError()
	e.Code, e.Message = x.said(data)
	e.RequestID = x.requestID(data)
	e.Body = x.kept(data)
	return e
}

func (x *Exchange) readError() []byte {
	data, _ := io.ReadAll(io.LimitReader(x.Body, secrets.ErrorBody))
	if len(data) < secrets.ErrorBody {
		x.Body.Drain()
	}
	return data
}

func (x *Exchange) kept(data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	shown := x.c.secrets.Scrub(string(data[:min(len(data), secrets.ErrorBody)])) // before it is cut short, which may be within a credential
	return []byte(shown[:min(len(shown), secrets.KeptBody)])
}

func (x *Exchange) said(data []byte) (code, message string) {
	if !jsontext.Value(data).IsValid(tolerant...) {
		return "", ""
	}
	shape := &x.c.cfg.Errors
	return x.Shown(lenient.LookupText(data, shape.Code)), x.Shown(lenient.LookupText(data, shape.Message))
}

func (x *Exchange) requestID(data []byte) string {
	names := x.c.cfg.Errors.RequestIDHeader
	if len(names) == 0 {
		names = []string{"X-Request-Id", "Request-Id"}
	}
	for _, name := range names {
		if id := x.Header.Get(name); id != "" {
			return x.Shown(id)
		}
	}
	if jsontext.Value(data).IsValid(tolerant...) {
		return x.Shown(lenient.LookupText(data, x.c.cfg.Errors.RequestID))
	}
	return ""
}

// Shown is text of the API as it may be shown.
func (x *Exchange) Shown(text string) string { return x.c.secrets.Shown(text) }

// malformed is the error of a whole body that is not JSON. One that is the
// beginning of JSON broke off.
func (x *Exchange) malformed(data []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(data), tolerant...)
	var err error
	for err == nil {
		err = d.SkipValue()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return x.BodyError(err)
	}
	e := x.ResponseError(api.ResponseMalformed, err)
	e.Body = x.kept(data)
	return e
}
