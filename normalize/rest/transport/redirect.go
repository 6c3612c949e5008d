package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
)

// openKey is the key of whether a request is of [Client.Open].
type openKey struct{}

const maxRedirects = 10

// refusal is why a redirect is not followed. Another attempt would be led there
// again.
type refusal struct{ err error }

func (e *refusal) Error() string { return e.err.Error() }
func (e *refusal) Unwrap() error { return e.err }

// redirectPolicy follows redirects within the API's origin and refuses others.
// Only [Client.Open] may leave it: recordings lie elsewhere, and get no
// credentials there. theirs is the policy of the user's http.Client, or nil.
func (c *Client) redirectPolicy(theirs func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		err := c.mayFollow(req, via)
		if err == nil && theirs != nil {
			err = theirs(req, via)
		}
		if err == nil || err == http.ErrUseLastResponse {
			return err
		}
		return &refusal{err}
	}
}

// mayFollow makes the request of a redirect one that may be sent.
func (c *Client) mayFollow(req *http.Request, via []*http.Request) error {
	if len(via) >= maxRedirects {
		return errors.New("too many redirects")
	}
	if n := len(req.URL.RawQuery); n > longestLink {
		return fmt.Errorf("a redirect to a query of %d bytes", n)
	}
	req.Header.Del("Referer") // it would hold the query of the request before
	c.stripKeys(req.URL)
	if api.SameOrigin(req.URL, c.base) {
		return nil
	}
	if !opening(req.Context()) {
		return &api.GuardError{Provider: c.cfg.Provider, Kind: api.GuardForeignLink, Detail: "redirect to " + c.origin(req.URL)}
	}
	req.Header = http.Header{}
	c.setHeaders(req)
	return c.mayOpen(req.URL)
}

func opening(ctx context.Context) bool {
	yes, _ := ctx.Value(openKey{}).(bool)
	return yes
}

// origin is that of u, as it may be shown.
func (c *Client) origin(u *url.URL) string { return c.secrets.Scrub(u.Scheme + "://" + u.Host) }

// longestLink is longer than what servers take in a request.
const longestLink = 64 << 10

// Follow gives the URL of a link that the API gave on the page at from: it
// must lead to the API's own origin. Credentials in its query are taken out.
func (c *Client) Follow(op *api.Operation, from *url.URL, link string) (*url.URL, error) {
	if len(link) > longestLink {
		return nil, &api.GuardError{Provider: c.cfg.Provider, Operation: op.ID, Kind: api.GuardForeignLink, Detail: fmt.Sprintf("the link to the next page has %d bytes", len(link))}
	}
	u, err := from.Parse(link)
	if err != nil {
		return nil, &api.GuardError{Provider: c.cfg.Provider, Operation: op.ID, Kind: api.GuardForeignLink, Detail: "the link to the next page is not a URL"}
	}
	if !api.SameOrigin(u, c.base) || u.User != nil {
		return nil, &api.GuardError{Provider: c.cfg.Provider, Operation: op.ID, Kind: api.GuardForeignLink, Detail: "the link to the next page leads to " + c.origin(u)}
	}
	u.Fragment = ""
	c.stripKeys(u)
	if c.secrets.Within(u.String()) {
		return nil, &api.GuardError{Provider: c.cfg.Provider, Operation: op.ID, Kind: api.GuardForeignLink, Detail: "the link to the next page holds a credential"}
	}
	return u, nil
}

// stripKeys takes credentials out of a query that the API repeats; the transport
// adds them where they belong.
func (c *Client) stripKeys(u *url.URL) {
	q, some, ours := u.Query(), false, api.SameOrigin(u, c.base)
	for name, values := range q {
		if ours && c.isKey(name) || slices.ContainsFunc(values, c.secrets.Within) {
			q.Del(name)
			some = true
		}
	}
	if some {
		u.RawQuery = q.Encode()
	}
}

// isKey says whether an API key goes into the parameter.
func (c *Client) isKey(param string) bool {
	for _, schemes := range c.cfg.Auth {
		for _, s := range schemes {
			if s.Kind == auth.SchemeQuery && s.Param == param {
				return true
			}
		}
	}
	return false
}
