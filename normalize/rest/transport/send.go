package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
)

// Exchange is one request that got an answer.
type Exchange struct {
	c      *Client
	op     *api.Operation
	URL    *url.URL
	method string
	status int
	Header http.Header
	length int64 // as the response says it; -1: not said
	Body   *Body
}

// send sends req once and gives the answer, whatever it is. The request is a
// copy, req can be sent again.
func (c *Client) send(ctx context.Context, op *api.Operation, req *http.Request, limit int64) (*Exchange, error) {
	release, err := c.admit(ctx, op, req.URL)
	if err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	inner, cancel := context.WithCancelCause(context.WithValue(context.WithValue(ctx, admitKey{}, nil), openKey{}, op == open))
	w, answered := &watch{}, false
	defer func() { // also where what the user gave panics
		if !answered {
			w.stop()
			release()
			cancel(nil)
		}
	}()
	clone := req.Clone(inner)
	if req.GetBody != nil {
		if clone.Body, err = req.GetBody(); err != nil {
			return nil, err
		}
	}
	c.setHeaders(clone)
	clone.URL.RawQuery = escapedQuery(clone.URL.RawQuery)
	c.Count(ctx, func(m *Meter) { m.requests.Add(1) })
	began := time.Now()
	w = newWatch(c.cfg.IdleRead, cancel)
	resp, err := c.http.Do(clone)
	w.stop()
	if err != nil {
		return nil, c.transportError(ctx, inner, op, req, err)
	}
	c.cfg.Logger.LogAttrs(ctx, slog.LevelDebug, "request", slog.String("provider", c.cfg.Provider), slog.String("operation", op.ID),
		slog.Int("status", resp.StatusCode), slog.Duration("took", time.Since(began)))
	final := clone.URL
	if resp.Request != nil && resp.Request.URL != nil {
		final = resp.Request.URL
	}
	answered = true
	return &Exchange{
		c: c, op: op, URL: final, method: req.Method, status: resp.StatusCode, Header: resp.Header, length: resp.ContentLength,
		Body: &Body{rc: resp.Body, parent: ctx, ctx: inner, cancel: cancel, watch: w, Release: release, left: limit},
	}, nil
}

// escapedQuery escapes what cannot stand in a query. Generated clients join the
// values of a list by spaces or bars, and leave these as they are, which a server
// could not read.
func escapedQuery(query string) string {
	const never = ` "<>\^` + "`" + `{|}`
	clean := func(c byte) bool { return c > ' ' && c < 0x7f && strings.IndexByte(never, c) < 0 }
	if !strings.ContainsFunc(query, func(r rune) bool { return r >= 0x7f || !clean(byte(r)) }) {
		return query
	}
	var b strings.Builder
	for i := range len(query) {
		if clean(query[i]) {
			b.WriteByte(query[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", query[i])
		}
	}
	return b.String()
}

// setHeaders adds the headers that every request has; one to another origin says
// only who asks.
func (c *Client) setHeaders(req *http.Request) {
	ours := api.SameOrigin(req.URL, c.base)
	for name, values := range c.cfg.Header {
		name = http.CanonicalHeaderKey(name)
		if _, given := req.Header[name]; !given && (ours || name == "User-Agent") {
			req.Header[name] = slices.Clone(values) // middleware may change it
		}
	}
	if !ours {
		return
	}
	if req.Header.Get("Accept") == "" && !opening(req.Context()) {
		req.Header.Set("Accept", "application/json")
	}
}

// transportError is the error of a request that got no answer.
func (c *Client) transportError(parent, inner context.Context, op *api.Operation, req *http.Request, err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // its URL has the query
	}
	err = interrupted(parent, inner, err)
	if parent.Err() != nil {
		return err
	}
	if e, ok := errors.AsType[*auth.Error](err); ok {
		return e.Err
	}
	refused, final := errors.AsType[*refusal](err)
	if final {
		if e, ok := errors.AsType[*api.GuardError](err); ok {
			e.Operation = op.ID
			return e
		}
		if err = refused.err; errors.Is(err, api.ErrInvalidRequest) {
			return err
		}
	}
	e := c.newTransportError(op, req.Method, req.URL, err)
	e.Final = e.Final || final
	return e
}

func (c *Client) newTransportError(op *api.Operation, method string, u *url.URL, err error) *api.TransportError {
	shown := c.origin(u)
	if op.Path != "" {
		shown = c.cfg.BaseURL + op.Path
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return &api.TransportError{Provider: c.cfg.Provider, Operation: op.ID, Method: method, URL: shown, Err: c.secrets.Clean(err), Final: untrusted}
}

// BodyError is the error of an answer that could not be read to its end;
// err is what the reader of the body made of it.
func (x *Exchange) BodyError(err error) error {
	failure := x.Body.failure()
	switch {
	case x.Body.parent.Err() != nil:
		return x.Body.parent.Err()
	case failure == errTooLarge:
		return x.ResponseError(api.ResponseTooLarge, nil)
	case failure != nil:
		return x.c.newTransportError(x.op, x.method, x.URL, failure)
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return x.c.newTransportError(x.op, x.method, x.URL, errors.New("the body broke off"))
	}
	return x.ResponseError(api.ResponseMalformed, err)
}

func (x *Exchange) ResponseError(kind api.ResponseKind, err error) *api.ResponseError {
	return &api.ResponseError{
		Provider: x.c.cfg.Provider, Operation: x.op.ID, Kind: kind, Status: x.status, MediaType: x.Shown(x.Header.Get("Content-Type")),
		RequestID: x.requestID(nil), Err: x.c.secrets.Clean(err),
	}
}
