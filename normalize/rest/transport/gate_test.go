package transport_test

import (
	"errors"
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

// An API that wants to be left alone for longer than a wait may be is left alone
// by all users of the client, who are told so without a request; after a while one
// may ask whether it is still so.
func TestComeBackLaterHoldsForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		c := resttest.New(t, func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests == 3 {
				resttest.Reply(w, 200, "{}")
				return
			}
			w.Header().Set("Retry-After", "3600")
			resttest.Reply(w, 429, `{"error":{"code":"quota","message":"used up"}}`)
		})
		do := func(want time.Duration, sent int) {
			t.Helper()
			began := time.Now()
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things/a"))
			e, ok := errors.AsType[*api.APIError](err)
			if want == 0 && err != nil || want > 0 && (!ok || e.RetryAfter != want || e.Code != "quota" || e.Operation != "getThing" || !errors.Is(err, api.ErrRateLimited)) {
				t.Errorf("got %#v, want to come back after %v", err, want)
			}
			if requests != sent || time.Since(began) != 0 {
				t.Errorf("%d requests so far, want %d; it took %v", requests, sent, time.Since(began))
			}
		}
		_, _, err := resttest.Collect(t.Context(), resttest.Things(resttest.Enveloped, paging.Cursor{}), c, rest.Run{})
		if e, ok := errors.AsType[*api.APIError](err); !ok || e.RetryAfter != time.Hour {
			t.Fatal(err)
		}
		do(time.Hour, 1)
		time.Sleep(50 * time.Second)
		do(time.Hour-50*time.Second, 1)
		time.Sleep(10 * time.Second) // asking does not put it off
		do(time.Hour, 2)
		time.Sleep(time.Minute)
		do(0, 3)
		do(time.Hour, 4) // which is news again
	})
}

// A file that lies elsewhere is limited by others than the API.
func TestLimitElsewhereIsNotTheAPIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Host == "files.test" {
				w.Header().Set("Retry-After", "3600")
				resttest.Reply(w, 429, "{}")
				return
			}
			resttest.Reply(w, 200, "{}")
		}, func(c *transport.Config) { c.AllowInsecure = true })
		if _, err := c.Open(t.Context(), "http://files.test/x"); !errors.Is(err, api.ErrRateLimited) {
			t.Error(err)
		}
		if _, err := c.Doer().Do(resttest.Request(t.Context(), c, "/things")); err != nil {
			t.Error(err)
		}
	})
}

// Nor do its limits hold for that file.
func TestLimitOfTheAPIIsNotElsewheres(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) { resttest.Reply(w, 200, "{}") }, func(c *transport.Config) { c.AllowInsecure = true })
		began := time.Now()
		open := func() error {
			resp, err := c.Open(t.Context(), "http://files.test/x")
			if err == nil {
				err = resp.Body.Close()
			}
			return err
		}
		c.Gate().Close(10 * time.Second)
		if err := open(); err != nil || time.Since(began) != 0 {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
		c.Gate().Refuse(&api.APIError{Status: 429, RetryAfter: time.Hour}, time.Minute)
		if err := open(); err != nil {
			t.Error(err)
		}
		if _, err := c.Open(t.Context(), "/file"); !errors.Is(err, api.ErrRateLimited) {
			t.Error(err)
		}
	})
}

// Those who already wait, for a turn or for a second attempt, are told, too.
func TestComeBackLaterEndsWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, requests := time.Now(), 0
		c := resttest.New(t, func(w http.ResponseWriter, r *http.Request) {
			requests++
			switch {
			case strings.HasSuffix(r.URL.Path, "/slow"):
				time.Sleep(5 * time.Second)
				w.Header().Set("Retry-After", "3600")
				resttest.Reply(w, 429, "{}")
			default:
				w.Header().Set("Retry-After", "10")
				resttest.Reply(w, 429, "{}")
			}
		}, func(c *transport.Config) { c.Concurrency = 2 })
		done := make(chan error)
		do := func(path string) {
			_, err := c.Doer().Do(resttest.Request(t.Context(), c, path))
			done <- err
		}
		go do("/things/slow")
		synctest.Wait()
		go do("/things/quick")
		synctest.Wait()
		go do("/things/later") // waits at the gate
		for range 3 {
			err := <-done
			if e, ok := errors.AsType[*api.APIError](err); !ok || e.RetryAfter < time.Hour-5*time.Second {
				t.Errorf("got %v", err)
			}
		}
		if requests != 2 || time.Since(began) > 10*time.Second {
			t.Errorf("%d requests in %v", requests, time.Since(began))
		}
	})
}
