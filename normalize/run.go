package normalize

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Run is one reading of a query that keeps account of what was done. The
// account goes on over several iterations of the same Run. Report and PageToken
// may be called at any time, from any goroutine.
type Run struct {
	engine *Engine
	query  Query
	counts counts

	mu     sync.Mutex
	resume resume
}

// resume is where to go on: before anything was read it is the query's own
// token, after the end it is nowhere.
type resume struct {
	begun bool
	scan  *scan // nil after the end
	at    paging.Position
}

// Run implements [Provider].
func (e *Engine) Run(q Query) *Run { return &Run{engine: e, query: q} }

// Conversations implements [Provider].
func (e *Engine) Conversations(ctx context.Context, q Query) iter.Seq2[*Conversation, error] {
	return e.Run(q).Conversations(ctx)
}

// Conversations streams the conversations of the query, as [Provider] says.
func (r *Run) Conversations(ctx context.Context) iter.Seq2[*Conversation, error] {
	return func(yield func(*Conversation, error) bool) {
		r.counts.complete.Store(false)
		scans, at, err := r.engine.plan(r.query)
		if err != nil {
			yield(nil, err)
			return
		}
		left := r.query.Limit
		for _, s := range scans {
			begin := s.begin(at)
			r.setResume(s, begin)
			if !r.source(ctx, s, begin, &left, yield) {
				return
			}
			if r.query.Limit > 0 && left == 0 {
				r.counts.complete.Store(true)
				return
			}
			at = nil
		}
		r.setResume(nil, paging.Position{})
		r.counts.complete.Store(true)
	}
}

// PageToken resumes after the last record that was yielded. It is "" after the
// end, which [Report.Complete] tells from a beginning, and before the iteration
// of a query without a token.
func (r *Run) PageToken() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case !r.resume.begun:
		return r.query.PageToken
	case r.resume.scan == nil:
		return ""
	}
	return r.resume.scan.encodeToken(r.resume.at)
}

func (r *Run) setResume(s *scan, at paging.Position) {
	r.mu.Lock()
	r.resume = resume{begun: true, scan: s, at: at}
	r.mu.Unlock()
}

// source yields one source's conversations; false means that the run is over.
func (r *Run) source(ctx context.Context, s *scan, at paging.Position, left *int, yield func(*Conversation, error) bool) bool {
	records := func(ctx context.Context) iter.Seq2[scanned, error] {
		return s.records(ctx, at, left, &r.counts)
	}
	stream := records(ctx)
	if s.fetches() {
		stream = ahead(ctx, s.engine.set.concurrency, records, func(ctx context.Context, it *scanned) {
			it.err = s.addTranscript(transport.WithMeter(ctx, &r.counts.transcripts), it.c)
		})
	}
	for it, err := range stream {
		if err != nil {
			yield(nil, r.final(s, err))
			return false
		}
		r.setResume(s, it.at)
		r.counts.note(it)
		if !yield(it.c, it.err) {
			return false
		}
	}
	return true
}

// final makes the last error of an iteration, with the token to resume from.
func (r *Run) final(s *scan, err error) error {
	out := &PageError{Provider: s.engine.def.Info.Name, Source: s.source.Name, Err: err}
	var page *rest.PageError
	if errors.As(err, &page) {
		out.PageToken, out.Err = s.encodeToken(page.At), page.Err
	} else {
		out.PageToken = r.PageToken()
	}
	return out
}
