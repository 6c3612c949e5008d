package rest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most := 0, 0
		enter := func(n int) {
			mu.Lock()
			defer mu.Unlock()
			now += n
			most = max(most, now)
		}
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Second)
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) {
			c.Concurrency = 2
			c.Rate = rate.NewLimiter(10, 1)
			next := c.HTTPClient.Transport
			c.HTTPClient = &http.Client{Transport: resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
				enter(1)
				defer enter(-1)
				return next.RoundTrip(r)
			})}
		})
		done := make(chan error)
		began := time.Now()
		for range 6 {
			go func() {
				_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
				done <- err
			}()
		}
		for range 6 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if most != 2 || time.Since(began) < 3*time.Second {
			t.Errorf("got %d at a time, done in %v", most, time.Since(began))
		}
	})
}

func TestBodyLimits(t *testing.T) {
	big := func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, `"`+strings.Repeat("x", 998)+`"`) }
	for limit, want := range map[int64]error{1000: nil, 999: api.ErrBadResponse} {
		synctest.Test(t, func(t *testing.T) {
			c := resttest.New(t, big, func(c *transport.Config) { c.MaxWhole = limit })
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
			if !errors.Is(err, want) {
				t.Errorf("limit %d: got %v", limit, err)
			}
		})
	}
}

func TestOne429SlowsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		first := true
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if first {
				first = false
				w.Header().Set("Retry-After", "10")
				resttest.Reply(w, 429, "{}")
				return
			}
			if since := time.Since(began); since < 10*time.Second {
				t.Errorf("request after %v", since)
			}
			resttest.Reply(w, 200, "{}")
		})
		done := make(chan error)
		do := func() {
			resp, err := c.Do(&resttest.ListOp, resttest.Request(t.Context(), c, "/things"))
			if err == nil {
				err = resp.Body.Close()
			}
			done <- err
		}
		go do()
		synctest.Wait()
		go do()
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestRateBeyondTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, "{}") }, func(c *transport.Config) {
			c.Rate = rate.NewLimiter(rate.Every(time.Hour), 1)
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := c.Doer().Do(resttest.Request(ctx, c, "/things")); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Doer().Do(resttest.Request(ctx, c, "/things")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestBaseURL(t *testing.T) {
	for url, want := range map[string]string{
		"": "none is given", "api.acme.test": "https://", "ftp://acme.test": "https://", "http://acme.test": "plain http", "https://u:p@acme.test": "user or password",
		"https://acme.test?key=1": "query", "https://acme.test/v1?": "query", "https://acme.test/v1/": "", "http://127.0.0.1:8080": "", "http://[::1]:80": "", "http://localhost": "", "http://evil\x7f:p@": "not a URL",
	} {
		c, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: url})
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: got %v, want %q", url, err, want)
		case err == nil && strings.HasSuffix(c.BaseURL(), "/"):
			t.Errorf("%q: got base %q", url, c.BaseURL())
		}
	}
	if _, err := transport.NewClient(transport.Config{Provider: "acme", BaseURL: "http://acme.test", AllowInsecure: true}); err != nil {
		t.Error(err)
	}
}

func TestBodyOfDoIsTyped(t *testing.T) {
	for name, test := range map[string]struct {
		fault http.HandlerFunc
		is    error
	}{
		"reset": {func(w http.ResponseWriter, _ *http.Request) { resttest.Cut(w, `{"a":`) }, api.ErrUnavailable},
		"large": {func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, strings.Repeat(" ", 2000)) }, api.ErrBadResponse},
		"stall": {func(w http.ResponseWriter, r *http.Request) {
			resttest.Reply(w, 200, `{`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, api.ErrUnavailable},
	} {
		synctest.Test(t, func(t *testing.T) {
			if _, err := resttest.Answer(t, test.fault, func(c *transport.Config) { c.MaxBody = 1000 }); !errors.Is(err, test.is) {
				t.Errorf("%s: got %v", name, err)
			}
		})
	}
}

func TestManyUsers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, resttest.Pages("cursor"), func(c *transport.Config) { c.Concurrency = 3 })
		l := resttest.Things(resttest.Enveloped, paging.Cursor{})
		done := make(chan string)
		for range 8 {
			go func() {
				ids, _, err := resttest.Collect(t.Context(), l, c, rest.Run{})
				if err != nil {
					t.Error(err)
				}
				done <- strings.Join(ids, " ")
			}()
		}
		for range 8 {
			if got := <-done; got != strings.Join(resttest.Wanted(0, 25), " ") {
				t.Error(got)
			}
		}
		if s := c.Stats(); s.Records != 200 || s.Requests != 24 {
			t.Errorf("got %+v", s)
		}
	})
}

// TestRequestsWithinTheLoop would never end if a page kept its slot.
func TestRequestsWithinTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, resttest.Pages("cursor"), func(c *transport.Config) { c.Concurrency = 1 })
		for _, err := range resttest.Things(resttest.Enveloped, paging.Cursor{}).All(t.Context(), c, rest.Run{}) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); err != nil {
				t.Fatal(err)
			}
		}
	})
}
