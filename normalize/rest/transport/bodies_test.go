package transport_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/internal/resttest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// counted counts the bodies that are open.
type counted struct {
	io.ReadCloser
	open *atomic.Int64
	once sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.ReadCloser.Close()
}

// TestEveryBodyIsClosed, whatever the answer.
func TestEveryBodyIsClosed(t *testing.T) {
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { resttest.Reply(w, code, body) }
	}
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	typed := func(media, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			_, _ = io.WriteString(w, body)
		}
	}
	large := `{"data":[{"id":"` + strings.Repeat("x", 100<<10) + `"}]}`
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		change  func(*transport.Config)
	}{
		"good": {handler: status(200, `{"data":[{"id":"a"}]}`)}, "error": {handler: status(400, large)}, "busy": {handler: status(503, large)}, "no records": {handler: status(200, `{}`)},
		"no JSON": {handler: status(200, `{"data":[{"id":"a"},!`)}, "HTML": {handler: typed("text/html", large)}, "empty": {handler: status(200, "")}, "undeclared": {handler: status(202, large)},
		"foreign link": {handler: status(200, `{"data":[],"meta":{"link":"https://evil.test/"}}`)}, "redirect": {handler: redirect("https://evil.test/")}, "circle": {handler: redirect("/v1/things")},
		"silent": {handler: resttest.Silent(`{"data":[{"id":"a"},`)}, "too large": {handler: status(200, large), change: func(c *transport.Config) { c.MaxBody = 1000 }},
		"cut":           {handler: func(w http.ResponseWriter, _ *http.Request) { resttest.Cut(w, `{"data":[`) }},
		"more behind":   {handler: status(200, `{"data":[]}`+strings.Repeat(" ", 200<<10))},
		"no token":      {handler: status(200, `{}`), change: resttest.OAuth},
		"refused token": {handler: status(401, large), change: resttest.OAuth},
		"their redirects": {handler: redirect("/v1/moved"), change: func(c *transport.Config) {
			c.HTTPClient.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		}},
	} {
		for _, way := range []string{"list", "get", "open", "break", "panic", "deadline"} {
			t.Run(name+"/"+way, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var open atomic.Int64
					c := resttest.New(t, test.handler, func(cfg *transport.Config) {
						cfg.Retry.MaxAttempts, cfg.Concurrency = 2, 2
						next := cfg.HTTPClient.Transport
						cfg.HTTPClient = &http.Client{Transport: resttest.RoundTripper(func(r *http.Request) (*http.Response, error) {
							resp, err := next.RoundTrip(r)
							if err == nil {
								open.Add(1)
								resp.Body = &counted{ReadCloser: resp.Body, open: &open}
							}
							return resp, err
						})}
						if test.change != nil {
							test.change(cfg)
						}
					})
					ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
					if way == "deadline" {
						cancel()
						ctx, cancel = context.WithTimeout(t.Context(), time.Second)
					}
					defer cancel()
					func() {
						defer func() { _ = recover() }()
						switch way {
						case "break", "panic":
							for range resttest.Things(resttest.Enveloped, paging.Link{}).All(ctx, c, rest.Run{}) {
								if way == "panic" {
									panic("consumer")
								}
								break
							}
						case "deadline":
							_ = read(ctx, c, "list")
						default:
							_ = read(ctx, c, way)
						}
					}()
					if open.Load() != 0 || len(c.Slots()) != 0 {
						t.Errorf("%d bodies are open, %d slots taken", open.Load(), len(c.Slots()))
					}
				})
			})
		}
	}
}
