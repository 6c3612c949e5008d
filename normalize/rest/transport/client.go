package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/secrets"
)

// Client sends requests to one API. It is safe for concurrent use, and meant to
// be shared: a 429 slows down all its users. It prints as its provider and base
// URL only.
type Client struct {
	cfg     Config
	base    *url.URL
	http    *http.Client
	auth    *auth.Authorizer
	slots   chan struct{} // nil: no bound
	gate    gate
	meter   Meter
	secrets *secrets.Store // apart, where fmt does not get to
}

// NewClient checks cfg and makes a client of it.
func NewClient(cfg Config) (*Client, error) {
	cfg.setDefaults()
	base, err := parseBase(cfg.BaseURL, cfg.AllowInsecure)
	if err != nil {
		return nil, fmt.Errorf("%sbase URL: %w", api.Prefix(cfg.Provider, ""), err)
	}
	cfg.BaseURL = base.String()
	c := &Client{cfg: cfg, base: base, secrets: &secrets.Store{}}
	if cfg.Concurrency > 0 {
		c.slots = make(chan struct{}, cfg.Concurrency)
	}
	c.http = &http.Client{}
	if cfg.HTTPClient != nil {
		*c.http = *cfg.HTTPClient
	}
	transport := c.http.Transport
	if transport == nil {
		transport = defaultTransport()
	}
	c.auth = auth.New(auth.Authorizer{
		Provider: cfg.Provider, Base: base, Alternatives: cfg.Auth, Ask: cfg.Credentials,
		Secrets: c.secrets, Next: transport, AllowInsecure: cfg.AllowInsecure,
	})
	transport = c.auth
	for i := len(cfg.Middleware) - 1; i >= 0; i-- {
		transport = cfg.Middleware[i](transport)
	}
	c.http.Transport = transport
	c.http.CheckRedirect = c.redirectPolicy(c.http.CheckRedirect)
	return c, nil
}

// defaultTransport is net/http's, with connections enough for concurrent users.
func defaultTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 32
	return t
}

func parseBase(text string, insecure bool) (*url.URL, error) {
	if text == "" {
		return nil, errors.New("none is given")
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("not a URL") // the parser's error repeats the text, which may hold a password
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, errors.New("it must start with https:// and a host")
	case u.User != nil:
		return nil, errors.New("it must not hold a user or password; give credentials instead")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("it must not have a query or a fragment")
	case u.Scheme == "http" && !insecure && !api.IsLoopback(u.Hostname()):
		return nil, errors.New("plain http would show the credentials to everyone on the way; use https, or allow it explicitly")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// BaseURL is the URL that requests are built on, without a slash at its end.
func (c *Client) BaseURL() string { return c.cfg.BaseURL }

// Named is the error of a request that could not be built, with the names of
// provider and operation in front, where it does not begin with the provider's.
func (c *Client) Named(op *api.Operation, err error) error {
	text := err.Error()
	if p := c.cfg.Provider; p != "" && (strings.HasPrefix(text, p+":") || strings.HasPrefix(text, p+"/")) {
		return err
	}
	return fmt.Errorf("%s%w", api.Prefix(c.cfg.Provider, op.ID), err)
}

// Provider is the name of the API.
func (c *Client) Provider() string { return c.cfg.Provider }

// Errors says where the API's error bodies tell what is wrong.
func (c *Client) Errors() *api.ErrorShape { return &c.cfg.Errors }

// Base is BaseURL, parsed. It must not be changed.
func (c *Client) Base() *url.URL { return c.base }

// MaxBody is how many bytes the body of a page may have.
func (c *Client) MaxBody() int64 { return c.cfg.MaxBody }

// Stats are the counts of everything this client did.
func (c *Client) Stats() Stats { return c.meter.Stats() }

// CloseIdleConnections closes connections that are not in use. The client can
// still be used.
func (c *Client) CloseIdleConnections() {
	type closer interface{ CloseIdleConnections() }
	if t, ok := c.auth.Next.(closer); ok {
		t.CloseIdleConnections()
	}
}

// String names the client.
func (c *Client) String() string {
	return fmt.Sprintf("rest.Client(%s %s)", c.cfg.Provider, c.cfg.BaseURL)
}

// GoString names the client.
func (c *Client) GoString() string { return c.String() }

// Format prints what String gives, for every verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }
