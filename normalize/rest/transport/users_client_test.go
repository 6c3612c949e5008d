package transport_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// TestUsersClient: the user's own policy, jar and middleware see no credential, and
// what they add goes where it would with any client.
func TestUsersClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen, got []string
		look := func(who string, r *http.Request) {
			seen = append(seen, fmt.Sprint(who, " ", r.URL, " ", r.Header))
			if r.Response != nil {
				seen = append(seen, fmt.Sprint(r.Response.Request.URL, r.Response.Request.Header))
			}
		}
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.Host+r.URL.Path+" "+r.Header.Get("X-API-Key")+" "+r.Header.Get("Cookie")+" "+r.URL.RawQuery)
			switch r.URL.Path {
			case "/v1/rec":
				http.SetCookie(w, &http.Cookie{Name: "session", Value: "s1"})
				http.Redirect(w, r, "/v1/near?"+r.URL.RawQuery, http.StatusFound)
			case "/v1/near":
				http.Redirect(w, r, "http://files.test/rec", http.StatusFound)
			default:
				resttest.Reply(w, 200, "{}")
			}
		}, func(c *transport.Config) {
			c.AllowInsecure = true
			c.Auth = [][]auth.Scheme{{{Name: "key", Kind: auth.SchemeHeader, Param: "X-API-Key"}, {Name: "q", Kind: auth.SchemeQuery, Param: "k"}}}
			c.HTTPClient.Jar, _ = cookiejar.New(nil)
			c.HTTPClient.CheckRedirect = func(r *http.Request, via []*http.Request) error {
				look("policy", r)
				for _, v := range via {
					look("before", v)
				}
				return nil
			}
			c.Middleware = []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
				return resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
					look("middleware", r)
					resp, err := next.RoundTrip(r)
					if err == nil {
						look("after", resp.Request)
					}
					return resp, err
				})
			}}
		})
		resp, err := c.Open(t.Context(), "/v1/rec?a=1")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		look("result", resp.Request)
		if text := strings.Join(seen, "\n"); strings.Contains(text, resttest.Key) || len(seen) < 10 {
			t.Error(text)
		}
		want := "localhost/v1/rec " + resttest.Key + "  a=1&k=" + resttest.Key + "|localhost/v1/near " + resttest.Key + " session=s1 a=1&k=" + resttest.Key + "|files.test/rec   "
		if strings.Join(got, "|") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
		}
	})
}

// TestCallsWithinOpen: a recording may lie elsewhere; what the user asks another API
// meanwhile may not.
func TestCallsWithinOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Host == "localhost" {
				http.Redirect(w, r, "http://files.test/", http.StatusFound)
				return
			}
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) { c.AllowInsecure = true })
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, "{}") }, func(c *transport.Config) {
			c.Credentials = func(ctx context.Context) (auth.Credentials, error) {
				resp, err := vault.Doer().Do(resttest.Request(ctx, vault, "/things"))
				if err == nil {
					_ = resp.Body.Close()
				}
				return auth.Credentials{APIKey: resttest.Key}, err
			}
		}, resttest.Once)
		resp, err := c.Open(t.Context(), "/rec")
		if err == nil {
			_ = resp.Body.Close()
		}
		if e, ok := errors.AsType[*api.GuardError](err); !ok || e.Kind != api.GuardForeignLink {
			t.Errorf("got %v", err)
		}
	})
}
