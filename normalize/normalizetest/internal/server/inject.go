package server

import (
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
)

type pendingFault struct {
	faults.Fault
	seen, hits int
}

// Inject adds a fault. Of several faults that hit one request the first one
// injected counts.
func (f *Fake) Inject(fault faults.Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fault.Times = max(fault.Times, 1)
	f.faults = append(f.faults, &pendingFault{Fault: fault})
}

// Mend takes all faults back.
func (f *Fake) Mend() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = nil
	clear(f.replaced)
}

// takeFault gives the fault for a request of the operation, or the zero Fault. Faults
// of the connection are separate: they happen before a request has arrived. The caller
// holds the lock.
func (f *Fake) takeFault(operation string, connecting bool) faults.Fault {
	var hit *pendingFault
	for _, p := range f.faults {
		if p.Operation != "" && p.Operation != operation || p.Refuse != connecting {
			continue
		}
		p.seen++
		if hit == nil && p.seen > p.After && p.hits < p.Times {
			hit = p
		}
	}
	if hit == nil && !connecting {
		return f.someFault()
	}
	if hit == nil {
		return faults.Fault{}
	}
	hit.hits++
	return hit.Fault
}

// Replace sends replace(raw) wherever a list would send record i of the source
// as raw. A nil replace takes it back.
func (f *Fake) Replace(source string, i int, replace func(raw []byte) []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := recordKey{source: source, index: i}
	if replace == nil {
		delete(f.replaced, key)
		return
	}
	f.replaced[key] = replace
}

type recordKey struct {
	source string
	index  int
	detail bool // as get sends it
}

// ReplaceDetail is [Fake.Replace] for what get sends.
func (f *Fake) ReplaceDetail(source string, i int, replace func(raw []byte) []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.replaced[recordKey{source, i, true}] = replace
}

// Hold keeps back so many conversations of each source: the newest, or where a
// list has no order, its first. They come to the front of their list, or to the
// end of one that has the oldest first, when a [Fault] says Arrive.
func (f *Fake) Hold(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held = n
}

// arrive ends what Hold began.
func (f *Fake) arrive() { f.Hold(0) }
