package server

import (
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
)

// passing are the faults that FailSome chooses from: those that one more request
// gets over, and that need no clock of a test.
var passing = []faults.Fault{
	{Status: 500}, {Status: 502, Body: []byte{}}, {Status: 503}, {Status: 408}, {Status: 429}, {ResetBefore: true}, {ResetAt: 1}, {ResetAt: faults.Middle},
	{TruncateAt: faults.Middle}, {Gzip: true, TruncateAt: faults.Middle},
}

// FailSome has a share of all requests fail, from 0 for none to 1: which and how
// is a function of the seed and the number of requests before.
func (f *Fake) FailSome(share float64, seed int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failing, f.failingSeed = share, seed
}

// someFault is what FailSome has happen to a request. The caller holds the lock.
func (f *Fake) someFault() faults.Fault {
	const parts = 1 << 20
	if n := int64(f.count); seeded.Pick(f.failingSeed, n, "whether it fails", parts) < int(f.failing*parts) {
		return passing[seeded.Pick(f.failingSeed, n, "how it fails", len(passing))]
	}
	return faults.Fault{}
}
