package suite

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// patience is after what time a context ends.
const patience = 2 * time.Second

// stalls are the places in which a call may be when its context ends, each of
// them for longer than that takes.
var stalls = []struct {
	name  string
	fault faults.Fault
}{
	{"before the answer", faults.Fault{Stall: 20 * time.Second}},
	{"in the body", faults.Fault{Stall: 20 * time.Second, StallAt: faults.Middle}},
	{"in a slow body", faults.Fault{Chunk: 10, Wait: time.Second}},
	{"in a compressed body", faults.Fault{Stall: 20 * time.Second, StallAt: faults.Middle, Gzip: true}},
	{"before a retry", faults.Fault{Status: 429, Header: http.Header{"Retry-After": {"50"}}}},
	{"with no connection", faults.Fault{Refuse: true, Times: faults.Always}},
}

// stopping is a call, and the operation in which it is stopped.
type stopping struct {
	name  string
	op    *openapi.Operation
	after int // requests of the operation that pass
	call  func(ctx context.Context, p normalize.Provider) error
}

// stopped has every call stopped in every place: it returns at once, with the
// context's error and with its bodies closed. What still runs fails the bubble.
func (e *env) stopped(way string) {
	for _, c := range e.stoppings() {
		for _, stall := range stalls {
			fault := stall.fault
			fault.Operation, fault.After = c.op.ID, c.after
			e.fake.Inject(fault)
			bodies := &bodies{}
			ctx, cancel, want := e.ending(way)
			began := time.Now()
			err := c.call(ctx, e.with(normalize.WithMiddleware(bodies.watch)))
			took := time.Since(began)
			cancel()
			e.fake.Mend()
			if !errors.Is(err, want) {
				e.Errorf("%s, %s: the error is %v, want %v", c.name, stall.name, err, want)
			}
			if took != patience {
				e.Errorf("%s, %s: it returned after %v, want %v", c.name, stall.name, took, patience)
			}
			bodies.check(func(format string, args ...any) { e.Errorf(c.name+", "+stall.name+": "+format, args...) }, 0)
		}
	}
}

// ending gives a context that ends.
func (e *env) ending(way string) (ctx context.Context, cancel func(), want error) {
	if way == "deadline" {
		ctx, cancel = context.WithTimeout(e.ctx, patience)
		return ctx, cancel, context.DeadlineExceeded
	}
	ctx, stop := context.WithCancel(e.ctx)
	timer := time.AfterFunc(patience, stop)
	return ctx, func() { timer.Stop(); stop() }, context.Canceled
}

func (e *env) stoppings() []stopping {
	after := 1
	if e.onePage() {
		after = 0
	}
	id, list := e.truth(0).ID, e.source.List
	all := []stopping{
		{"list", list, after, func(ctx context.Context, p normalize.Provider) error {
			return e.last(p.Conversations(ctx, normalize.Query{PageSize: e.size}))
		}},
		{"page", list, 0, func(ctx context.Context, p normalize.Provider) error {
			_, err := p.Page(ctx, normalize.Query{PageSize: e.size})
			return err
		}},
		{"merge", list, 2 * after, func(ctx context.Context, p normalize.Provider) error {
			return e.last(normalize.Merge(normalize.Query{PageSize: e.size}, p, e.with()).Conversations(ctx))
		}},
	}
	if e.caps().Get {
		all = append(all, stopping{"get", e.source.Get, 0, func(ctx context.Context, p normalize.Provider) error {
			_, err := p.Conversation(ctx, id)
			return err
		}})
	}
	op := map[normalize.TranscriptSource]*openapi.Operation{
		normalize.TranscriptsEndpoint: e.source.Messages, normalize.TranscriptsGet: e.source.Get,
	}[e.caps().Transcripts]
	if op == nil {
		return all
	}
	return append(all,
		stopping{"messages", op, 0, func(ctx context.Context, p normalize.Provider) error { _, err := p.Messages(ctx, id); return err }},
		stopping{"list with messages", op, 3, func(ctx context.Context, p normalize.Provider) error {
			return e.last(p.Conversations(ctx, normalize.Query{PageSize: e.size, WithMessages: true}))
		}})
}

// last reads to the end and gives the last error.
func (e *env) last(conversations func(func(*normalize.Conversation, error) bool)) (last error) {
	for _, err := range conversations {
		last = err
	}
	return last
}

// bodies counts the bodies of answers that are not closed, and the bytes that were
// read of the one of which most were.
type bodies struct{ open, most atomic.Int64 }

// check complains of bodies that are still open, and of one of which more was read
// than the most there may be; 0 is any number.
func (b *bodies) check(complain schemas.Report, most int64) {
	if n := b.open.Load(); n != 0 {
		complain("%d bodies were not closed", n)
	}
	if n := b.most.Load(); most > 0 && n > most {
		complain("%d bytes of a body were read, and at most %d may be", n, most)
	}
}

func (b *bodies) watch(next http.RoundTripper) http.RoundTripper {
	return tripper(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err == nil {
			b.open.Add(1)
			resp.Body = &counted{ReadCloser: resp.Body, bodies: b}
		}
		return resp, err
	})
}

type tripper func(*http.Request) (*http.Response, error)

// RoundTrip implements [http.RoundTripper].
func (f tripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

type counted struct {
	io.ReadCloser
	bodies *bodies
	closed atomic.Bool
	bytes  int64
}

// Read reads from the body.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.bytes += int64(n)
	for most := c.bodies.most.Load(); c.bytes > most && !c.bodies.most.CompareAndSwap(most, c.bytes); most = c.bodies.most.Load() {
	}
	return n, err
}

// Close closes the body.
func (c *counted) Close() error {
	if !c.closed.Swap(true) {
		c.bodies.open.Add(-1)
	}
	return c.ReadCloser.Close()
}
