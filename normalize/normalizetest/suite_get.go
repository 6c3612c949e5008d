package normalizetest

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
)

// gets tests reading one conversation.
func (s *suite) gets(t *testing.T) {
	s.test(t, "get", FakeOptions{Conversations: 5}, func(e *env) {
		if !e.caps().Get {
			_, err := e.p.Conversation(e.ctx, e.truth(0).ID)
			e.wantError("get", err, normalize.ErrUnsupported)
			return
		}
		for i := range 5 {
			want := e.truth(i)
			c, err := e.p.Conversation(e.ctx, want.ID)
			if err != nil {
				e.Fatal(err)
			}
			if c.ID != want.ID {
				e.Errorf("get %s gave %s", want.ID, c.ID)
			}
			for _, issue := range c.Issues {
				e.Errorf("get %d: %s at %s: %s: %s", i, issue.Field, issue.Path, issue.Reason, issue.Raw)
			}
			if raw := e.source.detailBytes(i); !bytes.Equal(c.Raw, raw) {
				e.Errorf("get %d: Raw is\n%s\nand the record is\n%s", i, c.Raw, raw)
			}
			if at := timeIn(c, e.caps().Time); e.source.detailSaysTime() && !at.Equal(want.Time) {
				e.Errorf("get %d: the time is %v, want %v", i, at, want.Time)
			}
		}
	})
	s.test(t, "get/odd field", FakeOptions{Conversations: 5}, s.oddGet)
	s.test(t, "get/unknown", FakeOptions{Conversations: 5}, func(e *env) {
		if e.caps().Get {
			_, err := e.p.Conversation(e.ctx, e.fake.UnknownID(e.source.name))
			e.wantError("an unknown id", err, normalize.ErrNotFound)
		}
	})
	s.test(t, "get/escaping id", FakeOptions{Conversations: 5}, func(e *env) {
		for _, id := range []string{"", ".", ".."} {
			if _, err := e.p.Conversation(e.ctx, id); err == nil {
				e.Errorf("the id %q is taken", id)
			}
			if _, err := e.p.Messages(e.ctx, id); err == nil {
				e.Errorf("the id %q is taken for messages", id)
			}
		}
		e.requireNothingSent("ids that are none")
	})
}

// oddGet reads a conversation with an odd field: it comes with an issue, or with
// WithStrict is an error.
func (s *suite) oddGet(e *env) {
	if !e.caps().Get {
		return
	}
	id := e.truth(2).ID
	for _, d := range e.source.damages() {
		// What get reads there may be something else.
		h, ok := e.source.detail.whole(d.target)
		if listed, _ := e.source.record.whole(d.target); !ok || h.at.place() != listed.at.place() || h.at.place() != d.at.place() || at(e.source.detail.schema, h.at) == nil {
			continue
		}
		e.fake.replaceDetail(e.source.name, 2, func(raw []byte) []byte { return spoilAt(raw, d) })
		c, err := e.p.Conversation(e.ctx, id)
		if err != nil {
			e.Fatalf("%s: %v", d.name, err)
		}
		e.wantIssue(d, c, encode(nil, d.value, layouts[0]))
		_, err = e.with(normalize.WithStrict()).Conversation(e.ctx, id)
		e.wantError(d.name+", strict", err, normalize.ErrIssues)
	}
}

func (s *source) detailSaysTime() bool {
	_, ok := s.detail.timed(s.decl.Time.Value)
	return ok
}

// transcripts tests messages, alone and with a list.
func (s *suite) transcripts(t *testing.T) {
	s.test(t, "messages", FakeOptions{Conversations: 6}, func(e *env) {
		for i := range 6 {
			messages, err := e.p.Messages(e.ctx, e.truth(i).ID)
			if e.caps().Transcripts == normalize.TranscriptsNone {
				e.wantError("messages", err, normalize.ErrUnsupported)
				continue
			}
			if err != nil {
				e.Fatal(err)
			}
			e.checkMessages(e.truth(i), messages)
		}
	})
	s.test(t, "messages/many", FakeOptions{Conversations: 1, Messages: 230}, func(e *env) {
		if e.caps().Transcripts == normalize.TranscriptsNone {
			return
		}
		messages, err := e.p.Messages(e.ctx, e.truth(0).ID)
		if err != nil {
			e.Fatal(err)
		}
		e.checkMessages(e.truth(0), messages)
	})
	s.test(t, "messages/list", FakeOptions{Conversations: 28}, func(e *env) {
		if e.caps().Transcripts == normalize.TranscriptsNone {
			_, _, err := e.read(e.p, normalize.Query{WithMessages: true})
			e.wantError("with messages", err, normalize.ErrUnsupported)
			return
		}
		got := e.all(e.p, normalize.Query{WithMessages: true})
		e.same("with messages", got, nil)
		for i, c := range got {
			if c.MessagesState != normalize.MessagesInline {
				e.Errorf("conversation %d: the messages are %s", i, c.MessagesState)
			}
			e.checkMessages(e.truth(i), c.Messages)
		}
	})
}

// checkMessages compares a transcript with the truth; where the field map does
// not read the text by a plain path, only that there is one. What lies among the
// messages that are known, such as calls of tools, is left aside.
func (e *env) checkMessages(t Truth, got []normalize.Message) {
	e.Helper()
	r := e.source.transcript(e.caps().Transcripts)
	for i, m := range got {
		if m.Index != i {
			e.Errorf("conversation %d: message %d has the index %d", t.Index, i, m.Index)
		}
	}
	e.checkEntries(t, got)
	if r == nil || !r.hasText {
		if len(got) == 0 && t.Messages > 0 {
			e.Errorf("conversation %d has no messages, want %d", t.Index, t.Messages)
		}
		return
	}
	var want, have []string
	for k := range t.Messages {
		want = append(want, t.Text(k))
	}
	for _, m := range got {
		if r.exact || slices.Contains(want, m.Text) {
			have = append(have, m.Text)
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		e.Errorf("conversation %d: messages (-want +got):\n%s", t.Index, diff)
	}
}

// transcript is how the fake writes messages where complete transcripts come
// from; nil where there are none.
func (s *source) transcript(from normalize.TranscriptSource) *renderer {
	return map[normalize.TranscriptSource]*renderer{
		normalize.TranscriptsEndpoint: s.message, normalize.TranscriptsGet: s.detail, normalize.TranscriptsList: s.record,
	}[from]
}

// recordings tests that a recording is read, and from another origin without
// credentials.
func (s *suite) recordings(t *testing.T) {
	s.test(t, "recordings", FakeOptions{Conversations: 8}, func(e *env) {
		for i, c := range e.all(e.p, normalize.Query{}) {
			if e.caps().Get {
				full, err := e.p.Conversation(e.ctx, e.truth(i).ID)
				if err != nil {
					e.Fatal(err)
				}
				c = full
			}
			for _, rec := range c.Recordings {
				if rec.URL != "" {
					e.openRecording(rec)
				}
			}
		}
	})
}

func (e *env) openRecording(rec normalize.Recording) {
	e.Helper()
	r, err := e.p.OpenRecording(e.ctx, rec)
	if err != nil {
		e.Errorf("recording %s: %v", rec.URL, err)
		return
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	if err != nil || string(data) != FileText(rec.URL) {
		e.Errorf("recording %s: %q, %v", rec.URL, data, err)
	}
}
