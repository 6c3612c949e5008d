package normalizetest

import (
	"net/http"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/requestgolden"
)

// requestsFile is the golden of the requests, in the examples folder.
const requestsFile = "requests.golden"

// Requests checks what a generated provider sends: the first request of each list,
// the next pages after the documented examples, every filter, the requests for one
// conversation and its transcript, how the credentials are carried, and what becomes
// of each example of an error. All of it is recorded at the transport, and is what
// the reviewed requests.golden in the examples folder says, or rewrites that with
// -update.
func Requests(t *testing.T, cfg Config) {
	d, err := loadOnce(cfg.Specs)
	if err != nil {
		t.Fatal(err)
	}
	fake, err := open(d, FakeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got string
	synctest.Test(t, func(t *testing.T) {
		got, err = requestgolden.Record(t.Context(), fake.recording(cfg))
	})
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, filepath.Join(cfg.Specs, "examples", requestsFile), []byte(got))
}

// recording is what the recorder has to know of the provider.
func (f *Fake) recording(cfg Config) requestgolden.Config {
	out := requestgolden.Config{New: cfg.New, Origin: "https://server.example", Examples: f.decl.examples, Roles: f.roles}
	for _, s := range f.decl.file.Scope {
		out.Scope = append(out.Scope, requestgolden.ScopeValue{Name: s.Name.Value, Value: f.scopeValue(s)})
	}
	return out
}

// roles is what a request asks for at a source. Where one operation answers it all,
// that of a need comes first, as it does where examples are looked for.
func (f *Fake) roles(source string, req *http.Request) []string {
	op, _ := f.route(req)
	if op == nil {
		return nil
	}
	s := f.source(source)
	var out []string
	for _, n := range s.needs() {
		if n.op == op {
			out = append(out, "need_"+n.decl.Name.Value)
		}
	}
	for _, role := range []struct {
		name string
		op   *openapi.Operation
	}{{"list", s.list}, {"get", s.get}, {"messages", s.messages}} {
		if role.op == op {
			out = append(out, role.name)
		}
	}
	return out
}
