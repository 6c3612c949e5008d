package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/secrets"
)

// Authorizer is the transport that adds credentials: the last thing to touch a
// request, so that nothing before it, and no error, ever holds them. Requests to
// another origin pass as they are. It is safe for concurrent use.
type Authorizer struct {
	// Provider names the API in errors.
	Provider string
	// Base is the API's address: only requests to its origin get credentials.
	Base *url.URL
	// Alternatives are the sets of schemes, of which the first one that there are
	// credentials for is used.
	Alternatives [][]Scheme
	// Ask gives the credentials; nil: there are none.
	Ask func(context.Context) (Credentials, error)
	// Secrets gets every credential that is used.
	Secrets *secrets.Store
	// Next sends the requests.
	Next http.RoundTripper
	// AllowInsecure permits a token URL of plain http.
	AllowInsecure bool

	oauth2 oauth2Tokens
}

// New gives a transport with the settings of a, which is copied.
func New(a Authorizer) *Authorizer {
	a.oauth2.lock = make(chan struct{}, 1)
	return &a
}

// Error marks an error from before the request was sent.
type Error struct{ Err error }

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// RoundTrip implements [http.RoundTripper].
func (a *Authorizer) RoundTrip(req *http.Request) (*http.Response, error) {
	send := req
	if api.SameOrigin(req.URL, a.Base) {
		clone, err := a.authorize(req)
		if err != nil {
			if req.Body != nil {
				_ = req.Body.Close()
			}
			return nil, &Error{err}
		}
		send = clone
	}
	resp, err := a.Next.RoundTrip(send)
	if resp != nil {
		resp.Request = req // not the one with the credentials
		if resp.StatusCode == http.StatusUnauthorized && send != req {
			a.oauth2.reject(send.Header.Get("Authorization"))
		}
	}
	return resp, err
}

func (a *Authorizer) authorize(req *http.Request) (*http.Request, error) {
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

// Credentials asks for the credentials and notes them as what must not be shown.
func (a *Authorizer) Credentials(ctx context.Context) (creds Credentials, err error) {
	if a.Ask == nil {
		return creds, nil
	}
	if creds, err = a.Ask(ctx); err != nil {
		return creds, fmt.Errorf("%scredentials: %w", api.Prefix(a.Provider, ""), err)
	}
	a.Secrets.Add(creds.secrets()...)
	return creds, nil
}

// choose gives the first alternative that there are credentials for.
func (a *Authorizer) choose(ctx context.Context) ([]Scheme, Credentials, error) {
	creds, err := a.Credentials(ctx)
	if err != nil {
		return nil, creds, err
	}
	optional := len(a.Alternatives) == 0
alternatives:
	for _, schemes := range a.Alternatives {
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
	return nil, creds, fmt.Errorf("%sno credentials for %s: %w", api.Prefix(a.Provider, ""), describeAuth(a.Alternatives), api.ErrUnauthorized)
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

func (a *Authorizer) add(req *http.Request, s *Scheme, creds *Credentials) error {
	secret := creds.secret(s)
	if strings.ContainsFunc(secret, unicode.IsControl) {
		return fmt.Errorf("%sthe credential for %s holds a line break or another control character: %w", api.Prefix(a.Provider, ""), s.Name, api.ErrUnauthorized)
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
			return fmt.Errorf("%sthe credential for %s holds a character that no cookie can have: %w", api.Prefix(a.Provider, ""), s.Name, api.ErrUnauthorized)
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
		return fmt.Errorf("security scheme %s is of kind %q: %w", s.Name, s.Kind, api.ErrUnsupported)
	}
	return nil
}

// neverInCookie says whether net/http would leave a character out of a cookie.
func neverInCookie(r rune) bool { return r > unicode.MaxASCII || strings.ContainsRune(`";\`, r) }
