package rest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// authorizer is the transport that adds credentials: the last thing to touch a
// request, so that nothing before it, and no error, ever holds them. Requests to
// another origin pass as they are.
type authorizer struct {
	c      *Client
	next   http.RoundTripper
	oauth2 oauth2Tokens
}

func newAuthorizer(c *Client, next http.RoundTripper) *authorizer {
	return &authorizer{c: c, next: next, oauth2: oauth2Tokens{lock: make(chan struct{}, 1)}}
}

// credentialError marks an error from before the request was sent.
type credentialError struct{ err error }

func (e *credentialError) Error() string { return e.err.Error() }
func (e *credentialError) Unwrap() error { return e.err }

// RoundTrip implements [http.RoundTripper].
func (a *authorizer) RoundTrip(req *http.Request) (*http.Response, error) {
	send := req
	if sameOrigin(req.URL, a.c.base) {
		clone, err := a.authorize(req)
		if err != nil {
			if req.Body != nil {
				_ = req.Body.Close()
			}
			return nil, &credentialError{err}
		}
		send = clone
	}
	resp, err := a.next.RoundTrip(send)
	if resp != nil {
		resp.Request = req // not the one with the credentials
		if resp.StatusCode == http.StatusUnauthorized && send != req {
			a.oauth2.reject(send.Header.Get("Authorization"))
		}
	}
	return resp, err
}

func (a *authorizer) authorize(req *http.Request) (*http.Request, error) {
	schemes, creds, err := a.choose(req.Context())
	if err != nil || len(schemes) == 0 {
		return req, err
	}
	clone := req.Clone(req.Context())
	for i := range schemes {
		if err := a.add(clone, &schemes[i], &creds); err != nil {
			return nil, err
		}
	}
	return clone, nil
}

// credentials asks for the credentials and notes them as what must not be shown.
func (c *Client) credentials(ctx context.Context) (creds Credentials, err error) {
	if c.cfg.Credentials == nil {
		return creds, nil
	}
	if creds, err = c.cfg.Credentials(ctx); err != nil {
		return creds, fmt.Errorf("%scredentials: %w", prefix(c.cfg.Provider, ""), err)
	}
	c.secrets.add(creds.secrets()...)
	return creds, nil
}

// choose gives the first alternative that there are credentials for.
func (a *authorizer) choose(ctx context.Context) ([]Scheme, Credentials, error) {
	cfg := &a.c.cfg
	creds, err := a.c.credentials(ctx)
	if err != nil {
		return nil, creds, err
	}
	optional := len(cfg.Auth) == 0
alternatives:
	for _, schemes := range cfg.Auth {
		for i := range schemes {
			if !creds.has(&schemes[i]) {
				continue alternatives
			}
		}
		if len(schemes) == 0 {
			optional = true
			continue
		}
		return schemes, creds, nil
	}
	if optional {
		return nil, creds, nil
	}
	return nil, creds, fmt.Errorf("%sno credentials for %s: %w", prefix(cfg.Provider, ""), describeAuth(cfg.Auth), ErrUnauthorized)
}

func describeAuth(auth [][]Scheme) string {
	var or []string
	for _, schemes := range auth {
		var and []string
		for _, s := range schemes {
			and = append(and, fmt.Sprintf("%s (%s)", s.Name, s.Kind))
		}
		or = append(or, strings.Join(and, " with "))
	}
	return strings.Join(or, " or ")
}

func (a *authorizer) add(req *http.Request, s *Scheme, creds *Credentials) error {
	secret := creds.secret(s)
	if strings.ContainsFunc(secret, unicode.IsControl) {
		return fmt.Errorf("%sthe credential for %s holds a line break or another control character: %w", prefix(a.c.cfg.Provider, ""), s.Name, ErrUnauthorized)
	}
	switch s.Kind {
	case SchemeHeader:
		req.Header.Set(s.Param, secret)
	case SchemeQuery:
		if given := req.URL.Query(); given.Has(s.Param) { // a required parameter, which the request has empty
			given.Del(s.Param)
			req.URL.RawQuery = given.Encode()
		}
		q := url.Values{s.Param: {secret}}.Encode()
		if req.URL.RawQuery != "" {
			q = req.URL.RawQuery + "&" + q
		}
		req.URL.RawQuery = q
	case SchemeCookie:
		if strings.ContainsFunc(secret, neverInCookie) {
			return fmt.Errorf("%sthe credential for %s holds a character that no cookie can have: %w", prefix(a.c.cfg.Provider, ""), s.Name, ErrUnauthorized)
		}
		req.AddCookie(&http.Cookie{Name: s.Param, Value: secret})
	case SchemeBearer:
		req.Header.Set("Authorization", "Bearer "+secret)
	case SchemeBasic:
		req.SetBasicAuth(creds.Username, creds.Password)
	case SchemeOAuth2:
		if secret == "" {
			var err error
			if secret, err = a.token(req.Context(), s, creds); err != nil {
				return err
			}
		}
		req.Header.Set("Authorization", "Bearer "+secret)
	default:
		return fmt.Errorf("security scheme %s is of kind %q: %w", s.Name, s.Kind, ErrUnsupported)
	}
	return nil
}

// neverInCookie says whether net/http would leave a character out of a cookie.
func neverInCookie(r rune) bool { return r > unicode.MaxASCII || strings.ContainsRune(`";\`, r) }
