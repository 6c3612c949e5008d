package normalizetest

import (
	"sync"
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

// lifetimes tests the ends of an iteration, and several at once. What is left
// behind fails the bubble.
func (s *suite) lifetimes(t *testing.T) {
	for _, messages := range []bool{false, true} {
		name := map[bool]string{false: "", true: " with messages"}[messages]
		s.test(t, "life/break"+name, FakeOptions{Conversations: s.several(48)}, func(e *env) {
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
		s.testOver(t, "life/"+way, FakeOptions{Conversations: s.several(28)}, true, func(e *env) { e.stopped(way) })
	}
	s.test(t, "life/concurrent", FakeOptions{Conversations: s.several(33)}, func(e *env) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				got, _, err := e.read(e.p, normalize.Query{})
				if err != nil || len(got) != e.fake.Len() {
					e.Errorf("%d conversations and %v, want %d", len(got), err, e.fake.Len())
				}
			})
		}
		wg.Wait()
	})
}

// onePage reports whether the list comes in a single answer.
func (e *env) onePage() bool {
	return e.suite.src.List.Pagination.Style.Value == "none" || e.size >= e.fake.Len()
}
