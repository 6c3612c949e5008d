package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// providers are the folders of the specs; no test here knows one by name.
func providers(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("../../../../specs/*/fieldmap.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no field maps: %v", err)
	}
	for i := range names {
		names[i] = filepath.Dir(names[i])
	}
	return names
}

func fetch(t *testing.T, f *Fake, client *http.Client, url string) (int, []byte, http.Header) {
	t.Helper()
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range f.Decl.File.Scope {
		for _, name := range s.Params {
			if slices.ContainsFunc(f.operations(), func(op *openapi.Operation) bool { return op.Param(name.Value, "header") != nil }) {
				req.Header.Set(name.Value, f.ScopeValue(s))
			}
		}
	}
	for _, together := range f.Served[0].List.Security[:min(1, len(f.Served[0].List.Security))] {
		for _, name := range together {
			f.authorize(req, name)
		}
	}
	for _, h := range f.Decl.File.Headers {
		req.Header.Set(h.Key.Value, h.Value.Value)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, body, resp.Header
}

// Everything that the fake sends is what the document declares.
func TestAnswersFitTheDocument(t *testing.T) {
	for _, dir := range append(providers(t), "../../testdata/acme") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			f := New(t, dir, synth.Options{Conversations: 7})
			client, done := f.Serve()
			defer done()
			base := f.BaseURL(MemoryHost)
			for _, s := range f.Served {
				if s.List.Method == "GET" {
					checkAnswer(t, f, client, base, s.List, f.address(s.List, "", constants(s.Decl.List.Constants)))
				}
				for i := range f.Len() {
					id := f.TruthOf(s.Name, i).ID
					for _, op := range []*openapi.Operation{s.Get, s.Messages} {
						if op == nil {
							continue
						}
						body := checkAnswer(t, f, client, base, op, f.address(op, id, url.Values{}))
						if !json.Valid(body) {
							t.Errorf("%s: %s", op.ID, body)
						}
					}
					for _, n := range s.Needs() {
						checkAnswer(t, f, client, base, n.Op, f.needed(n, id))
					}
				}
			}
		})
	}
}

// address is where the operation answers of the conversation, with what the user
// gives.
func (f *Fake) address(op *openapi.Operation, id string, query url.Values) string {
	path := op.Path
	for _, s := range f.Decl.File.Scope {
		for _, name := range s.Params {
			path = strings.ReplaceAll(path, "{"+name.Value+"}", url.PathEscape(f.ScopeValue(s)))
			if op.Param(name.Value, "query") != nil {
				query.Set(name.Value, f.ScopeValue(s))
			}
		}
	}
	for _, p := range op.Params {
		if p.In == "path" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", id)
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// needed is the address of what is needed of the conversation.
func (f *Fake) needed(n *Need, id string) string {
	query := constants(n.Decl.Constants)
	if n.Op.Param(n.Decl.ID.Value, "query") != nil {
		query.Set(n.Decl.ID.Value, id)
	}
	return f.address(n.Op, id, query)
}

func constants(pairs []fieldmap.Pair) url.Values {
	query := url.Values{}
	for _, c := range pairs {
		query.Set(c.Key.Value, c.Value.Value)
	}
	return query
}

func checkAnswer(t *testing.T, f *Fake, client *http.Client, base string, op *openapi.Operation, path string) []byte {
	t.Helper()
	status, body, _ := fetch(t, f, client, base+path)
	if status != 200 {
		t.Fatalf("%s: status %d: %s", op.ID, status, body)
	}
	v, ok := jsontree.Decode(body)
	if !ok {
		t.Fatalf("%s: no JSON: %s", op.ID, body)
	}
	schemas.Fits(op.Success().Schema, v, nil, func(format string, args ...any) {
		t.Errorf(op.ID+": "+format, args...)
	})
	if testing.Verbose() {
		t.Logf("%s", body)
	}
	return body
}

func (f *Fake) authorize(req *http.Request, name string) {
	switch s := f.scheme(name); s.Kind {
	case openapi.SchemeHeader:
		req.Header.Set(s.Param, Key)
	case openapi.SchemeQuery:
		query := req.URL.Query()
		query.Set(s.Param, Key)
		req.URL.RawQuery = query.Encode()
	case openapi.SchemeCookie:
		req.AddCookie(&http.Cookie{Name: s.Param, Value: Key})
	case openapi.SchemeBearer, openapi.SchemeOAuth2:
		req.Header.Set("Authorization", "Bearer "+Key)
	case openapi.SchemeBasic:
		req.SetBasicAuth(Username, Password)
	}
}

// TestReplaceGetsItsOwnCopy: what a replacement does to the bytes that it is given
// is not what the record is from then on, here and in other fakes.
func TestReplaceGetsItsOwnCopy(t *testing.T) {
	d, err := declared.Load("../../testdata/acme")
	if err != nil {
		t.Fatal(err)
	}
	var fakes []*Fake
	for range 2 {
		f, err := OpenDeclared(d, synth.Options{Conversations: 3})
		if err != nil {
			t.Fatal(err)
		}
		fakes = append(fakes, f)
	}
	s := fakes[0].Served[0]
	want := string(fakes[0].Listed(s, 1))
	fakes[0].Replace(s.Name, 1, func(raw []byte) []byte { return append(raw[:len(raw)-1], `,"more":1}`...) })
	if got := string(fakes[0].Listed(s, 1)); got == want {
		t.Error("nothing was replaced")
	}
	fakes[0].Replace(s.Name, 1, nil)
	for i, f := range fakes {
		if got := string(f.Listed(f.Served[0], 1)); got != want {
			t.Errorf("fake %d has\n%s, want\n%s", i, got, want)
		}
	}
}
