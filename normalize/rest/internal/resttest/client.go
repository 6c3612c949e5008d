package resttest

import (
	"io"
	"net/http"
	"testing"

	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Answer gives what Do makes of one kind of answer.
func Answer(t *testing.T, handler http.HandlerFunc, change ...func(*transport.Config)) (transport.Stats, error) {
	t.Helper()
	c := New(t, handler, change...)
	resp, err := c.Do(&ListOp, Request(t.Context(), c, "/things"))
	if err != nil {
		return c.Stats(), err
	}
	defer func() { _ = resp.Body.Close() }()
	_, err = io.ReadAll(resp.Body)
	return c.Stats(), err
}

func Once(t *transport.Config) { t.Retry.MaxAttempts = 1 }

// RoundTripper is a transport that is a function.
type RoundTripper func(*http.Request) (*http.Response, error)

func (f RoundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Silent is a server that says begin, and then nothing more.
func Silent(begin string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the end of the connection goes unnoticed
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, begin)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

// OAuth has the client fetch tokens.
func OAuth(c *transport.Config) {
	c.Auth = [][]auth.Scheme{{{Kind: auth.SchemeOAuth2, TokenURL: "/token"}}}
	c.Credentials = auth.StaticCredentials(auth.Credentials{ClientID: "a", ClientSecret: "b"})
}
