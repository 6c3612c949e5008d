package engine

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/ahead"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// run is a [normalize.Run].
type run struct {
	engine *Engine
	query  normalize.Query
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

// Run implements [normalize.Provider].
func (e *Engine) Run(q normalize.Query) normalize.Run { return &run{engine: e, query: q} }

// Conversations implements [normalize.Provider].
func (e *Engine) Conversations(ctx context.Context, q normalize.Query) iter.Seq2[*normalize.Conversation, error] {
	return e.Run(q).Conversations(ctx)
}

// Conversations implements [normalize.Run].
func (r *run) Conversations(ctx context.Context) iter.Seq2[*normalize.Conversation, error] {
	return func(yield func(*normalize.Conversation, error) bool) {
		r.counts.begin()
		scans, at, err := r.engine.plan(r.query)
		if err != nil {
			r.counts.stop(normalize.StopError)
			yield(nil, err)
			return
		}
		left := r.query.Limit
		for _, s := range scans {
			begin := s.begin(at)
			r.setResume(s, begin)
			if stop := r.source(ctx, s, begin, &left, yield); stop != "" {
				r.counts.stop(stop)
				return
			}
			if r.query.Limit > 0 && left == 0 {
				r.counts.stop(normalize.StopLimit)
				return
			}
			at = nil
		}
		r.setResume(nil, paging.Position{})
		r.counts.stop(normalize.StopEnd)
	}
}

// PageToken implements [normalize.Run].
func (r *run) PageToken() string {
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

func (r *run) setResume(s *scan, at paging.Position) {
	r.mu.Lock()
	r.resume = resume{begun: true, scan: s, at: at}
	r.mu.Unlock()
}

// source yields one source's conversations. It says why the run is over, or ""
// where it goes on with the next source.
func (r *run) source(ctx context.Context, s *scan, at paging.Position, left *int, yield func(*normalize.Conversation, error) bool) normalize.Stop {
	var outcome rest.Outcome
	records := func(ctx context.Context) iter.Seq2[scanned, error] {
		return s.records(ctx, at, left, &r.counts, &outcome)
	}
	stream := records(ctx)
	if s.fetches() {
		noRecord := func(it *scanned) bool { return it.c == nil }
		stream = ahead.Do(ctx, s.engine.set.Concurrency, records, noRecord, func(ctx context.Context, it *scanned) {
			it.err = s.addTranscript(transport.WithMeter(ctx, &r.counts.transcripts), it.c)
		})
	}
	for it, err := range stream {
		if err != nil {
			yield(nil, r.final(s, err))
			return normalize.StopError
		}
		r.setResume(s, it.at)
		r.counts.note(it)
		if !yield(it.c, it.err) {
			return normalize.StopBreak
		}
	}
	r.counts.assume(s.source.Name, outcome.Assumptions)
	return ""
}

// final makes the last error of an iteration, with the token to resume from.
func (r *run) final(s *scan, err error) error {
	out := &normalize.PageError{Provider: s.engine.def.Info.Name, Source: s.source.Name, Err: err}
	var page *rest.PageError
	if errors.As(err, &page) {
		r.setResume(s, page.At) // as the error says
		out.Err = public.Error(page.Err)
	}
	out.PageToken = r.PageToken()
	return out
}
