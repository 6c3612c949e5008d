package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

// texts are a transcript's texts, with their index.
func texts(messages []normalize.Message) []string {
	var out []string
	for _, m := range messages {
		out = append(out, fmt.Sprintf("%d:%s", m.Index, m.Text))
	}
	return out
}

func TestMessagesComeFromWhereTheyAre(t *testing.T) {
	inline := fakeapi.Record{ID: "x", Messages: []fakeapi.Message{{ID: "m0", Role: "user", Text: "x/0"}, {ID: "m1", Role: "user", Text: "x/1"}, {ID: "m2", Role: "user", Text: "x/2"}}}.String()
	api := func() *fakeapi.API {
		return &fakeapi.API{
			Records:     []string{`{"id":"other"}`, inline},
			Transcripts: map[string][]string{"x": {`{"id":"m0","text":"x/0"}`, `{"id":"m1","text":"x/1"}`, `{"id":"m2","text":"x/2"}`}},
		}
	}
	tests := []struct {
		name     string
		change   func(*engine.Source)
		requests []string // of Messages
	}{
		{"endpoint, all pages", func(*engine.Source) {},
			[]string{"/v1/conversations/x/messages", "/v1/conversations/x/messages?cursor=2"}},
		{"get", func(s *engine.Source) { s.Messages, s.Get.Messages = nil, normalize.MessagesInline },
			[]string{"/v1/conversations/x"}},
		{"list", func(s *engine.Source) { s.Messages, s.Get, s.List.Messages = nil, nil, normalize.MessagesInline },
			[]string{"/v1/conversations?size=5"}},
	}
	want := []string{"0:x/0", "1:x/1", "2:x/2"}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			def, server := fakeapi.Definition(), api()
			tt.change(&def.Sources[0])
			e := fakeapi.Open(t, server, def)
			got, err := e.Messages(t.Context(), "x")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, texts(got)); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.requests, server.Asked()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			for c, err := range e.Conversations(t.Context(), normalize.Query{WithMessages: true}) {
				if err != nil {
					t.Fatal(err)
				}
				if c.ID == "x" && (!slices.Equal(texts(c.Messages), want) || c.MessagesState != normalize.MessagesInline) {
					t.Errorf("WithMessages: %v, %s", texts(c.Messages), c.MessagesState)
				}
			}
			if _, err := e.Messages(t.Context(), "nobody"); tt.name != "endpoint, all pages" && !errors.Is(err, normalize.ErrNotFound) {
				t.Errorf("of nobody: %v", err)
			}
		})
	}
}

func TestTranscriptsThatAreNowhere(t *testing.T) {
	for _, state := range []normalize.MessagesState{"", normalize.MessagesAbsent, normalize.MessagesPartial} {
		def := fakeapi.Definition()
		s := &def.Sources[0]
		s.Messages, s.Get.Messages, s.List.Messages = nil, normalize.MessagesPartial, state
		api := &fakeapi.API{Records: []string{`{"id":"x"}`}}
		e := fakeapi.Open(t, api, def)
		if _, err := e.Messages(t.Context(), "x"); !errors.Is(err, normalize.ErrUnsupported) {
			t.Errorf("%q: Messages: %v", state, err)
		}
		if _, errs := fakeapi.Collect(t, e, normalize.Query{WithMessages: true}); len(errs) != 1 || !errors.Is(errs[0], normalize.ErrUnsupported) {
			t.Errorf("%q: WithMessages: %v", state, errs)
		}
		if len(api.Asked()) > 0 {
			t.Errorf("%q: requests %v", state, api.Asked())
		}
	}
}

func TestWithMessagesKeepsOrderAndGoesOn(t *testing.T) {
	defer goleak.VerifyNone(t)
	api := &fakeapi.API{Fail: map[string]int{"/v1/conversations/c04/messages": 503}}
	api.Records, api.Transcripts = fakeapi.Records(20)
	api.Records[7] = `{"title":"no id"}`
	api.Transcripts["c09"][1] = `[]`
	api.Transcripts["c11"][1] = `{"id":"m1","role":"?","text":"c11/1"}`
	e := fakeapi.Open(t, api, fakeapi.Definition(), normalize.WithConcurrency(3))
	run := e.Run(normalize.Query{WithMessages: true})
	var got []string
	for c, err := range run.Conversations(t.Context()) {
		var transcript *normalize.TranscriptError
		var record *normalize.RecordError
		switch {
		case errors.As(err, &transcript):
			if c == nil || c.ID != "c04" || transcript.ID != "c04" || len(c.Messages) > 0 || c.MessagesState != normalize.MessagesSeparate || !errors.Is(err, normalize.ErrUnavailable) || normalize.Final(err) {
				t.Errorf("c04: %v, %v", c, err)
			}
		case errors.As(err, &record):
			got = append(got, "bad")
			continue
		case err != nil:
			t.Fatal(err)
		case c.ID == "c09":
			if len(c.Messages) != 2 || c.MessagesState != normalize.MessagesPartial || len(c.Issues) != 1 || string(c.Issues[0].Raw) != "[]" {
				t.Errorf("c09: %v %s %v", texts(c.Messages), c.MessagesState, c.Issues)
			}
		case c.ID == "c11" && (len(c.Issues) != 1 || c.Issues[0].Field != "Messages[1].Role" || c.Messages[1].Issues != nil):
			t.Errorf("c11: %v", c.Issues)
		case len(c.Messages) != 3 || !strings.HasPrefix(c.Messages[2].Text, c.ID+"/") || c.MessagesState != normalize.MessagesInline:
			t.Errorf("%s: %v %s", c.ID, texts(c.Messages), c.MessagesState)
		}
		got = append(got, c.ID)
	}
	want := fakeapi.IDs(fakeapi.UpTo(20)...)
	want[7] = "bad"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if api.Most > 3 {
		t.Errorf("%d transcripts at once, want 3 at most", api.Most)
	}
	if r := run.Report(); r.TranscriptErrors != 1 || r.RecordErrors != 1 || r.Delivered != 19 || r.WithIssues != 2 || r.Stopped != normalize.StopEnd || r.Completeness != normalize.CompletenessStated {
		t.Errorf("report %+v", r)
	}
}

// TestWithMessagesIsConcurrent holds every transcript back until three are asked
// for: with less at once it would never end.
func TestWithMessagesIsConcurrent(t *testing.T) {
	defer goleak.VerifyNone(t)
	api := &fakeapi.API{Gate: make(chan struct{})}
	api.Records, api.Transcripts = fakeapi.Records(6)
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		for {
			api.Mu.Lock()
			n := api.Busy
			api.Mu.Unlock()
			if n == 3 {
				close(api.Gate)
				return
			}
		}
	}()
	e := fakeapi.Open(t, api, fakeapi.Definition(), normalize.WithConcurrency(3))
	got, errs := fakeapi.Collect(t, e, normalize.Query{WithMessages: true})
	<-ready
	if len(got) != 6 || len(errs) > 0 {
		t.Errorf("%v %v", got, errs)
	}
}

func TestLeavingWithMessagesLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t)
	api := &fakeapi.API{}
	api.Records, api.Transcripts = fakeapi.Records(20)
	e := fakeapi.Open(t, api, fakeapi.Definition())
	for range e.Conversations(t.Context(), normalize.Query{WithMessages: true}) {
		break
	}

	// A cancelled context ends it too, with a token that goes on.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []string
	var last error
	for c, err := range e.Conversations(ctx, normalize.Query{WithMessages: true}) {
		if last = err; err == nil {
			got = append(got, c.ID)
		}
		if len(got) == 4 {
			cancel()
		}
	}
	var page *normalize.PageError
	if !errors.As(last, &page) || !errors.Is(last, context.Canceled) {
		t.Fatalf("after %v: %v", got, last)
	}
	rest, errs := fakeapi.Collect(t, e, normalize.Query{WithMessages: true, PageToken: page.PageToken})
	if len(errs) > 0 || !slices.Equal(append(got, rest...), fakeapi.IDs(fakeapi.UpTo(20)...)) {
		t.Errorf("%v then %v, %v", got, rest, errs)
	}
}

func TestLimitFetchesNoTranscriptTooMany(t *testing.T) {
	api := &fakeapi.API{}
	api.Records, api.Transcripts = fakeapi.Records(20)
	e := fakeapi.Open(t, api, fakeapi.Definition())
	got, errs := fakeapi.Collect(t, e, normalize.Query{WithMessages: true, Limit: 2})
	if len(errs) > 0 || !slices.Equal(got, fakeapi.IDs(0, 1)) {
		t.Errorf("%v %v", got, errs)
	}
	if asked := api.Asked(); len(asked) != 5 { // a page, and two pages of messages each
		t.Errorf("%d requests: %v", len(asked), asked)
	}
}

func TestMessagesThatAreNone(t *testing.T) {
	api := &fakeapi.API{Transcripts: map[string][]string{"x": {`{"id":"m0","text":"one"}`, `7`, `{"id":"m2","text":"three"}`}}}
	got, err := fakeapi.Open(t, api, fakeapi.Definition()).Messages(t.Context(), "x")
	var record *normalize.RecordError
	if !errors.As(err, &record) || string(record.Raw) != "7" || !slices.Equal(texts(got), []string{"0:one", "1:three"}) {
		t.Errorf("%v, %v", texts(got), err)
	}
}

func TestMessagesKeepTheirIssues(t *testing.T) {
	api := &fakeapi.API{Transcripts: map[string][]string{"x": {`{"id":"m0","role":"?"}`}}}
	got, err := fakeapi.Open(t, api, fakeapi.Definition()).Messages(t.Context(), "x")
	if err != nil || len(got) != 1 || len(got[0].Issues) != 1 || string(got[0].Raw) != api.Transcripts["x"][0] {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = fakeapi.Open(t, api, fakeapi.Definition(), normalize.WithStrict()).Messages(t.Context(), "x")
	if !errors.Is(err, normalize.ErrIssues) {
		t.Errorf("strict: %v", err)
	}
}

func TestIDsThatWouldBeAnotherPath(t *testing.T) {
	api := &fakeapi.API{}
	e := fakeapi.Open(t, api, fakeapi.Definition())
	for _, id := range []string{"", ".", ".."} {
		_, err := e.Conversation(t.Context(), id)
		_, messagesErr := e.Messages(t.Context(), id)
		if !errors.Is(err, normalize.ErrInvalidQuery) || !errors.Is(messagesErr, normalize.ErrInvalidQuery) {
			t.Errorf("%q: %v, %v", id, err, messagesErr)
		}
	}
	if len(api.Asked()) > 0 {
		t.Errorf("requests %v", api.Asked())
	}
}

// The ids of a list's records are the provider's, and may be anything.
func TestListedIDsThatWouldBeAnotherPath(t *testing.T) {
	for _, source := range []normalize.TranscriptSource{normalize.TranscriptsEndpoint, normalize.TranscriptsGet} {
		api := &fakeapi.API{Records: []string{`{"id":".."}`, `{"id":"."}`}}
		def := fakeapi.Definition()
		if source == normalize.TranscriptsGet {
			def.Sources[0].Messages = nil
			def.Sources[0].Get.Messages = normalize.MessagesInline
		}
		e := fakeapi.Open(t, api, def)
		got, errs := fakeapi.Collect(t, e, normalize.Query{WithMessages: true})
		if !slices.Equal(got, []string{"..", "."}) || len(errs) != 2 || !errors.Is(errs[0], normalize.ErrInvalidQuery) || normalize.Final(errs[0]) {
			t.Errorf("%s: %v, %v", source, got, errs)
		}
		if asked := api.Asked(); len(asked) != 1 {
			t.Errorf("%s: requests %v", source, asked)
		}
	}
}
