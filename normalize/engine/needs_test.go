package engine_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// needing is the fake's definition with needs: all people for get, the record
// and all people for messages. What the decoders get goes to got.
func needing(got *[]engine.Needed) *engine.Definition {
	def := fakeapi.Definition()
	def.Operations = append(def.Operations, api.Operation{ID: "people", Method: "GET", Path: "/conversations/{id}/people"})
	src := &def.Sources[0]
	people := engine.NeedDefinition{
		Name: "people", Operation: &def.Operations[3], Shape: src.List.Shape, Pager: paging.Cursor{},
		Request: fakeapi.Request(&def.Operations[3], fakeapi.Ask[0]),
	}
	record := engine.NeedDefinition{
		Name: "call", Operation: &def.Operations[1], Request: fakeapi.Request(&def.Operations[1]),
	}
	src.Get.Needs = []engine.NeedDefinition{people}
	src.Get.Decode = func(needed engine.Needed) engine.ConversationDecoder {
		*got = append(*got, needed)
		return fakeapi.Decode
	}
	src.Messages.Needs = []engine.NeedDefinition{record, people}
	src.Messages.Decode = func(needed engine.Needed) func([]byte) (normalize.Message, error) {
		*got = append(*got, needed)
		return fakeapi.DecodeMessage
	}
	return def
}

func needyAPI() *fakeapi.API {
	return &fakeapi.API{
		Records:     []string{`{"id":"x","title":"T"}`},
		Transcripts: map[string][]string{"x": {`{"id":"m0"}`, `{"id":"m1"}`, `{"id":"m2"}`}},
		People:      map[string][]string{"x": {`{"p":1}`, `{"p": 2}`, `{"p":3}`}},
	}
}

func TestNeedsAreFetchedFirstAndWhole(t *testing.T) {
	people := []json.RawMessage{json.RawMessage(`{"p":1}`), json.RawMessage(`{"p": 2}`), json.RawMessage(`{"p":3}`)}
	record := []json.RawMessage{json.RawMessage(`{"id":"x","title":"T"}`)}
	for _, tt := range []struct {
		name     string
		call     func(*engine.Engine) error
		needed   engine.Needed
		requests []string
	}{
		{"get", func(e *engine.Engine) error { _, err := e.Conversation(t.Context(), "x"); return err },
			engine.Needed{people},
			[]string{"/v1/conversations/x/people", "/v1/conversations/x/people?cursor=2", "/v1/conversations/x"}},
		{"messages", func(e *engine.Engine) error { _, err := e.Messages(t.Context(), "x"); return err },
			engine.Needed{record, people},
			[]string{"/v1/conversations/x", "/v1/conversations/x/people", "/v1/conversations/x/people?cursor=2",
				"/v1/conversations/x/messages", "/v1/conversations/x/messages?cursor=2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []engine.Needed
			api := needyAPI()
			if err := tt.call(fakeapi.Open(t, api, needing(&got))); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]engine.Needed{tt.needed}, got); diff != "" {
				t.Errorf("needed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.requests, api.Asked()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithoutNeedsDecodersGetNothing(t *testing.T) {
	got := []engine.Needed{}
	def := needing(&got)
	def.Sources[0].Get.Needs, def.Sources[0].Messages.Needs = nil, nil
	e := fakeapi.Open(t, needyAPI(), def)
	_, getErr := e.Conversation(t.Context(), "x")
	_, err := e.Messages(t.Context(), "x")
	if err := errors.Join(getErr, err); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]engine.Needed{nil, nil}, got); diff != "" {
		t.Errorf("needed (-want +got):\n%s", diff)
	}
}

func TestNeedsThatFail(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*fakeapi.API)
		want  error
	}{
		{"not found", func(f *fakeapi.API) { f.Fail = map[string]int{"/v1/conversations/x/people": 404} }, normalize.ErrNotFound},
		{"forbidden", func(f *fakeapi.API) { f.Fail = map[string]int{"/v1/conversations/x/people": 403} }, normalize.ErrForbidden},
		{"unavailable", func(f *fakeapi.API) { f.Fail = map[string]int{"/v1/conversations/x/people": 503} }, normalize.ErrUnavailable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []engine.Needed
			api := needyAPI()
			tt.spoil(api)
			e := fakeapi.Open(t, api, needing(&got))
			if _, err := e.Conversation(t.Context(), "x"); !errors.Is(err, tt.want) {
				t.Errorf("get: %v", err)
			}
			if _, err := e.Messages(t.Context(), "x"); !errors.Is(err, tt.want) {
				t.Errorf("messages: %v", err)
			}
			for c, err := range e.Conversations(t.Context(), normalize.Query{WithMessages: true}) {
				var transcript *normalize.TranscriptError
				if !errors.As(err, &transcript) || !errors.Is(err, tt.want) || c == nil || c.MessagesState != normalize.MessagesSeparate || len(c.Messages) > 0 {
					t.Errorf("with messages: %v, %v", c, err)
				}
			}
			if len(got) > 0 {
				t.Errorf("records were decoded without what they need: %s", got)
			}
		})
	}
}

// An element that is not a record is not left out: a mapping would not know that it is
// missing.
func TestNeedsThatAreNoRecords(t *testing.T) {
	var got []engine.Needed
	api := needyAPI()
	api.People["x"][1] = `[2]`
	_, err := fakeapi.Open(t, api, needing(&got)).Conversation(t.Context(), "x")
	var record *normalize.RecordError
	if !errors.As(err, &record) || record.Operation != "people" || record.Index != 1 || string(record.Raw) != "[2]" {
		t.Errorf("the error is %v", err)
	}
}

func TestNeedsAreCounted(t *testing.T) {
	var got []engine.Needed
	e := fakeapi.Open(t, needyAPI(), needing(&got))
	caps := e.Capabilities().Sources[0]
	if !slices.Equal(caps.GetNeeds, []string{"people"}) || !slices.Equal(caps.TranscriptNeeds, []string{"call", "people"}) {
		t.Errorf("capabilities: %+v", caps)
	}
	run := e.Run(normalize.Query{WithMessages: true})
	for _, err := range run.Conversations(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
	}
	// The list, the record, two pages of people and two of messages.
	if report := run.Report(); report.Requests != 6 || report.Records != 1 || report.Pages != 1 {
		t.Errorf("the report is %+v", report)
	}

	def := needing(&got)
	def.Sources[0].Messages, def.Sources[0].Get.Messages = nil, normalize.MessagesInline
	if caps := fakeapi.Open(t, needyAPI(), def).Capabilities().Sources[0]; !slices.Equal(caps.TranscriptNeeds, []string{"people"}) {
		t.Errorf("of transcripts in get: %+v", caps)
	}
	def.Sources[0].Get = nil
	def.Sources[0].List.Messages = normalize.MessagesInline
	text, err := json.Marshal(fakeapi.Open(t, needyAPI(), def).Capabilities().Sources[0])
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"get_needs", "transcript_needs"} {
		if _, there := members[name]; there {
			t.Errorf("%s stands in %s", name, text)
		}
	}
}
