package transport

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/secrets"
)

// open is the operation of [Client.Open].
var open = &api.Operation{ID: "open", Method: http.MethodGet}

// Open reads a file, such as a recording, that a record has the URL of. A
// relative URL is one of the API's. Credentials go only to the API's own origin;
// redirects may leave it, without them. Plain http is refused for other origins
// unless [Config].AllowInsecure is set. The body has no cap, fails when the
// server is silent for too long, and must be closed. A status other than 2xx is
// an error.
func (c *Client) Open(ctx context.Context, rawURL string) (*http.Response, error) {
	op := open
	u, err := c.base.Parse(rawURL)
	if err != nil || rawURL == "" {
		return nil, fmt.Errorf("%snot a URL: %w", api.Prefix(c.cfg.Provider, op.ID), api.ErrInvalidRequest)
	}
	if !api.SameOrigin(u, c.base) { // the URL may hold one that was not in use yet
		if _, err := c.auth.Credentials(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.mayOpen(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, op.Method, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%snot a URL: %w", api.Prefix(c.cfg.Provider, op.ID), api.ErrInvalidRequest)
	}
	var x *Exchange
	err = c.Retry(req.Context(), op, func(ctx context.Context) (bool, bool, error) {
		var err error
		if x, err = c.send(ctx, op, req, math.MaxInt64); err != nil {
			return true, false, err
		}
		if !op.Succeeds(x.status) {
			err = x.apiError()
			_ = x.Body.Close()
		}
		return true, false, err
	})
	if err != nil {
		return nil, err
	}
	x.Body.Release() // a long download must not keep others waiting
	return &http.Response{
		Status: statusText(x.status), StatusCode: x.status, Header: x.Header, Body: typedBody{x},
		ContentLength: x.length, Request: &http.Request{Method: op.Method, URL: bare(x.URL)},
	}, nil
}

// bare is u without what may be secret in it.
func bare(u *url.URL) *url.URL {
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
}

// mayOpen says whether a URL may be read from.
func (c *Client) mayOpen(u *url.URL) error {
	if api.SameOrigin(u, c.base) {
		return nil
	}
	if c.secrets.Holds(u.String(), secrets.Shortest) {
		return &api.GuardError{Provider: c.cfg.Provider, Operation: "open", Kind: api.GuardForeignLink, Detail: "the URL would hand over a credential to " + c.origin(u)}
	}
	switch {
	case u.Scheme == "https" && u.Host != "":
		return nil
	case u.Scheme == "http" && u.Host != "" && c.cfg.AllowInsecure:
		return nil
	case u.Scheme == "http":
		return fmt.Errorf("%splain http is not allowed: %w", api.Prefix(c.cfg.Provider, "open"), api.ErrInvalidRequest)
	}
	return fmt.Errorf("%scannot open a URL of scheme %q: %w", api.Prefix(c.cfg.Provider, "open"), u.Scheme, api.ErrInvalidRequest)
}
