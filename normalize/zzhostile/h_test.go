package zzhostile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parlancehq/parlance/generated/eigi"
	"github.com/parlancehq/parlance/generated/tellcasey"
	"github.com/parlancehq/parlance/generated/trugen"
	"github.com/parlancehq/parlance/generated/voiceable"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest"
)

const key = "sk-SECRET/+&\"key"

type mk func(opts ...normalize.Option) (normalize.Provider, error)

var all = map[string]mk{
	"eigi":      func(o ...normalize.Option) (normalize.Provider, error) { return eigi.New(o...) },
	"tellcasey": func(o ...normalize.Option) (normalize.Provider, error) { return tellcasey.New(o...) },
	"trugen":    func(o ...normalize.Option) (normalize.Provider, error) { return trugen.New(o...) },
	"voiceable": func(o ...normalize.Option) (normalize.Provider, error) { return voiceable.New(o...) },
}

func open(t testing.TB, name string, h http.HandlerFunc, opts ...normalize.Option) (normalize.Provider, *httptest.Server) {
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	p, err := all[name](append([]normalize.Option{normalize.WithAPIKey(key), normalize.WithBaseURL(srv.URL), normalize.WithRetry(rest.Retry{MaxAttempts: 3, Initial: time.Millisecond})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return p, srv
}

func say(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

var rec = map[string]string{
	"eigi":      `{"conversation_id":%q,"agent_id":"a","conversation_status":"COMPLETED","created_at":"2025-12-03T14:14:22.719000"}`,
	"tellcasey": `{"id":%q,"agent_id":"a","status":"completed","started_at":"2025-12-03T14:14:22Z"}`,
	"trugen":    `{"id":%q,"agent_id":"a","status":"ENDED","created_at":"2025-12-03T14:14:22Z"}`,
	"voiceable": `{"conversation_id":%q,"agent_id":"a","status":"completed","created_at":"2025-12-03T14:14:22Z"}`,
}
var env = map[string]string{
	"eigi":      `{"status":"success","message":"m","data":[%s],"pagination":{"total":%d,"page":1,"page_size":20,"total_pages":1}}`,
	"tellcasey": `{"data":[%s],"pagination":{"has_more":false,"next_cursor":null,"x":%d}}`,
	"trugen":    `[%s]`,
	"voiceable": `{"status":{"code":200,"message":"Success"},"data":[%s],"total_count":%d,"cursor":"x","has_more":false}`,
}

func body(name string, ids ...string) string {
	var rs []string
	for _, id := range ids {
		rs = append(rs, fmt.Sprintf(rec[name], id))
	}
	if name == "trugen" {
		return fmt.Sprintf(env[name], strings.Join(rs, ","))
	}
	return fmt.Sprintf(env[name], strings.Join(rs, ","), len(ids))
}

func collect(p normalize.Provider, q normalize.Query) (ids []string, errs []error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for c, err := range p.Conversations(ctx, q) {
		if c != nil {
			ids = append(ids, c.ID)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return
}

func leak(t *testing.T, what string, v any) {
	for _, f := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		s := fmt.Sprintf(f, v)
		if strings.Contains(s, "SECRET") {
			t.Errorf("LEAK %s %s: %.300s", what, f, s)
		}
	}
}

// truncation at each byte
func TruncateOff(t *testing.T) {
	for name := range all {
		full := body(name, "a", "b", "c")
		for n := 0; n <= len(full); n+=3 {
			for _, withLen := range []bool{true, false} {
				p, srv := open(t, name, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					if withLen {
						w.Header().Set("Content-Length", fmt.Sprint(len(full)))
					}
					io.WriteString(w, full[:n])
				})
				ids, errs := collect(p, normalize.Query{})
				if n == len(full) {
					if len(ids) != 3 || errs != nil {
						t.Errorf("%s full: %v %v", name, ids, errs)
					}
				} else if len(errs) != 1 || !normalize.Final(errs[0]) {
					t.Errorf("%s cut at %d/%d (len %v): %v %v", name, n, len(full), withLen, ids, errs)
				} else {
					var pe *normalize.PageError
					if !errors.As(errs[0], &pe) {
						t.Errorf("%T %v", errs[0], errs[0])
					}
				}
				if n%7 == 0 && n < len(full) {
					pg, err := p.Page(context.Background(), normalize.Query{})
					var pe *normalize.PageError
					if err == nil || pg != nil || !errors.As(err, &pe) {
						t.Errorf("page: %v %v", pg, err)
					}
				}
				srv.Close()
			}
		}
	}
}

func mutate(v any, f func(any) []any) []any { // all variants with one node replaced
	var out []any
	out = append(out, f(v)...)
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			for _, y := range mutate(x, f) {
				m := map[string]any{}
				for a, b := range v {
					m[a] = b
				}
				m[k] = y
				out = append(out, m)
			}
			m := map[string]any{}
			for a, b := range v {
				if a != k {
					m[a] = b
				}
			}
			out = append(out, m)
		}
	case []any:
		for i, x := range v {
			for _, y := range mutate(x, f) {
				l := append([]any(nil), v...)
				l[i] = y
				out = append(out, l)
			}
		}
	}
	return out
}

func TestWrongTypes(t *testing.T) {
	junk := []any{nil, true, "", "x", "5", -1, 1e300, 9007199254740993, []any{}, []any{[]any{}}, map[string]any{}, "NaN", "..", map[string]any{"error": map[string]any{"code": "x", "message": "no"}}}
	for name := range all {
		var v any
		if err := json.Unmarshal([]byte(body(name, "a", "b", "c")), &v); err != nil {
			t.Fatal(err)
		}
		variants := mutate(v, func(any) []any { return junk })
		kinds := map[string]int{}
		for _, x := range variants {
			b, _ := json.Marshal(x)
			var n atomic.Int32
			p, srv := open(t, name, func(w http.ResponseWriter, r *http.Request) {
				if n.Add(1) > 1 {
					say(w, 200, body(name))
					return
				}
				say(w, 200, string(b))
			})
			ids, errs := collect(p, normalize.Query{WithMessages: false})
			kind := fmt.Sprintf("ids=%d ", len(ids))
			for _, e := range errs {
				leak(t, "err", e)
				var re *normalize.RecordError
				if errors.As(e, &re) {
					kind += "R "
				} else {
					kind += "F:" + e.Error()
				}
			}
			if len(ids) == 0 && len(errs) == 0 {
				kind += "  <- " + string(b)
			}
			kinds[kind]++
			srv.Close()
		}
		for k, n := range kinds {
			t.Logf("%s %4d %s", name, n, k)
		}
	}
}
