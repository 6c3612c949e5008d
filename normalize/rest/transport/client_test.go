package transport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

func TestResponses(t *testing.T) {
	header := func(name, value, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header()[name] = nil
			if value != "" {
				w.Header().Set(name, value)
			}
			_, _ = io.WriteString(w, body)
		}
	}
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, code, body) }
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		is      error // nil: an answer
		text    string
	}{
		{"json", status(200, `{}`), nil, ``},
		{"problem+json", header("Content-Type", "application/problem+json", `{}`), nil, ``},
		{"upper case", header("Content-Type", "Application/JSON", `{}`), nil, ``},
		{"odd parameters", header("Content-Type", "application/json; charset", `{}`), nil, ``},
		{"no type, JSON", header("Content-Type", "", ` [1]`), nil, ``},
		{"no type, no JSON", header("Content-Type", "", `hello`), api.ErrBadResponse, `acme: listThings: status 200: wrong media type ""`},
		{"html", header("Content-Type", "text/html", `<p>`), api.ErrBadResponse, `acme: listThings: status 200: wrong media type "text/html"`},
		{"empty", status(200, ``), api.ErrBadResponse, `acme: listThings: status 200: empty body`},
		{"204", status(204, ``), api.ErrBadResponse, `acme: listThings: status 204: empty body`},
		{"202", status(202, `{"error":{"message":"wait"}}`), api.ErrBadResponse, `acme: listThings: status 202: undeclared status: wait`},
		{"401", status(401, `{"error":{"code":"bad_key","message":"no such key"}}`), api.ErrUnauthorized, `acme: listThings: 401 bad_key: no such key`},
		{"401 with the key", status(401, `{"error":"key `+resttest.Key+` is wrong"}`), api.ErrUnauthorized, `acme: listThings: 401: key [redacted] is wrong`},
		{"403", status(403, ``), api.ErrForbidden, `acme: listThings: 403: forbidden`},
		{"404", status(404, `{"errors":["none","x"]}`), api.ErrNotFound, `acme: listThings: 404: none`},
		{"422", status(422, `<html>`), api.ErrInvalidRequest, `acme: listThings: 422: invalid request`},
		{"409", status(409, `{}`), api.ErrInvalidRequest, `acme: listThings: 409: invalid request`},
		{"429", status(429, `{}`), api.ErrRateLimited, `acme: listThings: 429: rate limited`},
		{"501", status(501, `{}`), api.ErrUnsupported, `acme: listThings: 501: unsupported`},
		{"502", status(502, ``), api.ErrUnavailable, `acme: listThings: 502: unavailable`},
		{"304", status(304, ``), api.ErrBadResponse, `acme: listThings: 304: unacceptable response`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, err := resttest.Answer(t, test.handler, resttest.Once)
				if test.is == nil {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				if !errors.Is(err, test.is) || err.Error() != test.text {
					t.Fatalf("got %v, want %v as %v", err, test.text, test.is)
				}
			})
		})
	}
}

func TestRetries(t *testing.T) {
	after := func(status int, text func() string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", text())
			resttest.Reply(w, status, "")
		}
	}
	in := func(d time.Duration) func() string {
		return func() string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	}
	is := func(text string) func() string { return func() string { return text } }
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, code, "") }
	}
	tests := []struct {
		name     string
		fault    http.HandlerFunc
		times    int // that it happens; 0: always
		retry    transport.Retry
		is       error
		requests int64
		least    time.Duration // waited
		most     time.Duration
	}{
		{name: "503 twice", fault: status(503), times: 2, requests: 3, least: 500 * time.Millisecond, most: 2 * time.Second},
		{name: "408", fault: status(408), times: 1, requests: 2, least: 250 * time.Millisecond, most: time.Second},
		{name: "425", fault: status(425), times: 1, requests: 2, least: 250 * time.Millisecond, most: time.Second},
		{name: "429 without a word", fault: status(429), times: 1, requests: 2, least: 250 * time.Millisecond, most: time.Second},
		{name: "seconds", fault: after(429, is("7")), times: 1, requests: 2, least: 7 * time.Second, most: 7 * time.Second},
		{name: "date", fault: after(503, in(9*time.Second)), times: 1, requests: 2, least: 9 * time.Second, most: 9 * time.Second},
		{name: "past date", fault: after(503, in(-time.Hour)), times: 1, requests: 2, least: 250 * time.Millisecond, most: time.Second},
		{name: "too far away", fault: after(429, is("86400")), is: api.ErrRateLimited, requests: 1},
		{name: "absurd", fault: after(429, is("1e300")), is: api.ErrRateLimited, requests: 1},
		{name: "not a time", fault: after(503, is("soon")), times: 1, requests: 2, least: 250 * time.Millisecond, most: time.Second},
		{name: "always 500", fault: status(500), is: api.ErrUnavailable, requests: 5, least: time.Second, most: 10 * time.Second},
		{name: "one attempt", fault: status(500), retry: transport.Retry{MaxAttempts: 1}, is: api.ErrUnavailable, requests: 1},
		{name: "elapsed", fault: after(503, is("4")), retry: transport.Retry{MaxAttempts: 100, MaxElapsed: 10 * time.Second}, is: api.ErrUnavailable,
			requests: 3, least: 8 * time.Second, most: 8 * time.Second},
		{name: "400", fault: status(400), is: api.ErrInvalidRequest, requests: 1},
		{name: "501", fault: status(501), is: api.ErrUnsupported, requests: 1},
		{name: "reset before the body", fault: func(w http.ResponseWriter, _ *http.Request) { resttest.Cut(w, "") }, times: 1, requests: 2,
			least: 250 * time.Millisecond, most: time.Second},
		{name: "stall", fault: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, times: 1, requests: 2,
			least: 250 * time.Millisecond, most: time.Second},
		{name: "always stalls", fault: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, is: api.ErrUnavailable, requests: 5,
			least: time.Second, most: 10 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				attempt := 0
				stats, err := resttest.Answer(t, func(w http.ResponseWriter, r *http.Request) {
					if attempt++; test.times == 0 || attempt <= test.times {
						test.fault(w, r)
						return
					}
					resttest.Reply(w, 200, "{}")
				}, func(c *transport.Config) { c.Retry = test.retry })
				if !errors.Is(err, test.is) {
					t.Errorf("got %v, want %v", err, test.is)
				}
				if stats.Requests != test.requests || stats.Waited < test.least || stats.Waited > test.most {
					t.Errorf("got %d requests and %v waited, want %d and %v to %v", stats.Requests, stats.Waited, test.requests, test.least, test.most)
				}
				if e, ok := errors.AsType[*api.APIError](err); ok && test.name == "too far away" && e.RetryAfter != 24*time.Hour {
					t.Errorf("got retry after %v", e.RetryAfter)
				}
			})
		})
	}
}

// Of several failures the last one is what the caller sees.
func TestLastErrorCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		stats, err := resttest.Answer(t, func(w http.ResponseWriter, _ *http.Request) {
			n++
			switch n {
			case 1:
				resttest.Reply(w, 500, `{"error":{"code":"first"}}`)
			case 2:
				resttest.Cut(w, "")
			case 3:
				w.Header().Set("Retry-After", "90")
				resttest.Reply(w, 429, `{"error":{"code":"third"}}`)
			default:
				resttest.Reply(w, 200, "{}")
			}
		})
		e, ok := errors.AsType[*api.APIError](err)
		if !ok || e.Code != "third" || e.RetryAfter != 90*time.Second || stats.Requests != 3 {
			t.Errorf("got %v after %d requests, want the third failure, which says when to come back", err, stats.Requests)
		}
	})
}

// However many others keep an API busy, a call ends within its budget.
func TestManyLimitedUsers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		retry := transport.Retry{MaxAttempts: 100, MaxElapsed: 2 * time.Minute}
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "20")
			resttest.Reply(w, 429, "{}")
		}, func(c *transport.Config) { c.Retry, c.Concurrency = retry, 2 })
		done := make(chan error)
		began := time.Now()
		for i := range 12 {
			go func() {
				time.Sleep(time.Duration(i) * 3 * time.Second)
				_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
				done <- err
			}()
		}
		for range 12 {
			if err := <-done; !errors.Is(err, api.ErrRateLimited) {
				t.Errorf("got %v", err)
			}
		}
		if took := time.Since(began); took > retry.MaxElapsed+33*time.Second+20*time.Second {
			t.Errorf("it took %v", took)
		}
		if n := c.Stats().Requests; n > 12*8 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestOnlyReplayable(t *testing.T) {
	search := api.Operation{ID: "search", Method: http.MethodPost, Path: "/search", Success: []int{200}, Read: true}
	create := api.Operation{ID: "create", Method: http.MethodPost, Path: "/things", Success: []int{200}}
	for op, want := range map[*api.Operation]int64{&search: 3, &create: 1} {
		synctest.Test(t, func(t *testing.T) {
			var bodies []string
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
				data, _ := io.ReadAll(r.Body)
				bodies = append(bodies, string(data))
				resttest.Reply(w, 500, "")
			}, func(c *transport.Config) { c.Retry.MaxAttempts = 3 })
			req, _ := http.NewRequestWithContext(t.Context(), op.Method, c.BaseURL()+op.Path, strings.NewReader("query"))
			if _, err := c.Do(op, req); !errors.Is(err, api.ErrUnavailable) {
				t.Error(err)
			}
			if got := c.Stats().Requests; got != want || strings.Join(bodies, "") != strings.Repeat("query", int(want)) {
				t.Errorf("%s: got %d requests with bodies %q", op.ID, got, bodies)
			}
		})
	}
}

func TestCancelledAtOnce(t *testing.T) {
	stall := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	stallInBody := func(w http.ResponseWriter, r *http.Request) {
		resttest.Reply(w, 200, `{"data":[`)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	limited := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "50")
		resttest.Reply(w, 429, "")
	}
	for name, handler := range map[string]http.HandlerFunc{"before the answer": stall, "in the body": stallInBody, "in a wait": limited} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, handler)
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				began := time.Now()
				resp, err := c.Do(&resttest.ListOp, resttest.Request(ctx, c, "/things"))
				if err == nil {
					_, err = io.ReadAll(resp.Body)
					_ = resp.Body.Close()
				}
				if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 5*time.Second {
					t.Errorf("got %v after %v", err, time.Since(began))
				}
				if name == "in a wait" && !errors.Is(err, api.ErrRateLimited) {
					t.Errorf("%v does not tell the last answer", err)
				}
			})
		})
	}
}

func TestListsInAQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, r.URL.RawQuery)
			resttest.Reply(w, 200, `[]`)
		})
		l := resttest.Things(api.Shape{Records: []api.Path{{}}}, paging.SinglePage{})
		for _, query := range []string{"state=open done", "state=open|done", "name=\xc3\xbc", "state=open,done&q=a%20b+c%7C"} {
			l.Request = func(ctx context.Context, _ paging.Position) (*http.Request, error) {
				req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/v1/things", nil)
				req.URL.RawQuery = query
				return req, err
			}
			if _, _, err := resttest.Collect(t.Context(), l, c, rest.Run{}); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
		want := []string{"state=open%20done", "state=open%7Cdone", "name=%C3%BC", "state=open,done&q=a%20b+c%7C"}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("the query is %q, want %q", got[i], want[i])
			}
		}
	})
}
