package suite

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// defects are ways in which a provider can be wrong, each with a subtest of the
// suite that must notice it.
var defects = map[string]struct {
	source  int
	spoil   func(s *engine.Source)
	noticed string
}{
	"the size is above the maximum": {0, func(s *engine.Source) {
		s.List.Pager, s.List.PageSize = paging.Cursor{DefaultSize: 20}, normalize.PageSize{}
	}, "list/page_size"},
	"only one page is read": {0, func(s *engine.Source) { s.List.Pager = paging.SinglePage{} }, "list/many"},
	"the cursor is not sent": {0, func(s *engine.Source) {
		s.List.Request = &request.Template{Operation: &opChats, Send: []request.Set{{Query: "limit", Value: request.Const{V: 10}}}}
	}, "list/one"},
}

func decodeAnd(then func(*normalize.Conversation)) func(engine.Needed) engine.ConversationDecoder {
	return func(engine.Needed) engine.ConversationDecoder {
		decode := decodeCall(nil)
		return func(raw []byte) (*normalize.Conversation, error) {
			c, err := decode(raw)
			if c != nil {
				then(c)
			}
			return c, err
		}
	}
}

// defectVariable tells a run of this test binary to have the defects.
const defectVariable = "NORMALIZETEST_DEFECTS"

// The suite notices every defect: a run of this binary, in which each provider
// that has one runs the test which must notice it, fails in just those.
func TestSuiteNoticesDefects(t *testing.T) {
	if os.Getenv(defectVariable) != "" {
		for name, d := range defects {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				only := "source=" + acme.Sources[d.source].Name + "/" + d.noticed
				Run(t, Config{Specs: "../../testdata/acme", Only: only, New: func(opts ...normalize.Option) (normalize.Provider, error) {
					return openSpoiled(d.source, d.spoil, opts...)
				}})
			})
		}
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestSuiteNoticesDefects$", "-test.v")
	cmd.Env = append(os.Environ(), defectVariable+"=1")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("no defect was noticed")
	}
	for name, d := range defects {
		test := "TestSuiteNoticesDefects/" + strings.ReplaceAll(name, " ", "_") + "/source=" + acme.Sources[d.source].Name + "/" + d.noticed
		if !bytes.Contains(out, []byte("--- FAIL: "+test)) {
			t.Errorf("there is no failure of %q", test)
		}
	}
	if t.Failed() {
		t.Log(failuresIn(string(out)))
	}
}

// openSpoiled opens the provider with one source spoiled.
func openSpoiled(source int, spoil func(s *engine.Source), opts ...normalize.Option) (normalize.Provider, error) {
	def := acme
	def.Sources = nil
	for _, s := range acme.Sources {
		list := *s.List
		s.List = &list
		if s.Get != nil {
			get := *s.Get
			get.Needs = slices.Clone(get.Needs)
			s.Get = &get
		}
		if s.Messages != nil {
			messages := *s.Messages
			s.Messages = &messages
		}
		def.Sources = append(def.Sources, s)
	}
	spoil(&def.Sources[source])
	def.Operations = append([]api.Operation{*def.Sources[0].List.Operation}, acme.Operations[1:]...)
	return engine.New(&def, opts...)
}

func failuresIn(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if strings.Contains(line, "FAIL") || strings.Contains(line, "panic") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
