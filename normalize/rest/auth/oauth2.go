package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// oauth2Tokens keeps the token in use, for one set of client credentials.
type oauth2Tokens struct {
	lock   chan struct{} // holds one; a channel, so that waiting can be cancelled
	config *clientcredentials.Config
	token  *oauth2.Token
}

// errRedirected says that the token endpoint leads elsewhere, which no other
// attempt would change.
var errRedirected = errors.New("the token endpoint redirects")

// token gives a valid access token, fetching one where there is none.
func (a *Authorizer) token(ctx context.Context, s *Scheme, creds *Credentials) (string, error) {
	t := &a.oauth2
	select {
	case t.lock <- struct{}{}:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	defer func() { <-t.lock }()
	endpoint, err := a.tokenURL(s)
	if err != nil {
		return "", err
	}
	if t.config == nil || t.config.ClientID != creds.ClientID || t.config.ClientSecret != creds.ClientSecret || t.config.TokenURL != endpoint {
		t.config = &clientcredentials.Config{ClientID: creds.ClientID, ClientSecret: creds.ClientSecret, TokenURL: endpoint, Scopes: s.Scopes}
		t.token = nil
	}
	if !t.token.Valid() {
		client := &http.Client{Transport: a.Next, CheckRedirect: func(*http.Request, []*http.Request) error {
			return errRedirected
		}}
		token, err := t.config.Token(context.WithValue(ctx, oauth2.HTTPClient, client))
		if err != nil {
			return "", a.tokenError(ctx, endpoint, err)
		}
		t.token = token
		a.Secrets.Add(token.AccessToken)
	}
	return t.token.AccessToken, nil
}

// reject forgets the token of an Authorization header that the API did not
// accept, so that the next request fetches another. Where the token is just being
// fetched there is nothing to forget.
func (t *oauth2Tokens) reject(header string) {
	select {
	case t.lock <- struct{}{}:
		if t.token != nil && header == "Bearer "+t.token.AccessToken {
			t.token = nil
		}
		<-t.lock
	default:
	}
}

func (a *Authorizer) tokenURL(s *Scheme) (string, error) {
	u, err := a.Base.Parse(s.TokenURL)
	switch {
	case err != nil || s.TokenURL == "":
		return "", fmt.Errorf("%ssecurity scheme %s has no usable token URL", api.Prefix(a.Provider, ""), s.Name)
	case u.Scheme != "https" && !a.AllowInsecure && !api.IsLoopback(u.Hostname()):
		return "", fmt.Errorf("%sthe token URL of %s is not https", api.Prefix(a.Provider, ""), s.Name)
	}
	return u.String(), nil
}

// tokenError makes an error of the token endpoint one like those of the API.
func (a *Authorizer) tokenError(ctx context.Context, endpoint string, err error) error {
	const operation = "fetch token"
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		e := &api.APIError{Provider: a.Provider, Operation: operation, Code: a.Secrets.Shown(r.ErrorCode), Message: a.Secrets.Shown(r.ErrorDescription)}
		if r.Response != nil {
			e.Status = r.Response.StatusCode
			e.RetryAfter = api.RetryAfter(r.Response.Header)
		}
		return e
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		shown, _, _ := strings.Cut(endpoint, "?")
		final := errors.Is(err, errRedirected)
		return &api.TransportError{Provider: a.Provider, Operation: operation, Method: http.MethodPost, URL: shown, Err: a.Secrets.Clean(u.Err), Final: final}
	}
	return fmt.Errorf("%s%s", api.Prefix(a.Provider, operation), a.Secrets.Shown(err.Error()))
}
