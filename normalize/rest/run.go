package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/scan"
	"github.com/parlancehq/parlance/normalize/rest/transport"
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
	c      *transport.Client
	ctx    context.Context
	run    Run
	decode func(raw []byte) (R, error)
	scan   *scan.Scanner
	tree   *paging.Tree
	recent *paging.Window // ids of records
	guards paging.Guards

	yield   func(Item[R], error) bool
	stopped bool
	total   *int64
	resume  paging.Position // everything before was delivered
	last    paging.Position // resume behind the last record that was delivered

	at        paging.Position     // of the page
	attempt   int                 // at the page, from 1
	index     int                 // of the next raw record of this attempt
	delivered int                 // raw records of the page that are behind us
	again     int                 // raw records of the page that came on pages before
	before    map[uint64]struct{} // those of this run, by their hash
	repeats   int                 // the same of this attempt, which may bring other records
	print     uint64              // of the ids of this attempt
	short     *paging.Position    // the first page that had too few records
	gap       *paging.Position    // the same, once others had records behind it
	keys      paging.Keys         // nothing but with the keyset style
	both      [2]*transport.Meter // the client's, and the run's or nil
}

// scanners keep their buffers between runs.
var scanners = sync.Pool{New: func() any { return &scan.Scanner{} }}

func newRunner[R any](ctx context.Context, l *List[R], c *transport.Client, run Run) *runner[R] {
	if run.Window <= 0 {
		run.Window = defaultWindow
	}
	if run.MaxPages <= 0 {
		run.MaxPages = defaultMaxPages
	}
	if run.Meter == nil {
		run.Meter = transport.MeterOf(ctx)
	}
	scan, _ := scanners.Get().(*scan.Scanner)
	return &runner[R]{
		l: l, c: c, keys: paging.NewKeys(l.Pager), ctx: transport.WithMeter(ctx, run.Meter), run: run, decode: l.Decode(), scan: scan,
		tree: paging.NewTree(l.Operation, &l.Shape, c.Errors()), recent: paging.NewWindow(run.Window), guards: paging.NewGuards(c.Provider(), l.Operation.ID, run.MaxPages), both: [2]*transport.Meter{c.Meter(), run.Meter},
	}
}

// close gives the scanner back, unless its buffer is unusually large.
func (r *runner[R]) close() {
	if r.scan.Release(mostPooled) {
		scanners.Put(r.scan)
	}
	r.scan = nil
}

func (r *runner[R]) start() paging.Position {
	if r.run.Start != nil {
		return *r.run.Start
	}
	return r.l.Pager.Start(r.run.Size)
}

// page reads the page at at and gives the position of the next one; nil at the
// end.
func (r *runner[R]) page(at paging.Position, yield func(Item[R], error) bool) (*paging.Position, error) {
	r.yield, r.at, r.resume = yield, at, at
	r.attempt, r.delivered, r.again, r.before = 0, at.Skip, at.Again, nil
	r.keys.Page(at)
	r.guards.Visit(at)
	var got paging.PageInfo
	err := r.c.Retry(r.ctx, r.l.Operation, func(ctx context.Context) (replay, progress bool, err error) {
		before := r.delivered
		got, replay, err = r.fetch(ctx)
		return replay, r.delivered > before, err
	})
	switch {
	case errors.Is(err, errStop):
		r.stopped = true
		r.tell(false, nil)
		return nil, nil
	case r.behind(err):
		r.count((*transport.Meter).CountPage)
		at.Skip, at.Again = 0, 0
		return nil, r.ended(at, paging.PageInfo{}, nil)
	case err != nil:
		return nil, err
	}
	r.count((*transport.Meter).CountPage)
	if got.Total != nil {
		r.total = got.Total
		r.count(func(m *transport.Meter) { m.Expect(*got.Total) })
	}
	if err := r.guards.Repeated(got.Records, r.print, at.Skip == 0); err != nil {
		r.back()
		return nil, err
	}
	at.Skip, at.Again = 0, 0
	next, more, err := r.l.Pager.Next(at, got)
	if err == nil {
		err = r.keys.Done(&next, more)
	}
	if err != nil {
		return nil, r.guards.Own(err)
	}
	if !more {
		return nil, r.ended(at, got, paging.Assumed(r.l.Pager, at, got))
	}
	r.notice(at, got)
	if err := r.guards.Next(next, got.Records); err != nil {
		switch e, _ := errors.AsType[*api.GuardError](err); {
		case e == nil:
		case e.Kind == api.GuardPageCap:
			r.resume = next
		case e.Kind == api.GuardRepeatedCursor:
			r.back()
		}
		return nil, err
	}
	return &next, nil
}

// behind says whether err is how the API refuses a page behind the last one. It is not
// where the page brought records, now or before.
func (r *runner[R]) behind(err error) bool {
	e, ok := errors.AsType[*api.APIError](err)
	return ok && slices.Contains(r.l.Shape.End, e.Status) && paging.Shifts(r.l.Pager) && !r.first() && r.delivered == 0
}

// first says whether the page is the list's first.
func (r *runner[R]) first() bool {
	first := r.l.Pager.Start(r.at.Size)
	return r.at.Page == first.Page && r.at.Offset == first.Offset
}

// back has a run that went in circles go on from where it brought something last:
// what came after that led back.
func (r *runner[R]) back() {
	if r.last != (paging.Position{}) {
		r.resume = r.last
	}
}

// ended is the error of a list that ends although records are missing. Where a
// page before was too short for its place they may have been on that one: then it
// is where to go on from, and what came behind it comes again.
func (r *runner[R]) ended(at paging.Position, got paging.PageInfo, assumed []paging.Assumption) error {
	missing := at.Missing(got)
	if missing == nil {
		r.tell(true, assumed)
		return nil
	}
	r.notice(at, got)
	r.back()
	if r.gap != nil {
		r.resume = *r.gap
	}
	return r.guards.Own(missing)
}

// tell says how the run went so far, and whether that was the end of the list.
func (r *runner[R]) tell(ended bool, assumed []paging.Assumption) {
	if r.run.Outcome == nil {
		return
	}
	counted := ""
	switch start := r.start(); {
	case paging.Shifts(r.l.Pager) && !r.first():
		counted = "pages are counted from the front of the list"
	case start.Skip > 0:
		counted = fmt.Sprintf("the reading went on within a page, after %d of its records", start.Skip)
	}
	if counted != "" {
		assumed = append([]paging.Assumption{{Name: paging.CountedPages, Detail: counted}}, assumed...)
	}
	*r.run.Outcome = Outcome{Ended: ended, Assumptions: assumed}
}

// notice keeps the first page that has too few records for its place, once more
// came behind it: where pages are numbered, nothing else brings what was not on
// it.
func (r *runner[R]) notice(at paging.Position, got paging.PageInfo) {
	p, ok := r.l.Pager.(paging.PageNumber)
	switch {
	case !ok || r.gap != nil:
	case r.short != nil && got.Records > 0:
		r.gap = r.short
	case r.short == nil && p.Short(at, got):
		r.short = &at
	}
}

// fetch makes one attempt at the page.
func (r *runner[R]) fetch(ctx context.Context) (got paging.PageInfo, replay bool, err error) {
	r.attempt++
	r.index, r.print, r.repeats = 0, 0, 0
	r.keys.Attempt()
	req, err := r.request()
	if err != nil {
		return got, false, err
	}
	replay = r.l.Operation.Replayable(req)
	x, err := r.c.Try(ctx, r.l.Operation, req, r.c.MaxBody())
	if err != nil {
		return got, replay, err
	}
	defer func() { _ = x.Body.Close() }()
	x.Body.Release() // the consumer may make requests of its own between records
	r.scan.Reset(x.Body)
	w := paging.Walk{Scan: r.scan, Record: r.record}
	if err := w.Read(r.tree); err != nil {
		if err != errStop {
			err = x.BodyError(err)
		}
		return got, replay, err
	}
	x.Body.Drain()
	switch {
	case !w.IsList():
		return got, replay, complete(x.ResponseError(api.ResponseEnvelope, nil), x, &w)
	case w.Failed():
		return got, replay, complete(x.ResponseError(api.ResponseFailure, nil), x, &w)
	}
	got = w.Info(&r.l.Shape, x.Header)
	got.Records, got.Size, got.LastKey = r.index, r.at.Size, r.keys.Found
	if paging.Shifts(r.l.Pager) {
		got.Again = r.at.Again + r.repeats
	}
	if got.Link != "" {
		u, err := r.c.Follow(r.l.Operation, x.URL, got.Link)
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
			return nil, r.c.Named(r.l.Operation, err)
		}
		return req.WithContext(r.ctx), nil
	}
	if r.l.Pager.Style() != (paging.Link{}).Style() {
		// Only a token that somebody made up could say so.
		return nil, &paging.TokenError{Kind: paging.TokenTampered, Detail: "it has a link, and this list has none"}
	}
	u, err := r.c.Follow(r.l.Operation, r.c.Base(), at.Link)
	if err != nil {
		return nil, err
	}
	return http.NewRequestWithContext(r.ctx, r.l.Operation.Method, u.String(), nil)
}

// complete adds to an error what the body says of it.
func complete(e *api.ResponseError, x *transport.Exchange, w *paging.Walk) *api.ResponseError {
	code, message, requestID := w.Said()
	e.Code, e.Message = x.Shown(code), x.Shown(message)
	if e.RequestID == "" {
		e.RequestID = x.Shown(requestID)
	}
	return e
}

func (r *runner[R]) count(f func(*transport.Meter)) { r.c.Count(r.ctx, f) }
