// Package stream reads lists that are too long to keep.
package stream

import (
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Config is a provider under test.
type Config struct {
	Specs string // the folder of its declarations
	New   func(opts ...normalize.Option) (normalize.Provider, error)
}

// Options says how to read a long list.
type Options struct {
	Conversations int     // of each source
	HeapLimit     uint64  // bytes that the live heap may grow from the first page on
	Failing       float64 // share of the requests that fail, from 0 to 1
	Seed          int64   // of the failing
}

// Run reads a long list over loopback. It wants every id exactly once, and a flat live
// heap. The heap is that of the process: it includes the fake, and any test that runs
// at the same time, so the test must not be parallel.
func Run(t *testing.T, cfg Config, opts Options) {
	t.Helper()
	fake := server.New(t, cfg.Specs, synth.Options{Conversations: opts.Conversations, Lean: true, Messages: -1})
	fake.Forget()
	fake.FailSome(opts.Failing, opts.Seed)
	loopback := httptest.NewServer(fake)
	defer loopback.Close()
	// The faults cost no time of the server's: the waits of a real one are not
	// what is tested.
	patient := normalize.Retry{MaxAttempts: 20, Initial: time.Millisecond, MaxWait: 20 * time.Millisecond}
	p, err := cfg.New(append(fake.Credentials(), normalize.WithBaseURL(fake.BaseURL(loopback.URL)), normalize.WithRetry(patient))...)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range fake.Served {
		one := p
		if s.Name != "" {
			if one, err = p.Source(s.Name); err != nil {
				t.Fatal(err)
			}
		}
		readAll(t, fake, s, one, opts)
	}
}

func readAll(t *testing.T, fake *server.Fake, s *server.Source, p normalize.Provider, opts Options) {
	t.Helper()
	const page = 100
	n, began := fake.Len(), time.Now()
	seen := make([]bool, n)
	var least, most uint64
	count := 0
	run := p.Run(normalize.Query{PageSize: page})
	for c, err := range run.Conversations(t.Context()) {
		if err != nil {
			t.Fatalf("after %d: %v", count, err)
		}
		i, ok := s.World.IDs.Index(c.ID)
		if !ok || i >= n || seen[i] {
			t.Fatalf("the id %s is unknown or comes twice", c.ID)
		}
		seen[i] = true
		if count++; count == page || count == n || count%max(1, n/10) == 0 {
			heap := liveHeap()
			if least == 0 {
				least, most = heap, heap
			}
			most = max(most, heap)
		}
	}
	report := run.Report()
	if count != n || report.Stopped != normalize.StopEnd || report.Duplicates > 0 && !s.World.Inclusive {
		t.Errorf("%d conversations, want %d: %+v", count, n, report)
	}
	if opts.Failing > 0 && report.Retries == 0 && n > 100*page {
		t.Error("no request failed")
	}
	if most-least > opts.HeapLimit {
		t.Errorf("the live heap grew by %d KiB, and %d KiB are allowed", (most-least)>>10, opts.HeapLimit>>10)
	}
	t.Logf("%s: %d conversations once each in %.1f s, %d requests, %d of them again; live heap %d KiB after the first page, at most %d KiB more",
		s.Name, count, time.Since(began).Seconds(), report.Requests, report.Retries, least>>10, (most-least)>>10)
}

func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
