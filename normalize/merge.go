package normalize

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"sync"
	"time"
)

// mergeAhead is how many conversations of each source are read ahead.
const mergeAhead = 16

// Merge reads several providers as one. They are read concurrently. Where every
// source declares to be ordered by descending time, the conversations come newest
// first, each by its source's own time (one without a time comes as soon as it is
// reached); else they come as they arrive.
//
// Every error of a provider is wrapped in a [*ProviderError]; that of the context is
// not, and comes once, as the last. One that ends a provider's own iteration does
// not end the others; a query that one provider does not support is that provider's
// error. The Limit counts over all providers; a PageToken belongs to one provider and
// is refused. Nothing goes on after the iteration ends or is left.
//
// The Report sums up those of the providers: its Expected is not nil where all of
// them say a total, and it is as complete as the least complete of them.
func Merge(q Query, providers ...Provider) Run {
	return &mergedRun{query: q, providers: providers}
}

// mergedRun is the run of [Merge].
type mergedRun struct {
	query     Query
	providers []Provider

	mu        sync.Mutex
	streams   []*mergeStream // of the last iteration; nil before
	stopped   Stop
	delivered Report // the counts of what was yielded
}

// PageToken implements [Run].
func (*mergedRun) PageToken() string { return "" }

// Conversations implements [Run].
func (r *mergedRun) Conversations(ctx context.Context) iter.Seq2[*Conversation, error] {
	return func(yield func(*Conversation, error) bool) {
		if r.query.PageToken != "" {
			r.stop(StopError)
			yield(nil, &QueryError{Err: ErrInvalidQuery, Reason: "Merge: a PageToken belongs to one provider"})
			return
		}
		streams := r.begin()
		inner, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel() // before the wait

		deliver := r.limited(yield)
		if ordered(streams) {
			for _, s := range streams {
				s.out = make(chan merged, mergeAhead)
				running.Go(func() { s.read(inner, s.out); close(s.out) })
			}
			r.stop(newestFirst(ctx, streams, deliver))
			return
		}
		all := make(chan merged, mergeAhead)
		var readers sync.WaitGroup
		for _, s := range streams {
			readers.Go(func() { s.read(inner, all) })
		}
		running.Go(func() { readers.Wait(); close(all) })
		r.stop(asTheyCome(ctx, all, deliver))
	}
}

// begin starts an iteration: a run of every source of every provider, the same ones
// each time, so that their counts add up.
func (r *mergedRun) begin() []*mergeStream {
	streams := splitSources(r.query, r.providers)
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, before := range r.streams {
		streams[i].run = before.run
	}
	r.streams, r.stopped = streams, ""
	return streams
}

// stop notes why the iteration is over.
func (r *mergedRun) stop(why Stop) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopped = why
}

// merged is what one source yielded.
type merged struct {
	c   *Conversation
	err error
}

// mergeStream is one source of one provider.
type mergeStream struct {
	run          Run
	name, source string
	time         TimeField
	order        Order
	out          chan merged // in an ordered merge

	head  merged // the next of out, where held
	held  bool
	ended bool
}

// splitSources takes providers of several sources apart, for only a source has
// an order.
func splitSources(q Query, providers []Provider) []*mergeStream {
	var streams []*mergeStream
	for _, p := range providers {
		info := p.Capabilities()
		for _, src := range info.Sources {
			one := p
			if len(info.Sources) > 1 {
				if source, err := p.Source(src.Name); err == nil {
					one = source
				}
			}
			streams = append(streams, &mergeStream{run: one.Run(q), name: info.Provider, source: src.Name, time: src.Time, order: src.Order})
		}
	}
	return streams
}

func ordered(streams []*mergeStream) bool {
	for _, s := range streams {
		if s.order != OrderDescending || s.time == "" {
			return false
		}
	}
	return true
}

// read sends everything that the source yields, until ctx ends.
func (s *mergeStream) read(ctx context.Context, out chan<- merged) {
	for c, err := range s.run.Conversations(ctx) {
		if err != nil {
			err = s.wrap(err)
		}
		select {
		case out <- merged{c, err}:
		case <-ctx.Done():
			return
		}
	}
}

func (s *mergeStream) wrap(err error) error {
	var own *ProviderError
	if errors.As(err, &own) {
		return err
	}
	return &ProviderError{Provider: s.name, Source: s.source, Err: err}
}

// limited yields until the query's limit is reached, and says why there it stops: ""
// where it goes on.
func (r *mergedRun) limited(yield func(*Conversation, error) bool) func(merged) Stop {
	n := 0
	return func(m merged) Stop {
		if m.c != nil {
			n++
		}
		r.note(m)
		switch {
		case !yield(m.c, m.err):
			return StopBreak
		case r.query.Limit > 0 && n >= r.query.Limit:
			return StopLimit
		}
		return ""
	}
}

// note counts what is about to be yielded. The runs of the sources have counted what
// they read ahead, too.
func (r *mergedRun) note(m merged) {
	if m.c == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.delivered.Delivered++
	if len(m.c.Issues) > 0 {
		r.delivered.WithIssues++
	}
	if m.err != nil {
		r.delivered.TranscriptErrors++
	}
}

// asTheyCome delivers what arrives. Once ctx has ended that is said, once,
// instead of what the sources say of it; and so in newestFirst.
func asTheyCome(ctx context.Context, all <-chan merged, deliver func(merged) Stop) Stop {
	for m := range all {
		if ctx.Err() != nil {
			break
		}
		if stop := deliver(m); stop != "" {
			return stop
		}
	}
	return ended(ctx, deliver)
}

// ended delivers the error of a context that has ended.
func ended(ctx context.Context, deliver func(merged) Stop) Stop {
	if err := ctx.Err(); err != nil {
		deliver(merged{err: err})
		return StopError
	}
	return StopEnd
}

// newestFirst waits until it knows the next of every source, and delivers the
// newest of them.
func newestFirst(ctx context.Context, streams []*mergeStream, deliver func(merged) Stop) Stop {
	for {
		var best *mergeStream
		for _, s := range streams {
			if s.fill() && (best == nil || s.newerThan(best)) {
				best = s
			}
		}
		if best == nil || ctx.Err() != nil {
			return ended(ctx, deliver)
		}
		best.held = false
		if stop := deliver(best.head); stop != "" {
			return stop
		}
	}
}

// fill waits for the source's next; false at its end.
func (s *mergeStream) fill() bool {
	if !s.held && !s.ended {
		s.head, s.held = <-s.out
		s.ended = !s.held
	}
	return s.held
}

// newerThan compares heads; errors and conversations without a time go first.
func (s *mergeStream) newerThan(other *mergeStream) bool {
	a, b := s.rank(), other.rank()
	return cmp.Or(cmp.Compare(a, b), s.at().Compare(other.at())) > 0
}

func (s *mergeStream) rank() int {
	if s.head.c == nil || s.at().IsZero() {
		return 1
	}
	return 0
}

func (s *mergeStream) at() time.Time {
	if s.head.c == nil {
		return time.Time{}
	}
	return s.head.c.Time(s.time)
}
