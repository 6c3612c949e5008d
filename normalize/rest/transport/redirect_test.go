package transport_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Another attempt does not help with a redirect that is not followed.
func TestRefusedRedirectsAreNotRetried(t *testing.T) {
	errTheirs := errors.New("not for us")
	for name, test := range map[string]struct {
		location string
		theirs   error
		is       error
		text     string
		requests int
	}{
		"foreign, plain http": {location: "http://files.test/x", is: api.ErrInvalidRequest, text: "plain http", requests: 1},
		"foreign, a file":     {location: "file:///etc/passwd", is: api.ErrInvalidRequest, text: "scheme", requests: 1},
		"with a credential":   {location: "https://files.test/" + resttest.Key, text: "hand over a credential to https://files.test", requests: 1},
		"theirs":              {location: "/v1/y", theirs: errTheirs, is: errTheirs, text: "not for us", requests: 1},
		"in a circle":         {location: "/v1/x", text: "too many redirects", requests: transport.MaxRedirects},
		"no URL":              {location: "http://[::1" + resttest.Key, text: "Location", requests: 5},
		"no host":             {location: "https://", text: "", requests: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					requests++
					w.Header().Set("Location", test.location)
					w.WriteHeader(http.StatusFound)
				}, func(c *transport.Config) {
					if test.theirs != nil {
						c.HTTPClient.CheckRedirect = func(*http.Request, []*http.Request) error { return test.theirs }
					}
				})
				_, err := c.Open(t.Context(), "/v1/x")
				if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.text) || strings.Contains(err.Error(), resttest.Key) {
					t.Errorf("got %v, want %v with %q", err, test.is, test.text)
				}
				if errors.Is(test.is, api.ErrInvalidRequest) && errors.Is(err, api.ErrUnavailable) {
					t.Errorf("%v is of two kinds", err)
				}
				if requests != test.requests {
					t.Errorf("%d requests, want %d", requests, test.requests)
				}
			})
		})
	}
}

// What counts as the API's own origin, seen by who gets the key.
func TestRedirectsWithinAndWithoutTheOrigin(t *testing.T) {
	for location, within := range map[string]bool{
		"/v1/y": true, "y": true, "//localhost/v1/y": true, "//LOCALHOST:80/v1/y": true, "http://localhost:80/v1/y": true, "HTTP://localhost/v1/y": true,
		"http://localhost:8080/v1/y": false, "https://localhost/v1/y": false, "http://localhost./v1/y": false, "http://localhost.evil.test/": false,
		"http://localhost@evil.test/": false, "http://evil.test#@localhost/": false, "//evil.test/y": false, `http:\\evil.test/`: false, "http://127.0.0.1/v1/y": false,
		"http://locallhost/": false, "http://xn--localhost-/": false, "http://l\u00f6calhost/": false, "http://[::1]/v1/y": false, "http:localhost/v1/y": false,
	} {
		synctest.Test(t, func(t *testing.T) {
			got := map[string]bool{}
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("X-API-Key") != "" {
					got[r.Host] = true
				}
				if r.URL.Path == "/v1/things" {
					w.Header().Set("Location", location)
					w.WriteHeader(http.StatusTemporaryRedirect)
					return
				}
				resttest.Reply(w, 200, "{}")
			}, resttest.Once)
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
			if (err == nil) != within {
				t.Errorf("%s: got %v, want it to be within: %v", location, err, within)
			}
			for host := range got {
				if !strings.EqualFold(strings.TrimSuffix(host, ":80"), "localhost") {
					t.Errorf("%s: %s got the key", location, host)
				}
			}
		})
	}
}

// A redirect that repeats the query leaves the key out, and only that.
func TestRedirectLeavesTheKeyBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.Host+r.URL.String())
			if r.Host == "localhost" {
				http.Redirect(w, r, "http://files.test/x?key=theirs&again="+r.URL.Query().Get("key")+"&a=1", http.StatusFound)
				return
			}
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) {
			c.AllowInsecure = true
			c.Auth = [][]auth.Scheme{{{Kind: auth.SchemeQuery, Param: "key"}}}
		})
		resp, err := c.Open(t.Context(), "/rec")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if want := "localhost/rec?key=" + resttest.Key + " files.test/x?a=1&key=theirs"; strings.Join(got, " ") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
		}
	})
}

// A body goes along within the origin, and nowhere else.
func TestRedirectedBody(t *testing.T) {
	search := api.Operation{ID: "search", Method: http.MethodPost, Path: "/search", Success: []int{200}, Read: true}
	for _, status := range []int{http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		for location, want := range map[string]string{"/v1/found": "query", "http://evil.test/": ""} {
			synctest.Test(t, func(t *testing.T) {
				got := ""
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/v1/search" {
						w.Header().Set("Location", location)
						w.WriteHeader(status)
						return
					}
					data := make([]byte, 100)
					n, _ := r.Body.Read(data)
					got = string(data[:n])
					resttest.Reply(w, 200, "{}")
				}, func(c *transport.Config) { c.AllowInsecure = true })
				req, _ := http.NewRequestWithContext(t.Context(), search.Method, c.BaseURL()+search.Path, strings.NewReader("query"))
				resp, err := c.Do(&search, req)
				if err == nil {
					_ = resp.Body.Close()
				}
				if got != want || (err == nil) != (want != "") {
					t.Errorf("%d to %s: it got %q, with %v", status, location, got, err)
				}
			})
		}
	}
}

// Away and back again: the API gets its key, the host between nothing.
func TestRedirectAwayAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.Host+r.URL.Path+" "+r.Header.Get("X-API-Key")+r.Header.Get("Cookie")+r.Header.Get("Authorization")+r.Header.Get("Referer"))
			switch r.URL.Path {
			case "/v1/rec":
				http.SetCookie(w, &http.Cookie{Name: "session", Value: "s"})
				http.Redirect(w, r, "http://files.test/rec?x=1", http.StatusFound)
			case "/rec":
				http.Redirect(w, r, "http://localhost/v1/back", http.StatusFound)
			default:
				resttest.Reply(w, 200, "{}")
			}
		}, func(c *transport.Config) { c.AllowInsecure = true })
		resp, err := c.Open(t.Context(), "/v1/rec")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		want := "localhost/v1/rec " + resttest.Key + "|files.test/rec |localhost/v1/back " + resttest.Key
		if strings.Join(got, "|") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
		}
	})
}
