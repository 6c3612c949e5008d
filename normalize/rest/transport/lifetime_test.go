package transport_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Each bubble fails where a goroutine is left behind in it.

// TestEndedAtOnce has a context end in every place in which a call can wait.
func TestEndedAtOnce(t *testing.T) {
	silentGzip := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, `{"data":[{"id":"a"},`)
		_ = z.Flush()
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	limited := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "50")
			resttest.Reply(w, status, "")
		}
	}
	stallAt := func(path, to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == path {
				_, _ = io.Copy(io.Discard, r.Body)
				<-r.Context().Done()
				return
			}
			http.Redirect(w, r, to, http.StatusFound)
		}
	}
	tests := map[string]struct {
		handler http.HandlerFunc
		change  func(*transport.Config)
		before  func(*testing.T, *transport.Client)
	}{
		"before the answer":   {handler: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		"in the body":         {handler: resttest.Silent(`{"data":[{"id":"a"},`)},
		"in a body of gzip":   {handler: silentGzip},
		"behind the records":  {handler: resttest.Silent(`{"data":[]`)},
		"in a redirect":       {handler: stallAt("/v1/moved", "/v1/moved")},
		"in a wait":           {handler: limited(503)},
		"at the gate":         {handler: limited(429), before: func(t *testing.T, c *transport.Client) { c.Gate().Close(50 * time.Second) }},
		"at the rate limit":   {handler: limited(503), change: func(c *transport.Config) { c.Rate = rate.NewLimiter(rate.Every(20*time.Second), 1) }, before: func(t *testing.T, c *transport.Client) { c.Limiter().Allow() }},
		"for another":         {handler: limited(503), change: func(c *transport.Config) { c.Concurrency = 1 }, before: func(t *testing.T, c *transport.Client) { c.Slots() <- struct{}{} }},
		"in the error's body": {handler: func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(400); resttest.Silent(`{"error":`)(w, r) }},
		"for a token":         {handler: stallAt("/token", "/x"), change: resttest.OAuth},
		"in a token":          {handler: resttest.Silent(`{"access_token":"`), change: resttest.OAuth},
		"for another's token": {handler: resttest.Silent(`{`), change: resttest.OAuth, before: fetchesToken},
		"in the credentials": {handler: resttest.Silent(`{`), change: func(c *transport.Config) {
			c.Credentials = func(ctx context.Context) (auth.Credentials, error) {
				<-ctx.Done()
				return auth.Credentials{}, ctx.Err()
			}
		}},
		"before the first try": {handler: limited(503), change: func(c *transport.Config) { c.Middleware = []func(http.RoundTripper) http.RoundTripper{waiting} }},
	}
	for name, test := range tests {
		for _, way := range []string{"list", "get", "open"} {
			for _, is := range []error{context.DeadlineExceeded, context.Canceled} {
				t.Run(fmt.Sprintf("%s/%s/%v", name, way, is), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						c := resttest.New(t, test.handler, func(cfg *transport.Config) {
							if test.change != nil {
								test.change(cfg)
							}
						})
						if test.before != nil {
							test.before(t, c)
						}
						began := time.Now()
						ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
						if is == context.Canceled {
							cancel()
							ctx, cancel = context.WithCancel(t.Context())
							time.AfterFunc(5*time.Second, cancel)
						}
						defer cancel()
						err := read(ctx, c, way)
						if took := time.Since(began); !errors.Is(err, is) || took > 5*time.Second || name != "at the rate limit" && took < 5*time.Second {
							t.Errorf("got %v after %v", err, took)
						}
					})
				})
			}
		}
	}
}

// fetchesToken has another user of the client wait for a token.
func fetchesToken(t *testing.T, c *transport.Client) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() { _ = read(ctx, c, "get") }()
	synctest.Wait()
}

// waiting is a transport that waits for the end of the context.
func waiting(http.RoundTripper) http.RoundTripper {
	return resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, fmt.Errorf("given up: %w", r.Context().Err())
	})
}

// read reads something in one of the ways that there are.
func read(ctx context.Context, c *transport.Client, way string) error {
	switch way {
	case "list":
		_, _, err := resttest.Collect(ctx, resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
		return err
	case "get":
		_, err := c.Doer().Do(resttest.Request(ctx, c, "/things/a"))
		return err
	}
	resp, err := c.Open(ctx, "/v1/file")
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return err
}

// A server that has said everything and keeps its connection is not waited for,
// also where silence has no limit.
func TestBodyThatDoesNotEnd(t *testing.T) {
	for _, idle := range []time.Duration{0, -1, time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			c := resttest.New(t, resttest.Silent(`{"data":[{"id":"a"}],"meta":{"more":false}}`), func(c *transport.Config) { c.IdleRead = idle })
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			began := time.Now()
			ids, _, err := resttest.Collect(ctx, resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
			if took := time.Since(began); err != nil || len(ids) != 1 || took > time.Second {
				t.Errorf("idle %v: got %v, %v in %v", idle, ids, err, took)
			}
		})
	}
}

// TestLeft leaves an iteration in every way that there is.
func TestLeft(t *testing.T) {
	leave := map[string]func(seq iter.Seq2[rest.Item[resttest.Rec], error]){
		"break": func(seq iter.Seq2[rest.Item[resttest.Rec], error]) {
			for range seq {
				break
			}
		},
		"stop": func(seq iter.Seq2[rest.Item[resttest.Rec], error]) {
			next, stop := iter.Pull2(seq)
			_, _, _ = next()
			stop()
			stop()
		},
		"stop before the first": func(seq iter.Seq2[rest.Item[resttest.Rec], error]) {
			_, stop := iter.Pull2(seq)
			stop()
		},
		"panic": func(seq iter.Seq2[rest.Item[resttest.Rec], error]) {
			defer func() { _ = recover() }()
			for range seq {
				panic("consumer")
			}
		},
		"goexit": func(seq iter.Seq2[rest.Item[resttest.Rec], error]) {
			var wg sync.WaitGroup
			wg.Go(func() {
				for range seq {
					func() { defer func() { _ = recover() }(); panic("inner") }()
					return
				}
			})
			wg.Wait()
		},
	}
	for name, f := range leave {
		for _, begin := range []string{`{"data":[{"id":"a"},`, `{"data":[{"id":"a"},{"id":"b"}],"meta":{"next":"x","more":true}}`} {
			synctest.Test(t, func(t *testing.T) {
				c := resttest.New(t, resttest.Silent(begin), func(c *transport.Config) { c.Concurrency = 1 })
				began := time.Now()
				for range 3 { // a slot that is not given back would hold the second one
					f(resttest.Things(resttest.Enveloped, paging.Cursor{}).All(t.Context(), c, rest.Run{}))
				}
				if took := time.Since(began); took != 0 {
					t.Errorf("%s: it took %v", name, took)
				}
			})
		}
	}
}

// A panic of what the user gave leaves no slot taken.
func TestPanicGivesTheSlotBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, "{}") }, func(c *transport.Config) {
			c.Concurrency = 1
			c.Credentials = func(context.Context) (auth.Credentials, error) {
				if calls++; calls < 3 {
					panic("vault")
				}
				return auth.Credentials{APIKey: resttest.Key}, nil
			}
		})
		do := func() (err error) {
			defer func() {
				if v := recover(); v != nil {
					err = fmt.Errorf("panic: %v", v)
				}
			}()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err = c.Doer().Do(resttest.Request(ctx, c, "/things"))
			return err
		}
		for i, want := range []string{"panic: vault", "panic: vault", "<nil>"} {
			if err := do(); fmt.Sprint(err) != want {
				t.Errorf("%d: got %v, want %s", i, err, want)
			}
		}
	})
}

// A body may be closed by another goroutine, which is how to end a read.
func TestCloseDuringRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, resttest.Silent("some"), func(c *transport.Config) { c.IdleRead = -1 })
		resp, err := c.Open(t.Context(), "/file")
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(5*time.Second, func() { _ = resp.Body.Close() })
		began := time.Now()
		data, err := io.ReadAll(resp.Body)
		if string(data) != "some" || err == nil || time.Since(began) != 5*time.Second {
			t.Errorf("got %q, %v after %v", data, err, time.Since(began))
		}
		if _, err := resp.Body.Read(make([]byte, 1)); err == nil {
			t.Error("a closed body can be read")
		}
	})
}

// TestManyUsersOfEverything has many goroutines use one client in every way, with
// limits and failures.
func TestManyUsersOfEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		n := 0
		good := resttest.Pages("cursor")
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			n++
			this := n
			mu.Unlock()
			switch {
			case r.URL.Path == "/token":
				resttest.Reply(w, 200, fmt.Sprintf(`{"access_token":"token-%d","token_type":"bearer","expires_in":20}`, this))
			case this%17 == 0:
				w.Header().Set("Retry-After", "2")
				resttest.Reply(w, 429, "{}")
			case this%13 == 0 && r.URL.Path == "/v1/things":
				resttest.Cut(w, `{"data":[`)
			default:
				good(w, r)
			}
		}, resttest.OAuth, func(c *transport.Config) {
			c.Concurrency, c.Rate, c.Retry.MaxAttempts = 3, rate.NewLimiter(50, 5), 20
			c.Middleware = []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
				return resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
					r.Header["User-Agent"] = append(r.Header["User-Agent"], "more")
					if v := r.Header["X-Const"]; len(v) > 0 {
						v[0] = "changed"
					}
					return next.RoundTrip(r)
				})
			}}
			c.Header = http.Header{"X-Const": {"const"}, "User-Agent": append(make([]string, 0, 8), "agent")}
		})
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				for _, way := range []string{"list", "get", "open"} {
					if err := read(t.Context(), c, way); err != nil {
						t.Errorf("user %d, %s: %v", i, way, err)
					}
				}
				_ = c.Stats()
			})
		}
		wg.Wait()
		if len(c.Slots()) != 0 {
			t.Errorf("%d slots are taken", len(c.Slots()))
		}
	})
}
