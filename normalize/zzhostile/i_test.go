package zzhostile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest"
)

func TestIDs(t *testing.T) {
	for name := range all {
		for _, id := range []string{"..", ".", "a/b", "../x", "a?b=c", "a#b", "a%2Fb", "%2e%2e", "ü 漢", "a\nb", " ", "a;b", "a:b", "://", "\\..\\", "..%2f", strings.Repeat("x", 5000)} {
			var mu sync.Mutex
			var paths []string
			p, _ := open(t, name, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				paths = append(paths, r.URL.EscapedPath())
				mu.Unlock()
				if len(paths) == 1 {
					idj, _ := json.Marshal(id)
					say(w, 200, strings.Replace(body(name, "ZZ"), `"ZZ"`, string(idj), 1))
					return
				}
				say(w, 404, `{"error":{"code":"x","message":"y"}}`)
			})
			var got []string
			for c, err := range p.Conversations(context.Background(), normalize.Query{WithMessages: true}) {
				if c != nil {
					got = append(got, fmt.Sprintf("%.20q %v", c.ID, err))
				} else {
					got = append(got, fmt.Sprint(err))
				}
			}
			_, err := p.Conversation(context.Background(), id)
			_, err2 := p.Messages(context.Background(), id)
			t.Logf("%s %.20q: %.60v %.200v | %.100v | %.100v", name, id, paths, got, err, err2)
		}
	}
}

func TestOptionMisuse(t *testing.T) {
	try := func(what string, opts ...normalize.Option) {
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("%s: panic %v", what, r)
			}
		}()
		p, _ := func() (normalize.Provider, error) {
			p, err := all["tellcasey"](append([]normalize.Option{normalize.WithAPIKey(key)}, opts...)...)
			if err != nil {
				t.Logf("%s: open: %v", what, err)
				leak(t, what, err)
				return nil, err
			}
			return p, nil
		}()
		if p != nil {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			for _, err := range p.Conversations(ctx, normalize.Query{}) {
				t.Logf("%s: opened, %v", what, err)
			}
			leak(t, what, p)
			leak(t, what, p.(interface{ BaseURL() string }))
		}
	}
	try("nil option", nil)
	try("nil middleware", normalize.WithMiddleware(nil))
	try("nil client", normalize.WithHTTPClient(nil))
	try("nil creds", normalize.WithCredentials(nil))
	try("nil logger", normalize.WithLogger(nil))
	try("rate 0", normalize.WithRateLimit(0, 0))
	try("rate NaN", normalize.WithRateLimit(math.NaN(), 1))
	try("rate -1", normalize.WithRateLimit(-1, -1))
	try("conc 0", normalize.WithConcurrency(0))
	try("key empty", normalize.WithAPIKey(""))
	try("key nl", normalize.WithAPIKey("SECRET\n"))
	try("key ctl", normalize.WithAPIKey("SECRET\x01"))
	try("maxbody -1", normalize.WithMaxBodySize(-1))
	try("idle -1", normalize.WithIdleReadTimeout(-1))
	for _, u := range []string{"", "x", "/v1", "ftp://x", "http://example.com", "https://u:SECRET@x", "https://x/?k=SECRET", "https://x?", "https://x/v1?", "https://x/v1#", "https://x/v1/", "https://x//", "https://x:99999", "https://", "https://x y", "HTTPS://X/v1", "http://[::1]:8", "https://x/%zz?SECRET", "https://x/a%2Fb/", "http://localhost/v1", "https://x:/v1", "https://x/../y", "https://é.example/v1", "https://SECRET@"} {
		try("base "+u, normalize.WithBaseURL(u))
		if p, err := all["tellcasey"](normalize.WithAPIKey("k"), normalize.WithBaseURL(u)); err == nil {
			t.Logf("   %s -> %s", u, p.(interface{ BaseURL() string }).BaseURL())
		}
	}
	try("scope", normalize.WithScope("a", "b"))
}

func TestLeaks(t *testing.T) {
	for name := range all {
		var log bytes.Buffer
		logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 10}))
		n := 0
		p, srv := open(t, name, func(w http.ResponseWriter, r *http.Request) {
			n++
			echo := fmt.Sprint(r.Header) + r.URL.String()
			switch n % 6 {
			case 0:
				w.Header().Set("X-Request-Id", echo)
				j, _ := json.Marshal(echo)
				say(w, 400, `{"error":{"code":"x","message":`+string(j)+`},"message":`+string(j)+`}`)
			case 1:
				w.Header().Set("Content-Type", "text/html; "+echo)
				io.WriteString(w, strings.Repeat("x", 8<<10-len(echo)+3)+echo)
			case 2:
				http.Redirect(w, r, "https://evil.test/"+url.QueryEscape(echo), 302)
			case 3:
				h, _, _ := w.(http.Hijacker).Hijack()
				h.Close()
			case 4:
				say(w, 500, echo)
			case 5:
				say(w, 200, echo)
			}
		}, normalize.WithLogger(logger), normalize.WithRetry(rest.Retry{MaxAttempts: 1}))
		for range 12 {
			_, errs := collect(p, normalize.Query{})
			for _, e := range errs {
				for x := e; x != nil; x = errors.Unwrap(x) {
					leak(t, name, x)
				}
				logger.Info("x", "err", e, "p", p, "q", fmt.Sprintf("%+v %#v", e, e))
			}
			_, err := p.Conversation(context.Background(), "x")
			for x := err; x != nil; x = errors.Unwrap(x) {
				leak(t, name+" get", x)
			}
			logger.Error("z", "err", err)
		}
		if strings.Contains(log.String(), "SECRET") {
			i := strings.Index(log.String(), "SECRET")
			t.Errorf("log leaks %s", log.String()[max(0, i-200):i+50])
		}
		srv.Close()
		_, errs := collect(p, normalize.Query{})
		leak(t, "closed", errs[0])
		t.Logf("%v", errs[0])
	}
}

// every way in, cancelled and broken at each point, under race
func TestBreakCancel(t *testing.T) {
	pageBody := func(name string, r *http.Request) string {
		q := r.URL.Query()
		at := 0
		for _, k := range []string{"cursor", "after", "offset", "page"} {
			if v := q.Get(k); v != "" {
				fmt.Sscan(v, &at)
				if k == "page" {
					at = (at - 1) * 5
				}
			}
		}
		var rs []string
		for i := at; i < at+5 && i < 23; i++ {
			rs = append(rs, fmt.Sprintf(rec[name], fmt.Sprintf("id%d", i)))
		}
		l := strings.Join(rs, ",")
		more := at+5 < 23
		switch name {
		case "eigi":
			return fmt.Sprintf(`{"status":"success","data":[%s],"pagination":{"total":23,"total_pages":5}}`, l)
		case "tellcasey":
			return fmt.Sprintf(`{"data":[%s],"pagination":{"has_more":%v,"next_cursor":"%d"}}`, l, more, at+5)
		case "voiceable":
			return fmt.Sprintf(`{"data":[%s],"total_count":23,"has_more":%v,"cursor":"%d"}`, l, more, at+5)
		}
		return "[" + l + "]"
	}
	for name := range all {
		p, _ := open(t, name, func(w http.ResponseWriter, r *http.Request) {
			if name == "trugen" {
				w.Header().Set("X-Total-Count", "23")
			}
			if strings.Contains(r.URL.Path, "id") { // get or transcript
				i := strings.Index(r.URL.Path, "id")
				id := strings.Split(r.URL.Path[i:], "/")[0]
				switch {
				case name == "tellcasey" && strings.HasSuffix(r.URL.Path, "transcript"):
					say(w, 200, `{"data":{"messages":[{"id":"m","role":"user","content":"x"}]}}`)
				case name == "trugen" || name == "eigi":
					say(w, 200, fmt.Sprintf(rec[name], id))
				default:
					say(w, 200, `{"data":`+fmt.Sprintf(rec[name], id)+`}`)
				}
				return
			}
			say(w, 200, pageBody(name, r))
		})
		for _, wm := range []bool{false, true} {
			var wg sync.WaitGroup
			for n := 0; n <= 24; n++ {
				wg.Add(2)
				go func() {
					defer wg.Done()
					run := p.Run(normalize.Query{WithMessages: wm})
					var ids []string
					i := 0
					for c, err := range run.Conversations(context.Background()) {
						if err != nil {
							t.Errorf("%s %v", name, err)
						}
						ids = append(ids, c.ID)
						if i++; i == n {
							break
						}
					}
					tok := run.PageToken()
					if n > 0 && n <= 23 {
						if tok == "" && n < 23 {
							t.Errorf("no token")
						}
						more, errs := collect(p, normalize.Query{PageToken: tok})
						if errs != nil {
							t.Error(errs)
						}
						ids = append(ids, more...)
					}
					if len(ids) != 23 {
						t.Errorf("%s break at %d: %d %v", name, n, len(ids), ids)
					}
				}()
				go func() {
					defer wg.Done()
					ctx, cancel := context.WithCancel(context.Background())
					defer cancel()
					var ids []string
					i := 0
					var last error
					for c, err := range p.Conversations(ctx, normalize.Query{WithMessages: wm}) {
						if err != nil {
							last = err
							continue
						}
						ids = append(ids, c.ID)
						if i++; i == n {
							cancel()
						}
					}
					if n >= 1 && n < 23 {
						var pe *normalize.PageError
						if !errors.As(last, &pe) || !errors.Is(last, context.Canceled) {
							t.Errorf("%s %d: %v", name, n, last)
							return
						}
						more, errs := collect(p, normalize.Query{PageToken: pe.PageToken})
						if errs != nil {
							t.Error(errs)
						}
						if len(ids) != n {
							t.Errorf("%s cancel at %d gave %d", name, n, len(ids))
						}
						ids = append(ids, more...)
						if len(ids) != 23 {
							t.Errorf("%s cancel at %d: %d", name, n, len(ids))
						}
					}
				}()
			}
			wg.Wait()
		}
		// limits
		for limit := 1; limit < 25; limit++ {
			var ids []string
			tok := ""
			for {
				run := p.Run(normalize.Query{Limit: limit, PageToken: tok})
				for c, err := range run.Conversations(context.Background()) {
					if err != nil {
						t.Fatal(err)
					}
					ids = append(ids, c.ID)
				}
				if tok = run.PageToken(); tok == "" {
					break
				}
			}
			if len(ids) != 23 {
				t.Errorf("%s limit %d: %v", name, limit, ids)
			}
			ids = nil
			tok = ""
			for {
				pg, err := p.Page(context.Background(), normalize.Query{Limit: limit, PageToken: tok, PageSize: 5})
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range pg.Conversations {
					ids = append(ids, c.ID)
				}
				if tok = pg.Next; tok == "" {
					break
				}
			}
			if len(ids) != 23 {
				t.Errorf("%s page limit %d: %v", name, limit, ids)
			}
		}
		_ = time.Now
	}
}
