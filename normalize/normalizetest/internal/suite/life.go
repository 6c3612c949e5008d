package suite

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// lifetimes tests the ends of an iteration, and several at once. What is left
// behind fails the bubble.
func (s *suite) lifetimes(t *testing.T) {
	for _, messages := range []bool{false, true} {
		name := map[bool]string{false: "", true: " with messages"}[messages]
		s.test(t, "life/break"+name, synth.Options{Conversations: s.several(28)}, func(e *env) {
			if messages && e.caps().Transcripts == normalize.TranscriptsNone {
				return
			}
			n := 0
			for _, err := range e.p.Conversations(e.ctx, normalize.Query{PageSize: e.size, WithMessages: messages}) {
				if err != nil {
					e.Fatal(err)
				}
				if n++; n == 3 {
					break
				}
			}
		})
	}
	for _, way := range []string{"deadline", "cancel"} {
		s.testOver(t, "life/"+way, synth.Options{Conversations: s.several(28)}, true, func(e *env) { e.stopped(way) })
	}
	s.test(t, "life/limited", synth.Options{Conversations: 5}, s.limited)
	s.test(t, "life/concurrent", synth.Options{Conversations: s.several(28)}, func(e *env) {
		e.fake.FailSome(0.1, 3)
		p := e.with(normalize.WithRetry(normalize.Retry{MaxAttempts: 12}))
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				got, _, err := e.read(p, normalize.Query{})
				if err != nil || len(got) != e.fake.Len() {
					e.Errorf("%d conversations and %v, want %d", len(got), err, e.fake.Len())
				}
			})
		}
		wg.Wait()
	})
}

// limited has one reading told to come back in ten seconds: another one of the same
// provider value waits as long.
func (s *suite) limited(e *env) {
	e.fake.Inject(faults.Fault{Operation: e.source.List.ID, Status: 429, Header: http.Header{"Retry-After": {"10"}}})
	var wg sync.WaitGroup
	began := time.Now()
	for i := range 3 {
		wg.Go(func() {
			time.Sleep(time.Duration(i) * time.Second) // of the bubble's clock
			if _, _, err := e.read(e.p, normalize.Query{}); err != nil {
				e.Error(err)
			}
			if took := time.Since(began); took != 10*time.Second {
				e.Errorf("reading %d ended after %v, want 10s", i, took)
			}
		})
	}
	wg.Wait()
}
