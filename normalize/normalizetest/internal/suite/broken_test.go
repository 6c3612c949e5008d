package suite

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
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
		s.List.Request = calls(func(in *request.Inputs) { in.Cursor = "" })
	}, "list/many"},
	"filters change between pages": {0, func(s *engine.Source) {
		s.List.Request = calls(func(in *request.Inputs) {
			if in.Cursor != "" {
				in.Filter = nil
			}
		})
	}, "filter/agent_id"},
	"a native filter is not sent": {0, func(s *engine.Source) {
		s.List.Request = calls(func(in *request.Inputs) { in.Filter = nil })
	}, "filter/status"},
	"the upper bound is not widened": {0, func(s *engine.Source) {
		s.List.Request = calls(func(in *request.Inputs) { in.Filter = narrow{in.Filter} })
	}, "filter/since_until"},
	"an order that does not hold": {1, func(s *engine.Source) { s.Order = normalize.OrderDescending }, "filter/since_until"},
	"a field is mapped wrongly": {0, func(s *engine.Source) {
		s.List.Decode = decodeAnd(func(c *normalize.Conversation) { c.Agent.ID = c.ID })
	}, "list/one"},
	"the time is off by an hour": {1, func(s *engine.Source) {
		s.List.Decode = func(engine.Needed) engine.ConversationDecoder {
			decode := decodeChat(nil)
			return func(raw []byte) (*normalize.Conversation, error) {
				c, err := decode(raw)
				if c != nil {
					c.CreatedAt = c.CreatedAt.Add(3600e9)
				}
				return c, err
			}
		}
	}, "list/one"},
	"issues are kept quiet": {0, func(s *engine.Source) {
		s.List.Decode = decodeAnd(func(c *normalize.Conversation) { c.Issues = nil })
	}, "record/odd_field"},
	"an odd field loses the record": {0, func(s *engine.Source) {
		s.List.Decode = func(engine.Needed) engine.ConversationDecoder {
			decode := decodeCall(nil)
			return func(raw []byte) (*normalize.Conversation, error) {
				c, err := decode(raw)
				if err == nil && len(c.Issues) > 0 {
					return nil, engine.NoID([]lenient.Issue{{Field: c.Issues[0].Field}})
				}
				return c, err
			}
		}
	}, "record/odd_field"},
	"only the first page of messages": {0, func(s *engine.Source) { s.Messages.Pager = paging.SinglePage{} }, "messages/many"},
	"only the first page of a need":   {0, func(s *engine.Source) { s.Get.Needs[0].Pager = paging.SinglePage{} }, "needs/many"},
	"a need is not fetched":           {0, func(s *engine.Source) { s.Messages.Needs = nil }, "needs/few"},
	"a need is fetched twice":         {0, func(s *engine.Source) { s.Get.Needs = append(s.Get.Needs, s.Get.Needs[0]) }, "needs/none"},
	"searches are not repeated":       {0, func(s *engine.Source) { op := opSearch; op.Read = false; s.List.Operation = &op }, "fault/500"},
	"the total is not read":           {1, func(s *engine.Source) { s.List.Shape.Total = nil }, "fault/neither_cursor_nor_more,_and_the_total_says_more"},
	"duplicates are not noticed": {0, func(s *engine.Source) {
		decode, n := s.List.Decode, 0
		s.List.Decode = func(needed engine.Needed) engine.ConversationDecoder {
			inner := decode(needed)
			return func(raw []byte) (*normalize.Conversation, error) {
				c, err := inner(raw)
				if n++; err == nil {
					c.ID = strconv.Itoa(n)
				}
				return c, err
			}
		}
	}, "fault/the_same_record_on_two_pages"},
	"a constant is missing": {1, func(s *engine.Source) {
		s.List.Request = &request.Template{Operation: &opChats, Send: []request.Set{{Query: "limit", Value: request.Const{V: 10}}}}
	}, "list/one"},
}

// calls asks for calls with other inputs than it is given.
func calls(change func(in *request.Inputs)) *request.Template {
	out := *requestCalls
	out.Send = slices.Clone(out.Send)
	for i := range out.Send {
		out.Send[i].Value = changed{out.Send[i].Value, change}
	}
	return &out
}

type changed struct {
	request.Value
	change func(in *request.Inputs)
}

func (c changed) Resolve(in *request.Inputs) (any, bool, error) {
	other := *in
	c.change(&other)
	return c.Value.Resolve(&other)
}

// narrow has an upper bound that is two seconds early.
type narrow struct{ request.Filters }

func (n narrow) Time(filter string) time.Time {
	at := n.Filters.Time(filter)
	if filter == "until" && !at.IsZero() {
		at = at.Add(-2 * time.Second)
	}
	return at
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
