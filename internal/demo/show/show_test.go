package show

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// open is a registry with one provider, written by hand.
func open(name string, opts ...normalize.Option) (normalize.Provider, error) {
	if name != "acme" {
		return nil, errors.New("unknown provider " + name)
	}
	op := api.Operation{ID: "listCalls", Method: "GET", Path: "/calls"}
	return engine.New(&engine.Definition{
		Info:       normalize.Info{Name: "acme", Auth: [][]normalize.Scheme{{{Name: "key", Kind: normalize.SchemeQuery, Param: "api_key"}}}},
		Operations: []api.Operation{op},
		Sources: []engine.Source{{
			Time: normalize.TimeStartedAt,
			List: &engine.ListDefinition{
				Operation: &op,
				Request: &request.Template{Operation: &op, Send: []request.Set{
					{Query: "skip", Value: request.PageOffset}, {Query: "size", Value: request.PageSize},
				}},
				Shape:   api.Shape{Records: []api.Path{{}}},
				Pager:   paging.Offset{},
				Decode:  decode,
				Filters: map[normalize.Filter]normalize.Support{normalize.FilterAgentID: {Mode: normalize.Native, Param: "agent"}, normalize.FilterStatus: {Mode: normalize.Emulated}},
			},
		}},
	}, opts...)
}

func decode(engine.Needed) engine.ConversationDecoder {
	return func(raw []byte) (*normalize.Conversation, error) {
		var v struct {
			ID, Agent string
			At        time.Time
		}
		err := json.Unmarshal(raw, &v)
		return &normalize.Conversation{
			ID: v.ID, Agent: normalize.Agent{ID: v.Agent}, StartedAt: v.At, Duration: 90 * time.Second,
			Status: normalize.StatusCompleted, Channel: normalize.ChannelPhone,
		}, err
	}
}

func options() Options {
	return Options{Names: []string{"acme"}, Open: open, Specs: "testdata", Conversations: 12, PageSize: 5}
}

func TestTables(t *testing.T) {
	var out strings.Builder
	if err := Run(t.Context(), &out, options()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 1+12+1+2 {
		t.Fatalf("%d lines, want a head, 12 conversations, a break, a head and the provider:\n%s", len(lines), out.String())
	}
	first := strings.Fields(lines[1])
	want := []string{"acme", first[1], "completed", "phone", first[4], first[5], first[6], "1m30s", "-"}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("the first conversation (-want +got):\n%s", diff)
	}
	if strings.Index(lines[0], "STATUS") != strings.Index(lines[1], "completed") {
		t.Errorf("the columns are not aligned:\n%s\n%s", lines[0], lines[1])
	}
	want = []string{"acme", "12", "3", "3", "agent_id", "status"}
	if diff := cmp.Diff(want, strings.Fields(lines[len(lines)-1])); diff != "" {
		t.Errorf("the provider's line (-want +got):\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	opts := options()
	opts.JSON = true
	var out strings.Builder
	if err := Run(t.Context(), &out, opts); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(out.String()) {
		var c struct{ Provider, ID string }
		if err := json.Unmarshal([]byte(line), &c); err != nil || c.Provider != "acme" {
			t.Fatalf("%q: %v", line, err)
		}
		seen[c.ID] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d conversations, want 12", len(seen))
	}
}

// A provider that cannot be shown is an error, and the others are shown.
func TestOneFails(t *testing.T) {
	opts := options()
	opts.Names = []string{"missing", "acme"}
	var out strings.Builder
	err := Run(t.Context(), &out, opts)
	if err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("the error is %v", err)
	}
	if strings.Count(out.String(), "acme") < 12 {
		t.Errorf("the other provider is not shown:\n%s", out.String())
	}
}
