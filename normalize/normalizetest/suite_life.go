package normalizetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

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
	s.test(t, "life/cancel", FakeOptions{Conversations: s.several(48)}, func(e *env) {
		after := 1
		if e.onePage() {
			after = 0
		}
		e.canceled(Fault{Operation: e.source.list.ID, After: after, Stall: 20 * time.Second})
		e.canceled(Fault{Operation: e.source.list.ID, Chunk: 100, Wait: 5 * time.Second})
	})
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

// canceled reads while the server hangs, and wants the end as soon as the
// context is done.
func (e *env) canceled(fault Fault) {
	e.Helper()
	e.fake.Inject(fault)
	ctx, cancel := context.WithTimeout(e.ctx, 2*time.Second)
	defer cancel()
	start := time.Now()
	var last error
	for _, err := range e.p.Conversations(ctx, normalize.Query{PageSize: e.size}) {
		last = err
	}
	if !errors.Is(last, context.DeadlineExceeded) {
		e.Errorf("the error is %v, want %v", last, context.DeadlineExceeded)
	}
	if took := time.Since(start); took != 2*time.Second {
		e.Errorf("the call returned after %v, want 2s", took)
	}
}
