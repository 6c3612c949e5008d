package transport_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
		const most = 100 * 365 * 24 * time.Hour
		for _, test := range []struct {
			after, date string
			want        time.Duration
		}{
			{"", "", 0}, {"7", "", 7 * time.Second}, {" 7 ", "", 7 * time.Second}, {"1.5", "", 1500 * time.Millisecond}, {"0", "", 0}, {"-3", "", 0}, {"-1e300", "", 0}, {"NaN", "", 0},
			{"1e300", "", most}, {"Inf", "", most}, {"-Inf", "", 0}, {"1e999", "", most}, {strings.Repeat("9", 400), "", most}, {"-1e999", "", 0}, {"9223372036854775808", "", most},
			{"soon", "", 0}, {"5, 7", "", 0}, {at(9 * time.Second), "", 9 * time.Second}, {at(-time.Hour), "", 0}, {"Mon, 01 Jan 0001 00:00:00 GMT", "", 0},
			{at(time.Hour), at(time.Hour - 5*time.Second), 5 * time.Second}, {at(-time.Hour), at(-time.Hour - 5*time.Second), 5 * time.Second}, {at(5 * time.Second), "never", 5 * time.Second},
			{"Fri, 31 Dec 9999 23:59:59 GMT", "", most}, {"7", at(-time.Hour), 7 * time.Second},
		} {
			h := http.Header{}
			h.Set("Retry-After", test.after)
			h.Set("Date", test.date)
			if got := api.RetryAfter(h); got != test.want {
				t.Errorf("%q at %q: got %v, want %v", test.after, test.date, got, test.want)
			}
		}
	})
}

// An error of the server that it gives bit by bit, or not to its end, is that error.
func TestSlowErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stats, err := resttest.Answer(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"error":{"code":"x"`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		})
		e, ok := errors.AsType[*api.APIError](err)
		if !ok || e.Status != 400 || string(e.Body) != `{"error":{"code":"x"` || stats.Requests != 1 {
			t.Errorf("got %#v after %d", err, stats.Requests)
		}
	})
}

// MaxElapsed bounds when the last attempt starts, whatever the attempts before
// spend their time with.
func TestElapsedWithStalledBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		stats, err := resttest.Answer(t, resttest.Silent(`{"data":[`), func(c *transport.Config) {
			c.Retry = transport.Retry{MaxAttempts: 100, MaxElapsed: 65 * time.Second}
		})
		if err == nil || stats.Requests != 1 || time.Since(began) != 30*time.Second { // Do's body is the caller's
			t.Errorf("got %v, %d requests, %v", err, stats.Requests, time.Since(began))
		}
		began = time.Now()
		c := resttest.New(t, resttest.Silent(`{"data":[`), func(c *transport.Config) { c.Retry = transport.Retry{MaxAttempts: 100, MaxElapsed: 65 * time.Second} })
		_, _, err = resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
		if n := c.Stats().Requests; !errors.Is(err, api.ErrUnavailable) || n != 3 || time.Since(began) > 95*time.Second {
			t.Errorf("got %v, %d requests, %v", err, n, time.Since(began))
		}
		if _, ok := errors.AsType[*api.TimeoutError](err); !ok {
			t.Errorf("%v does not say that it was silent", err)
		}
	})
}

// A certificate that is not trusted will not be so at the next attempt.
func TestUntrustedIsNotRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stats, err := resttest.Answer(t, nil, func(c *transport.Config) {
			c.HTTPClient = &http.Client{Transport: resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
				return nil, fmt.Errorf("with %s: %w", r.Header, &tls.CertificateVerificationError{Err: errors.New("unknown authority")})
			})}
		})
		if !errors.Is(err, api.ErrUnavailable) || !strings.Contains(err.Error(), "unknown authority") || strings.Contains(err.Error(), resttest.Key) || stats.Requests != 1 {
			t.Errorf("got %v after %d", err, stats.Requests)
		}
	})
}

// TestDeadlines: whatever else is told, a deadline is one.
func TestDeadlines(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"wait": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "50")
			resttest.Reply(w, 503, "")
		},
		"silent": resttest.Silent(`{"data":[`), "slow": func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				_, _ = io.WriteString(w, " ")
				_ = http.NewResponseController(w).Flush()
				select {
				case <-time.After(time.Second):
				case <-r.Context().Done():
					return
				}
			}
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := resttest.New(t, handler)
			errMine := errors.New("mine")
			ctx, cancel := context.WithTimeoutCause(t.Context(), 5*time.Second, errMine)
			defer cancel()
			began := time.Now()
			_, _, err := resttest.Collect(ctx, resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
			page, ok := errors.AsType[*rest.PageError](err)
			if !errors.Is(err, context.DeadlineExceeded) || !ok || page.At != (paging.Position{}) || time.Since(began) != 5*time.Second {
				t.Errorf("%s: got %v after %v", name, err, time.Since(began))
			}
		})
	}
}

// A Timeout of the user's own client is not a deadline of the caller: the request
// is tried again.
func TestTimeoutOfTheUsersClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if n++; n < 3 {
				<-r.Context().Done()
				return
			}
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) { c.HTTPClient.Timeout = 2 * time.Second })
		if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); err != nil || n != 3 {
			t.Errorf("got %v after %d", err, n)
		}
	})
}

// TestAllAttemptsFail: the error is the last one, in one line, and says nothing of
// the others.
func TestAllAttemptsFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		_, err := resttest.Answer(t, func(w http.ResponseWriter, _ *http.Request) {
			n++
			resttest.Reply(w, 503, fmt.Sprintf(`{"error":{"code":"c%d","message":"m%d"}}`, n, n))
		})
		if err == nil || err.Error() != "acme: listThings: 503 c5: m5" {
			t.Error(err)
		}
	})
}

// A body without GetBody goes once, and is closed whatever happens.
func TestBodyThatCannotBeReplayed(t *testing.T) {
	search := api.Operation{ID: "search", Method: http.MethodPost, Path: "/search", Success: []int{200}, Read: true}
	for name, change := range map[string]func(*transport.Config){
		"fails":          func(*transport.Config) {},
		"no credentials": func(c *transport.Config) { c.Credentials = nil },
		"turned away":    func(c *transport.Config) { c.Concurrency = -1 },
	} {
		synctest.Test(t, func(t *testing.T) {
			c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 503, "") }, change)
			if name == "turned away" {
				c.Gate().Refuse(&api.APIError{Status: 429, RetryAfter: time.Hour}, time.Minute)
			}
			body := &closing{Reader: strings.NewReader("query")}
			req, _ := http.NewRequestWithContext(t.Context(), search.Method, c.BaseURL()+search.Path, body)
			_, err := c.Do(&search, req)
			if n := c.Stats().Requests; err == nil || n > 1 || !body.closed {
				t.Errorf("%s: got %v, %d requests, closed: %v", name, err, n, body.closed)
			}
		})
	}
}

type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

// TestCredentialsFromAnotherAPI: what the user calls with the context of a request
// has attempts of its own.
func TestCredentialsFromAnotherAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, 200, "{}") })
		requests := 0
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests == 1 {
				vault.Gate().Close(time.Minute) // longer than the next attempt may wait
				resttest.Reply(w, 503, "{}")
				return
			}
			resttest.Reply(w, 200, "{}")
		}, func(cfg *transport.Config) {
			cfg.Retry.MaxElapsed = 10 * time.Second
			cfg.Credentials = func(ctx context.Context) (auth.Credentials, error) {
				resp, err := vault.Doer().Do(resttest.Request(ctx, vault, "/things"))
				if err == nil {
					_ = resp.Body.Close()
				}
				return auth.Credentials{APIKey: resttest.Key}, err
			}
			cfg.IdleRead = -1
		})
		resp, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things"))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	})
}
