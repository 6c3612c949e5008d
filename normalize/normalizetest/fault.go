package normalizetest

import (
	"net/http"
	"time"
)

// Fault is one thing that goes wrong. The zero Fault changes nothing. It hits
// the requests that its Operation names; After of them pass, then it hits Times
// of them.
type Fault struct {
	Operation string // operation id; "" is every operation
	After     int
	Times     int // 0 is once

	// Refuse lets no connection come about.
	Refuse bool
	// Status answers with this status and the document's body for it, and with
	// Header; Body replaces the body.
	Status int
	Header http.Header
	Body   []byte
	// Envelope answers with a success and the document's body for this status.
	Envelope int
	// RetryDate adds a Retry-After with the date that is so far from now.
	RetryDate time.Duration
	// ContentType replaces the answer's media type.
	ContentType string

	// Stall waits before anything is sent; with a StallAt, after so many bytes
	// of the body.
	Stall   time.Duration
	StallAt int
	// ResetBefore closes the connection instead of answering.
	ResetBefore bool
	// ResetAt closes the connection after so many bytes of the body.
	ResetAt int
	// TruncateAt ends the body after so many bytes, as if it were complete.
	TruncateAt int
	// Chunk sends the body in pieces of so many bytes, and waits Wait before
	// each.
	Chunk int
	Wait  time.Duration
	// Gzip compresses the body; places in it are then those of what is sent.
	Gzip bool
	// Pad puts so many bytes of white space before the body.
	Pad int

	// RepeatCursor answers a page of cursors with the cursor of its request.
	RepeatCursor bool
	// EarlierCursor answers a page of cursors with the cursor of the page before
	// it.
	EarlierCursor bool
	// EmptyPage answers with no record, and with a fresh cursor to the same
	// place where pages have cursors.
	EmptyPage bool
	// ShortPage answers with half of the records, and with what follows those
	// where pages have cursors.
	ShortPage bool
	// FirstPage answers with the first page, whichever was asked for.
	FirstPage bool
	// NoNext leaves out the cursor or link of the next page.
	NoNext bool
	// NextOrigin replaces the origin of the link to the next page.
	NextOrigin string
	// NextSelf makes the link to the next page one to the page itself.
	NextSelf bool
	// Total is added to the total.
	Total int
	// Pages is added to the number of pages.
	Pages int
	// Again begins the page with so many of the records before it.
	Again int
	// Arrive has what [Fake.Hold] keeps back arrive when this was answered.
	Arrive bool
}

// Places in a body.
const (
	Middle = -1
	End    = -2
)

// offset gives a place in n bytes; 0 is none.
func offset(at, n int) int {
	switch at {
	case Middle:
		return max(n/2, 1)
	case End:
		return n
	}
	return at
}

type pendingFault struct {
	Fault
	seen, hits int
}

// Inject adds a fault. Of several faults that hit one request the first one
// injected counts.
func (f *Fake) Inject(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fault.Times = max(fault.Times, 1)
	f.faults = append(f.faults, &pendingFault{Fault: fault})
}

// mend takes all faults back.
func (f *Fake) mend() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = nil
	clear(f.replaced)
}

// takeFault gives the fault for a request of the operation; the zero Fault
// where there is none. Faults of the connection are apart: they come before a
// request has arrived. The caller holds the lock.
func (f *Fake) takeFault(operation string, connecting bool) Fault {
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
		return Fault{}
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

// replaceDetail is [Fake.Replace] for what get sends.
func (f *Fake) replaceDetail(source string, i int, replace func(raw []byte) []byte) {
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
