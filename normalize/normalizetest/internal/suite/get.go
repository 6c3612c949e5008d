package suite

import (
	"bytes"
	"io"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// gets tests reading one conversation.
func (s *suite) gets(t *testing.T) {
	s.test(t, "get", synth.Options{Conversations: 5}, func(e *env) {
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
			if raw := e.fake.Detail(e.source, i); !bytes.Equal(c.Raw, raw) {
				e.Errorf("get %d: Raw is\n%s\nand the record is\n%s", i, c.Raw, raw)
			}
			if at := timeIn(c, e.caps().Time); detailSaysTime(e.source) && !at.Equal(want.Time) {
				e.Errorf("get %d: the time is %v, want %v", i, at, want.Time)
			}
		}
	})
	s.test(t, "get/odd field", synth.Options{Conversations: 5}, s.oddGet)
	s.test(t, "get/unknown", synth.Options{Conversations: 5}, func(e *env) {
		if e.caps().Get {
			_, err := e.p.Conversation(e.ctx, e.fake.UnknownID(e.source.Name))
			e.wantError("an unknown id", err, normalize.ErrNotFound)
		}
	})
	s.test(t, "get/escaping id", synth.Options{Conversations: 5}, func(e *env) {
		for _, id := range []string{"", ".", ".."} {
			if _, err := e.p.Conversation(e.ctx, id); err == nil {
				e.Errorf("the id %q is taken", id)
			}
			if _, err := e.p.Messages(e.ctx, id); err == nil {
				e.Errorf("the id %q is taken for messages", id)
			}
		}
		e.requireNothingSent("ids that are not valid")
	})
}

// oddGet reads a conversation with an odd field: it comes with an issue, or with
// WithStrict is an error.
func (s *suite) oddGet(e *env) {
	if !e.caps().Get {
		return
	}
	id := e.truth(2).ID
	record := e.source.Detail.Conversation(e.truth(2))
	for _, d := range damagesOf(e.source, 2) {
		// What get reads there may be something else.
		h, ok := e.source.Detail.Whole(d.target)
		if listed, _ := e.source.Record.Whole(d.target); !ok || h.At.Exact() != listed.At.Exact() || h.At.Exact() != d.hint.At.Exact() || schemas.At(e.source.Detail.Schema, h.At) == nil {
			continue
		}
		if d.at, ok = placeIn(e.source.Detail, record, h); !ok {
			continue
		}
		e.fake.ReplaceDetail(e.source.Name, 2, func(raw []byte) []byte { return spoilAt(raw, d) })
		c, err := e.p.Conversation(e.ctx, id)
		if err != nil {
			e.Fatalf("%s: %v", d.name, err)
		}
		e.wantIssue(d, c)
		_, err = e.with(normalize.WithStrict()).Conversation(e.ctx, id)
		e.wantError(d.name+", strict", err, normalize.ErrIssues)
	}
}

func detailSaysTime(s *server.Source) bool {
	_, ok := s.Detail.Timed(s.Decl.Time.Value)
	return ok
}

// recordings tests that a recording is read, and from another origin without
// credentials.
func (s *suite) recordings(t *testing.T) {
	s.test(t, "recordings", synth.Options{Conversations: 8}, func(e *env) {
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
	if err != nil || string(data) != server.FileText(rec.URL) {
		e.Errorf("recording %s: %q, %v", rec.URL, data, err)
	}
}
