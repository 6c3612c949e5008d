package normalizetest

import (
	"context"
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

	// Status answers with this status and the document's body for it, and with
	// Header; Body replaces the body.
	Status int
	Header http.Header
	Body   []byte
	// ContentType replaces the answer's media type.
	ContentType string

	// Stall waits before anything is sent.
	Stall time.Duration
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

	// RepeatCursor answers a page of cursors with the cursor of its request.
	RepeatCursor bool
	// EmptyPage answers a page of cursors with no record and a fresh cursor to
	// the same place.
	EmptyPage bool
	// Total is added to the total.
	Total int
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
}

// takeFault gives the fault for a request of the operation; the zero Fault
// where there is none. The caller holds the lock.
func (f *Fake) takeFault(operation string) Fault {
	var hit *pendingFault
	for _, p := range f.faults {
		if p.Operation != "" && p.Operation != operation {
			continue
		}
		p.seen++
		if hit == nil && p.seen > p.After && p.hits < p.Times {
			hit = p
		}
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
	key := recordKey{source, i}
	if replace == nil {
		delete(f.replaced, key)
		return
	}
	f.replaced[key] = replace
}

type recordKey struct {
	source string
	index  int
}

// write sends the answer as the fault has it.
func (fault Fault) write(ctx context.Context, w http.ResponseWriter, a answer) {
	if !wait(ctx, fault.Stall) || fault.ResetBefore {
		panic(http.ErrAbortHandler)
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	for name, values := range fault.Header {
		w.Header()[name] = values
	}
	if fault.ContentType != "" {
		w.Header().Set("Content-Type", fault.ContentType)
	}
	body := a.body
	if fault.TruncateAt > 0 && fault.TruncateAt < len(body) {
		body = body[:fault.TruncateAt]
	}
	w.WriteHeader(a.status)
	if fault.ResetAt > 0 && fault.ResetAt < len(body) {
		_, _ = w.Write(body[:fault.ResetAt])
		flush(w)
		panic(http.ErrAbortHandler)
	}
	fault.pieces(ctx, w, body)
}

func (fault Fault) pieces(ctx context.Context, w http.ResponseWriter, body []byte) {
	size := fault.Chunk
	if size <= 0 {
		size = len(body)
	}
	for len(body) > 0 {
		if !wait(ctx, fault.Wait) {
			return
		}
		n := min(size, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		body = body[n:]
		if fault.Chunk > 0 {
			flush(w)
		}
	}
}

// wait waits, and reports whether the client still does.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func flush(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() }
