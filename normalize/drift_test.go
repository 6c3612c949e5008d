package normalize

import (
	"fmt"
	"sync"
	"testing"
)

// TestDriftLog: a log is shared by goroutines, counts, calls once, and is bounded.
func TestDriftLog(t *testing.T) {
	var mu sync.Mutex
	calls := 0
	log := &DriftLog{OnNew: func(Drift) { mu.Lock(); calls++; mu.Unlock() }}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 1500 {
				log.note("acme", "list", string(DriftUnknownProperty), fmt.Sprint("x", i), func() string { return "number" })
			}
		})
	}
	wg.Wait()
	entries := log.Entries()
	var total int64
	for _, e := range entries {
		total += e.Count
	}
	if len(entries) != mostDrift || calls != mostDrift || total+log.Dropped() != 6000 {
		t.Errorf("%d entries, %d calls, %d counted, %d dropped", len(entries), calls, total, log.Dropped())
	}
}
