package transport_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/secrets"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// all are credentials for every scheme, each of which holds "secret".
var all = auth.Credentials{
	APIKey: "sk-very-secret", Token: "tok-secret", Username: "user", Password: "pass-secret", ClientID: "id", ClientSecret: "client-secret",
	ByScheme: map[string]string{"second": "second-secret"},
}

func TestSchemes(t *testing.T) {
	tests := []struct {
		name  string
		auth  [][]auth.Scheme
		creds auth.Credentials
		want  string // of the request
		err   string
	}{
		{"header", [][]auth.Scheme{{{Kind: auth.SchemeHeader, Param: "X-Key"}}}, all, "X-Key: sk-very-secret", ""},
		{"query", [][]auth.Scheme{{{Kind: auth.SchemeQuery, Param: "api key"}}}, all, "/v1/things?a=1&api+key=sk-very-secret", ""},
		{"cookie", [][]auth.Scheme{{{Kind: auth.SchemeCookie, Param: "k"}}}, all, "Cookie: k=sk-very-secret", ""},
		{"bearer", [][]auth.Scheme{{{Kind: auth.SchemeBearer}}}, all, "Authorization: Bearer tok-secret", ""},
		{"bearer by key", [][]auth.Scheme{{{Kind: auth.SchemeBearer}}}, auth.Credentials{APIKey: "key-secret"}, "Authorization: Bearer key-secret", ""},
		{"basic", [][]auth.Scheme{{{Kind: auth.SchemeBasic}}}, all, "Authorization: Basic dXNlcjpwYXNzLXNlY3JldA==", ""},
		{"oauth2", [][]auth.Scheme{{{Kind: auth.SchemeOAuth2, TokenURL: "/token", Scopes: []string{"read"}}}}, auth.Credentials{ClientID: "id", ClientSecret: "client-secret"},
			"Authorization: Bearer fetched-secret", ""},
		{"by name", [][]auth.Scheme{{{Name: "second", Kind: auth.SchemeHeader, Param: "X-Key"}}}, all, "X-Key: second-secret", ""},
		{"second alternative", [][]auth.Scheme{{{Kind: auth.SchemeBasic}}, {{Kind: auth.SchemeHeader, Param: "X-Key"}}}, auth.Credentials{APIKey: "k-secret"}, "X-Key: k-secret", ""},
		{"optional", [][]auth.Scheme{{{Kind: auth.SchemeBasic}}, {}}, auth.Credentials{}, "GET", ""},
		{"none", [][]auth.Scheme{{{Name: "key", Kind: auth.SchemeHeader, Param: "X-Key"}, {Name: "app", Kind: auth.SchemeBasic}}, {{Name: "jwt", Kind: auth.SchemeBearer}}}, auth.Credentials{}, "",
			"acme: no credentials for key (header) with app (basic) or jwt (bearer): unauthorized"},
		{"line break", [][]auth.Scheme{{{Name: "key", Kind: auth.SchemeHeader, Param: "X-Key"}}}, auth.Credentials{APIKey: "se\r\ncret"}, "", "acme: the credential for key holds a line break or another control character: unauthorized"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got bytes.Buffer
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/token" {
						resttest.Reply(w, 200, `{"access_token":"fetched-secret","token_type":"bearer","expires_in":3600}`)
						return
					}
					fmt.Fprintln(&got, r.Method, r.URL)
					_ = r.Header.Write(&got)
					resttest.Reply(w, 200, "{}")
				}, func(c *transport.Config) { c.Auth, c.Credentials = test.auth, auth.StaticCredentials(test.creds) })
				_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things?a=1"))
				if test.err != "" {
					if err == nil || err.Error() != test.err {
						t.Errorf("got %v, want %s", err, test.err)
					}
					return
				}
				if err != nil || !strings.Contains(strings.ReplaceAll(got.String(), "\r\n", "\n"), test.want) {
					t.Errorf("got %v and %s, want %s", err, got.String(), test.want)
				}
			})
		})
	}
}

// TestNothingShowsCredentials drives all ways to fail, for each scheme, with a
// server and a transport that repeat what they were sent.
func TestNothingShowsCredentials(t *testing.T) {
	schemes := []auth.Scheme{
		{Kind: auth.SchemeHeader, Param: "X-Key"}, {Kind: auth.SchemeQuery, Param: "key"}, {Kind: auth.SchemeCookie, Param: "k"}, {Kind: auth.SchemeBearer}, {Kind: auth.SchemeBasic},
		{Name: "o", Kind: auth.SchemeOAuth2, TokenURL: "/token"},
	}
	echo := func(r *http.Request) string {
		return fmt.Sprintf("%s %s %s", r.URL, r.Header, fmt.Sprint(r.BasicAuth()))
	}
	answers := map[string]http.HandlerFunc{
		"400": func(w http.ResponseWriter, r *http.Request) {
			data, _ := json.Marshal(map[string]any{"error": map[string]any{"code": echo(r), "message": echo(r)}})
			w.Header().Set("X-Request-Id", strings.ReplaceAll(echo(r), "\n", " "))
			resttest.Reply(w, 400, string(data))
		},
		"html": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, echo(r))
		},
		"reset": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.test/?"+r.URL.RawQuery, http.StatusFound)
		},
		"loop": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) },
		"envelope": func(w http.ResponseWriter, r *http.Request) {
			data, _ := json.Marshal(map[string]any{"error": echo(r)})
			resttest.Reply(w, 200, string(data))
		},
		"link": func(w http.ResponseWriter, r *http.Request) {
			data, _ := json.Marshal(map[string]any{"data": []any{}, "meta": map[string]any{"link": "http://evil.test/?" + r.URL.RawQuery}})
			resttest.Reply(w, 200, string(data))
		},
	}
	for name, handler := range answers {
		for _, scheme := range schemes {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/token" {
						resttest.Reply(w, 200, `{"access_token":"fetched-secret","token_type":"bearer","expires_in":3600}`)
						return
					}
					handler(w, r)
				}, func(c *transport.Config) {
					c.Auth, c.Credentials = [][]auth.Scheme{{scheme}}, auth.StaticCredentials(all)
					if scheme.Kind == auth.SchemeOAuth2 {
						c.Credentials = auth.StaticCredentials(auth.Credentials{ClientID: "id", ClientSecret: "client-secret"})
					}
					c.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
					next := c.HTTPClient.Transport
					c.HTTPClient = &http.Client{Transport: resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
						resp, err := next.RoundTrip(r)
						if err != nil && err != r.Context().Err() {
							err = fmt.Errorf("sending %s %s: %w", r.URL, r.Header, err)
						}
						return resp, err
					})}
					c.Middleware = []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
						return resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
							fmt.Fprintln(&log, r.URL, r.Header)
							return next.RoundTrip(r)
						})
					}}
				})
				_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Link{}), c, rest.Run{})
				if err == nil {
					t.Fatal("no error")
				}
				_, err2 := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
				_, err3 := c.Open(t.Context(), "/things")
				for _, err := range []error{err, err2, err3} {
					for e := err; e != nil; e = errors.Unwrap(e) {
						fmt.Fprintf(&log, "%v %+v %#v %s\n", e, e, e, e)
					}
				}
				fmt.Fprintf(&log, "%v %+v %#v %s %v\n", c, c, c, c.Doer(), c.Stats())
				if i := strings.Index(log.String(), "secret"); i >= 0 {
					t.Errorf("%s, %s: ...%s...", name, scheme.Kind, log.String()[max(0, i-80):min(log.Len(), i+40)])
				}
				if i := strings.Index(log.String(), "dXNlcjpwYXNz"); i >= 0 {
					t.Errorf("%s, %s: basic credentials", name, scheme.Kind)
				}
			})
		}
	}
}

// TestBodyHidesCredentials has an error body repeat a key in the ways that texts
// are written in bodies.
func TestBodyHidesCredentials(t *testing.T) {
	const key = `+se"cr/et&key`
	quoted, _ := json.Marshal(key)
	for name, body := range map[string]string{
		"as it is":              key,
		"JSON":                  string(quoted),
		"JSON without HTML":     `"+se\"cr/et&key"`,
		"JSON with its slashes": `"+se\"cr\/et&key"`,
		"query":                 url.QueryEscape(key),
		"path":                  url.PathEscape(key),
		"HTML":                  html.EscapeString(key),
		"where it is cut":       strings.Repeat("x", secrets.KeptBody-8) + key,
	} {
		synctest.Test(t, func(t *testing.T) {
			c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 400, body) }, func(c *transport.Config) {
				c.Credentials = auth.StaticCredentials(auth.Credentials{APIKey: key})
			})
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
			e, ok := errors.AsType[*api.APIError](err)
			if !ok || len(e.Body) == 0 || len(e.Body) > secrets.KeptBody {
				t.Fatalf("%s: %#v", name, err)
			}
			if got := string(e.Body); strings.Contains(got, "cr") || strings.Contains(got, "se") {
				t.Errorf("%s: %s", name, got)
			}
		})
	}
}

func TestCredentialsPrint(t *testing.T) {
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "creds", all, "nested", struct{ C auth.Credentials }{all}, "ptr", &all)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "creds", all, "nested", struct{ C auth.Credentials }{all})
	data, err := json.Marshal(map[string]any{"c": all, "p": &all})
	if err != nil {
		t.Fatal(err)
	}
	log.Write(data)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&log, verb+verb, all, &all)
		fmt.Fprintf(&log, verb, transport.Config{Credentials: auth.StaticCredentials(all)})
	}
	if strings.Contains(log.String(), "secret") || strings.Contains(log.String(), fmt.Sprintf("%x", "secret")) {
		t.Error(log.String())
	}
}

func TestRotatingCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		var got []string
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.Header.Get("X-API-Key"))
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) {
			c.Credentials = func(context.Context) (auth.Credentials, error) {
				if n++; n == 3 {
					return auth.Credentials{}, errors.New("vault is sealed")
				}
				return auth.Credentials{APIKey: fmt.Sprint("key-", n)}, nil
			}
		})
		for range 2 {
			if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); err != nil {
				t.Error(err)
			}
		}
		if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); err == nil || err.Error() != "acme: credentials: vault is sealed" {
			t.Error(err)
		}
		if fmt.Sprint(got) != "[key-1 key-2]" {
			t.Error(got)
		}
	})
}
