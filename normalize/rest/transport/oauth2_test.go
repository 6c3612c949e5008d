package transport_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

func TestTokenIsFetchedOnceAndAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetched := 0
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/token" {
				fetched++
				time.Sleep(time.Second)
				resttest.Reply(w, 200, `{"access_token":"t","token_type":"bearer","expires_in":3600}`)
				return
			}
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) {
			c.Auth = [][]auth.Scheme{{{Kind: auth.SchemeOAuth2, TokenURL: "/token"}}}
			c.Credentials = auth.StaticCredentials(auth.Credentials{ClientID: "a", ClientSecret: "b"})
		})
		for range 2 {
			done := make(chan error)
			for range 5 {
				go func() {
					_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
					done <- err
				}()
			}
			for range 5 {
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
			time.Sleep(time.Hour)
		}
		if fetched != 2 {
			t.Errorf("fetched %d tokens", fetched)
		}
	})
}

func TestRejectedTokenIsFetchedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetched := 0
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/token":
				fetched++
				resttest.Reply(w, 200, fmt.Sprintf(`{"access_token":"token-%d","token_type":"bearer","expires_in":3600}`, fetched))
			case r.Header.Get("Authorization") == "Bearer token-1":
				resttest.Reply(w, 401, "{}")
			default:
				resttest.Reply(w, 200, "{}")
			}
		}, func(c *transport.Config) {
			c.Auth = [][]auth.Scheme{{{Kind: auth.SchemeOAuth2, TokenURL: "/token"}}}
			c.Credentials = auth.StaticCredentials(auth.Credentials{ClientID: "a", ClientSecret: "b"})
		})
		for i, want := range []error{api.ErrUnauthorized, nil, nil} {
			if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); !errors.Is(err, want) {
				t.Errorf("request %d: got %v, want %v", i, err, want)
			}
		}
		if fetched != 2 {
			t.Errorf("fetched %d tokens", fetched)
		}
	})
}

func TestTokenEndpointFails(t *testing.T) {
	tests := map[string]struct {
		url      string
		fault    http.HandlerFunc
		is       error
		text     string
		requests int64
	}{
		"refused": {"/token", func(w http.ResponseWriter, r *http.Request) {
			resttest.Reply(w, 401, `{"error":"invalid_client","error_description":"not client-secret"}`)
		}, api.ErrUnauthorized, "acme: fetch token: 401 invalid_client: not [redacted]", 1},
		"busy": {"/token", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "1")
			resttest.Reply(w, 503, `{}`)
		}, api.ErrUnavailable, "acme: fetch token: 503", 2},
		"reset": {"/token", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, api.ErrUnavailable, "acme: fetch token: POST http://localhost/token: ", 2},
		"redirect": {"/token", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.test/", http.StatusFound)
		}, api.ErrUnavailable, "acme: fetch token: POST ", 1},
		"no token": {"/token", func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 200, `{}`) }, nil, "acme: fetch token: ", 1},
		"http":     {"http://auth.test/token", nil, nil, "acme: the token URL of o is not https", 1},
		"no URL":   {"", nil, nil, "acme: security scheme o has no usable token URL", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, test.fault, func(c *transport.Config) {
					c.Auth = [][]auth.Scheme{{{Name: "o", Kind: auth.SchemeOAuth2, TokenURL: test.url}}}
					c.Credentials = auth.StaticCredentials(auth.Credentials{ClientID: "a", ClientSecret: "client-secret"})
					c.Retry.MaxAttempts = 2
				})
				_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
				if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.HasPrefix(err.Error(), test.text) {
					t.Errorf("got %v, want %s", err, test.text)
				}
				if got := c.Stats().Requests; got != test.requests {
					t.Errorf("got %d requests, want %d", got, test.requests)
				}
			})
		})
	}
}

// TestTokenErrorIsShort: the endpoint of tokens is shown no more of than the API.
func TestTokenErrorIsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			resttest.Reply(w, 400, `{"error":"no","error_description":"`+strings.Repeat("x", 500<<10)+`"}`)
		}, resttest.OAuth, resttest.Once)
		_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
		if e, ok := errors.AsType[*api.APIError](err); !ok || len(e.Message) > 2<<10 {
			t.Errorf("%d bytes of %.100s", len(fmt.Sprint(err)), fmt.Sprint(err))
		}
	})
}
