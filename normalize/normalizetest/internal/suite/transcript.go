package suite

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// transcripts tests messages, alone and with a list.
func (s *suite) transcripts(t *testing.T) {
	s.test(t, "messages", synth.Options{Conversations: 6}, func(e *env) {
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
	s.test(t, "messages/many", synth.Options{Conversations: 1, Messages: 230}, func(e *env) {
		if e.caps().Transcripts == normalize.TranscriptsNone {
			return
		}
		messages, err := e.p.Messages(e.ctx, e.truth(0).ID)
		if err != nil {
			e.Fatal(err)
		}
		e.checkMessages(e.truth(0), messages)
	})
	s.test(t, "messages/list", synth.Options{Conversations: 28}, func(e *env) {
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
func (e *env) checkMessages(t synth.Truth, got []normalize.Message) {
	e.Helper()
	r := transcriptOf(e.source, e.caps().Transcripts)
	for i, m := range got {
		if m.Index != i {
			e.Errorf("conversation %d: message %d has the index %d", t.Index, i, m.Index)
		}
	}
	e.checkEntries(t, got)
	if r == nil || !r.HasText {
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
		if r.Exact || slices.Contains(want, m.Text) {
			have = append(have, m.Text)
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		e.Errorf("conversation %d: messages (-want +got):\n%s", t.Index, diff)
	}
}

// transcript is how the fake writes messages where complete transcripts come
// from; nil where there are none.
func transcriptOf(s *server.Source, from normalize.TranscriptSource) *synth.Renderer {
	return map[normalize.TranscriptSource]*synth.Renderer{
		normalize.TranscriptsEndpoint: s.Message, normalize.TranscriptsGet: s.Detail, normalize.TranscriptsList: s.Record,
	}[from]
}
