package examples

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/requestgolden"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/typed"
)

// requestsFile is the golden of the requests, in the examples folder.
const requestsFile = "requests.golden"

// Requests compares what a generated provider sends with its reviewed requests.golden,
// or rewrites that with -update. Without that file the test passes, and the compiler
// warns (G104).
func Requests(t *testing.T, cfg Config) {
	fake := openFake(t, cfg)
	got := record(t, fake, cfg)
	path := filepath.Join(cfg.Specs, "examples", requestsFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !updating() {
		t.Logf("there is no %s to compare with: run the test with -update, and review what it writes", path)
		return
	}
	compareGolden(t, path, []byte(got))
}

// openFake opens a fake of the provider's declarations.
func openFake(t *testing.T, cfg Config) *server.Fake {
	t.Helper()
	d, err := declared.LoadOnce(cfg.Specs)
	if err != nil {
		t.Fatal(err)
	}
	fake, err := server.OpenDeclared(d, synth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return fake
}

// record gives the text of the golden. In the bubble the clock stands still while
// anything goes on.
func record(t *testing.T, fake *server.Fake, cfg Config) (text string) {
	var err error
	synctest.Test(t, func(t *testing.T) {
		text, err = requestgolden.Record(t.Context(), recording(fake, cfg))
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TypedRequests builds every request of the golden again with the typed client, by the
// ids of the operations, and compares the two.
func TypedRequests(t *testing.T, cfg Config, builders map[string]any) {
	fake := openFake(t, cfg)
	compared := map[string]int{}
	compare := func(req *http.Request) {
		op, _ := fake.Route(req)
		if op == nil || builders[op.ID] == nil {
			return
		}
		var body []byte
		if req.GetBody != nil {
			r, err := req.GetBody()
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		diff, err := typed.Diff(builders[op.ID], op, req, body)
		if err != nil {
			t.Errorf("%s %s: %v", req.Method, req.URL, err)
		} else if diff != "" {
			t.Errorf("%s %s (-sent +typed client):\n%s", req.Method, req.URL, diff)
		}
		compared[op.ID]++
	}
	watched := cfg
	watched.New = func(opts ...normalize.Option) (normalize.Provider, error) {
		return cfg.New(append(opts, normalize.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				compare(req)
				return next.RoundTrip(req)
			})
		}))...)
	}
	record(t, fake, watched)
	for id := range builders {
		if compared[id] == 0 {
			t.Logf("no request of operation %s was compared: the examples do not lead to one", id)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// recording is what the recorder has to know of the provider.
func recording(fake *server.Fake, cfg Config) requestgolden.Config {
	out := requestgolden.Config{
		New: cfg.New, Origin: "https://server.example", Examples: fake.Decl.Examples, Headers: fake.Decl.Headers,
		Roles: func(source string, req *http.Request) []string { return roles(fake, source, req) },
	}
	for _, s := range fake.Decl.File.Scope {
		out.Scope = append(out.Scope, requestgolden.ScopeValue{Name: s.Name.Value, Value: fake.ScopeValue(s)})
	}
	return out
}

// roles is what a request asks for at a source. Where one operation answers it all,
// that of a need comes first, as it does where examples are looked for.
func roles(fake *server.Fake, source string, req *http.Request) []string {
	op, _ := fake.Route(req)
	if op == nil {
		return nil
	}
	s := fake.Source(source)
	var out []string
	for _, n := range s.Needs() {
		if n.Op == op {
			out = append(out, "need_"+n.Decl.Name.Value)
		}
	}
	for _, role := range []struct {
		name string
		op   *openapi.Operation
	}{{"list", s.List}, {"get", s.Get}, {"messages", s.Messages}} {
		if role.op == op {
			out = append(out, role.name)
		}
	}
	return out
}
