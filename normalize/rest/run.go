package rest

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
)

const (
	defaultWindow   = 8192
	defaultMaxPages = 1_000_000
	mostPooled      = 1 << 20 // bytes of a buffer that is kept for the next run
)

// errStop ends a page because the consumer wants no more.
var errStop = errors.New("stopped")

// runner is one run over a list.
type runner[R any] struct {
	l      *List[R]
	c      *Client
	ctx    context.Context
	run    Run
	decode func(raw []byte) (R, error)
	scan   *scanner
	tree   *node
	recent *window // ids of records
	guards guards

	yield   func(Item[R], error) bool
	stopped bool
	total   *int64
	resume  Position // everything before was delivered
	last    Position // resume behind the last record that was delivered

	at        Position            // of the page
	attempt   int                 // at the page, from 1
	index     int                 // of the next raw record of this attempt
	delivered int                 // raw records of the page that are behind us
	again     int                 // raw records of the page that came on pages before
	before    map[uint64]struct{} // those of this run, by their hash
	repeats   int                 // the same of this attempt, which may bring other records
	print     uint64              // of the ids of this attempt
	short     *Position           // the first page that had too few records
	gap       *Position           // the same, once others had records behind it
	keys      keys                // nothing but with the keyset style
}

// scanners keep their buffers between runs.
var scanners = sync.Pool{New: func() any { return &scanner{} }}

func newRunner[R any](ctx context.Context, l *List[R], c *Client, run Run) *runner[R] {
	if run.Window <= 0 {
		run.Window = defaultWindow
	}
	if run.MaxPages <= 0 {
		run.MaxPages = defaultMaxPages
	}
	if run.Meter == nil {
		run.Meter, _ = ctx.Value(meterKey{}).(*Meter)
	}
	scan, _ := scanners.Get().(*scanner)
	keyset, _ := l.Pager.(Keyset)
	return &runner[R]{
		l: l, c: c, keys: keys{set: keyset, way: keyset.Order}, ctx: WithMeter(ctx, run.Meter), run: run, decode: l.Decode(), scan: scan,
		tree: newTree(&l.Shape, &c.cfg.Errors), recent: newWindow(run.Window), guards: newGuards(c.cfg.Provider, l.Operation.ID, run.MaxPages),
	}
}

// close gives the scanner back. It must not hold on to a body, nor to the buffer
// of a record that was unusually large.
func (r *runner[R]) close() {
	r.scan.src = nil
	if cap(r.scan.open) > mostPooled {
		r.scan.open = nil
	}
	if cap(r.scan.buf) <= mostPooled {
		scanners.Put(r.scan)
	}
	r.scan = nil
}

func (r *runner[R]) start() Position {
	if r.run.Start != nil {
		return *r.run.Start
	}
	return r.l.Pager.Start(r.run.Size)
}

// page reads the page at at and gives the position of the next one; nil at the
// end.
func (r *runner[R]) page(at Position, yield func(Item[R], error) bool) (*Position, error) {
	r.yield, r.at, r.resume = yield, at, at
	r.attempt, r.delivered, r.again, r.before = 0, at.Skip, at.Again, nil
	r.keys.page(at)
	r.guards.visit(at)
	var got PageInfo
	err := r.c.retry(r.ctx, r.l.Operation, func(ctx context.Context) (replay, progress bool, err error) {
		before := r.delivered
		got, replay, err = r.fetch(ctx)
		return replay, r.delivered > before, err
	})
	switch {
	case errors.Is(err, errStop):
		r.stopped = true
		return nil, nil
	case r.behind(err):
		r.count(func(m *Meter) { m.pages.Add(1) })
		at.Skip, at.Again = 0, 0
		return nil, r.ended(at, PageInfo{})
	case err != nil:
		return nil, err
	}
	r.count(func(m *Meter) { m.pages.Add(1) })
	if got.Total != nil {
		r.total = got.Total
		r.count(func(m *Meter) { m.Expect(*got.Total) })
	}
	if err := r.guards.repeated(got.Records, r.print, at.Skip == 0); err != nil {
		r.back()
		return nil, err
	}
	at.Skip, at.Again = 0, 0
	next, more, err := r.l.Pager.Next(at, got)
	if err == nil {
		err = r.keys.done(&next, more)
	}
	if err != nil {
		return nil, r.guards.own(err)
	}
	if !more {
		return nil, r.ended(at, got)
	}
	r.notice(at, got)
	if err := r.guards.next(next, got.Records); err != nil {
		switch e, _ := errors.AsType[*GuardError](err); {
		case e == nil:
		case e.Kind == GuardPageCap:
			r.resume = next
		case e.Kind == GuardRepeatedCursor:
			r.back()
		}
		return nil, err
	}
	return &next, nil
}

// behind says whether err is how the API refuses a page behind the last one. A page
// that brought records, now or before, is none.
func (r *runner[R]) behind(err error) bool {
	e, ok := errors.AsType[*APIError](err)
	return ok && slices.Contains(r.l.Shape.End, e.Status) && Shifts(r.l.Pager) && !r.first() && r.delivered == 0
}

// first says whether the page is the list's first.
func (r *runner[R]) first() bool {
	first := r.l.Pager.Start(r.at.Size)
	return r.at.Page == first.Page && r.at.Offset == first.Offset
}

// back has a run that went in circles go on from where it brought something last:
// what came after that led back.
func (r *runner[R]) back() {
	if r.last != (Position{}) {
		r.resume = r.last
	}
}

// ended is the error of a list that ends although records are missing. Where a
// page before was too short for its place they may have been on that one: then it
// is where to go on from, and what came behind it comes again.
func (r *runner[R]) ended(at Position, got PageInfo) error {
	missing := at.missing(got)
	if missing == nil {
		return nil
	}
	r.notice(at, got)
	r.back()
	if r.gap != nil {
		r.resume = *r.gap
	}
	return r.guards.own(missing)
}

// notice keeps the first page that has too few records for its place, once more
// came behind it: where pages are numbered, nothing else brings what was not on
// it.
func (r *runner[R]) notice(at Position, got PageInfo) {
	p, ok := r.l.Pager.(PageNumber)
	switch {
	case !ok || r.gap != nil:
	case r.short != nil && got.Records > 0:
		r.gap = r.short
	case r.short == nil && (sizes{p.DefaultSize, p.MaxSize}).short(at, got):
		r.short = &at
	}
}

// fetch makes one attempt at the page.
func (r *runner[R]) fetch(ctx context.Context) (got PageInfo, replay bool, err error) {
	r.attempt++
	r.index, r.print, r.repeats = 0, 0, 0
	r.keys.attempt()
	req, err := r.request()
	if err != nil {
		return got, false, err
	}
	replay = r.l.Operation.replayable(req)
	x, err := r.c.try(ctx, r.l.Operation, req, r.c.cfg.MaxBody)
	if err != nil {
		return got, replay, err
	}
	defer func() { _ = x.body.Close() }()
	x.body.release() // the consumer may make requests of its own between records
	r.scan.reset(x.body)
	w := walk{scan: r.scan, record: r.record}
	if err := w.value(r.tree, 0, false); err != nil {
		if err != errStop {
			err = x.bodyError(err)
		}
		return got, replay, err
	}
	x.body.drain()
	if !w.found && (!w.null || !w.met() && w.values[fieldMessage].text+w.values[fieldCode].text != "") {
		return got, replay, x.envelope(&w)
	}
	got = w.info(&r.l.Shape, x.header)
	got.Records, got.Size, got.LastKey = r.index, r.at.Size, r.keys.found
	if Shifts(r.l.Pager) {
		got.Again = r.at.Again + r.repeats
	}
	if got.Link != "" {
		u, err := r.c.followable(r.l.Operation, x.url, got.Link)
		if err != nil {
			return got, false, err
		}
		got.Link = u.String()
	}
	return got, replay, nil
}

// request builds the request for the page, afresh for each attempt.
func (r *runner[R]) request() (*http.Request, error) {
	at := r.at
	at.Skip = 0
	if at.Link == "" {
		req, err := r.l.Request(r.ctx, at)
		if err != nil {
			return nil, r.c.named(r.l.Operation, err)
		}
		return req.WithContext(r.ctx), nil
	}
	if r.l.Pager.Style() != (Link{}).Style() {
		// Only a token that somebody made up could say so.
		return nil, &TokenError{Kind: TokenTampered, Detail: "it has a link, and this list has none"}
	}
	u, err := r.c.followable(r.l.Operation, r.c.base, at.Link)
	if err != nil {
		return nil, err
	}
	return http.NewRequestWithContext(r.ctx, r.l.Operation.Method, u.String(), nil)
}

// envelope is the error of a body without the array of records.
func (x *exchange) envelope(w *walk) *ResponseError {
	e := x.responseError(ResponseEnvelope, nil)
	e.Code, e.Message = x.shown(w.values[fieldCode].text), x.shown(w.values[fieldMessage].text)
	if e.RequestID == "" {
		e.RequestID = x.shown(w.values[fieldRequestID].text)
	}
	return e
}

func (r *runner[R]) count(f func(*Meter)) { r.c.count(r.ctx, f) }
