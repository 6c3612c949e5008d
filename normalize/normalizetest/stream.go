package normalizetest

import (
	"runtime"
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

// Stream reads a long list of n conversations and wants every id exactly once,
// and the live heap never more than limit bytes above what it was at the start.
// The fake is in the same process and counts.
func Stream(t *testing.T, cfg Config, n int, limit uint64) {
	t.Helper()
	fake := NewFake(t, cfg.Specs, FakeOptions{Conversations: n})
	fake.Forget()
	client, closeAll := fake.Serve()
	defer closeAll()
	opts := append(fake.Credentials(), normalize.WithBaseURL(fake.BaseURL(MemoryHost)), normalize.WithHTTPClient(client))
	p, err := cfg.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range fake.sources {
		one := p
		if s.name != "" {
			if one, err = p.Source(s.name); err != nil {
				t.Fatal(err)
			}
		}
		stream(t, fake, s, one, limit)
	}
}

func stream(t *testing.T, fake *Fake, s *source, p normalize.Provider, limit uint64) {
	t.Helper()
	n := fake.Len()
	seen := make([]bool, n)
	start, most, count := liveHeap(), uint64(0), 0
	for c, err := range p.Conversations(t.Context(), normalize.Query{PageSize: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		i, ok := s.world.ids.index(c.ID)
		if !ok || i >= n || seen[i] {
			t.Fatalf("the id %s is unknown or comes twice", c.ID)
		}
		seen[i] = true
		if count++; count%max(1, n/10) == 0 {
			most = max(most, liveHeap())
		}
	}
	if count != n {
		t.Errorf("%d conversations, want %d", count, n)
	}
	if most > start && most-start > limit {
		t.Errorf("the live heap grew by %d KiB, and %d KiB are allowed", (most-start)>>10, limit>>10)
	}
	t.Logf("%d conversations, live heap %d KiB at the start, at most %d KiB", count, start>>10, most>>10)
}

func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
