package suite

import (
	"io"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

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
