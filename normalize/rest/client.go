package rest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Client sends requests to one API. It is safe for concurrent use, and meant to
// be shared: a 429 slows down all its users. It prints as its provider and base
// URL only.
type Client struct {
	cfg     Config
	base    *url.URL
	http    *http.Client
	auth    *authorizer
	slots   chan struct{} // nil: no bound
	gate    gate
	meter   Meter
	secrets *secrets // apart, where fmt does not get to
}

// NewClient checks cfg and makes a client of it.
func NewClient(cfg Config) (*Client, error) {
	cfg.setDefaults()
	base, err := parseBase(cfg.BaseURL, cfg.AllowInsecure)
	if err != nil {
		return nil, fmt.Errorf("%sbase URL: %w", prefix(cfg.Provider, ""), err)
	}
	cfg.BaseURL = base.String()
	c := &Client{cfg: cfg, base: base, secrets: &secrets{}}
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
	c.auth = newAuthorizer(c, transport)
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
	case u.Scheme == "http" && !insecure && !isLoopback(u.Hostname()):
		return nil, errors.New("plain http would show the credentials to everyone on the way; use https, or allow it explicitly")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u, nil
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// sameOrigin says whether two URLs have the same scheme, host and port.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// BaseURL is the URL that requests are built on, without a slash at its end.
func (c *Client) BaseURL() string { return c.cfg.BaseURL }

// Provider is the name of the API.
func (c *Client) Provider() string { return c.cfg.Provider }

// Stats are the counts of everything this client did.
func (c *Client) Stats() Stats { return c.meter.Stats() }

// CloseIdleConnections closes connections that are not in use. The client can
// still be used.
func (c *Client) CloseIdleConnections() {
	type closer interface{ CloseIdleConnections() }
	if t, ok := c.auth.next.(closer); ok {
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
