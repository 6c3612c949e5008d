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

// Merge streams the conversations of several providers as one. They are read
// concurrently. Where every source declares to be ordered by descending time,
// the result is newest first, each conversation by its source's own time (one
// without a time comes as soon as it is reached); else conversations come as
// they arrive.
//
// Every error of a provider is wrapped in a [*ProviderError]; that of ctx is not,
// and comes once, as the last. One that ends a provider's own
// iteration does not end the others; a query that one provider does not support
// is that provider's error. The Limit counts over all providers; a PageToken
// belongs to one provider and is refused. Nothing goes on after the iteration
// ends or is left.
func Merge(ctx context.Context, q Query, providers ...Provider) iter.Seq2[*Conversation, error] {
	return func(yield func(*Conversation, error) bool) {
		if q.PageToken != "" {
			yield(nil, &QueryError{Err: ErrInvalidQuery, Reason: "Merge: a PageToken belongs to one provider"})
			return
		}
		streams := splitSources(providers)
		inner, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel() // before the wait

		deliver := limited(q.Limit, yield)
		if ordered(streams) {
			for _, s := range streams {
				s.out = make(chan merged, mergeAhead)
				running.Go(func() { s.read(inner, q, s.out); close(s.out) })
			}
			newestFirst(ctx, streams, deliver)
			return
		}
		all := make(chan merged, mergeAhead)
		var readers sync.WaitGroup
		for _, s := range streams {
			readers.Go(func() { s.read(inner, q, all) })
		}
		running.Go(func() { readers.Wait(); close(all) })
		asTheyCome(ctx, all, deliver)
	}
}

// merged is what one source yielded.
type merged struct {
	c   *Conversation
	err error
}

// mergeStream is one source of one provider.
type mergeStream struct {
	provider     Provider
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
func splitSources(providers []Provider) []*mergeStream {
	var streams []*mergeStream
	for _, p := range providers {
		info := p.Capabilities()
		for _, src := range info.Sources {
			s := &mergeStream{provider: p, name: info.Provider, source: src.Name, time: src.Time, order: src.Order}
			if len(info.Sources) > 1 {
				one, err := p.Source(src.Name)
				if err != nil {
					one = p
				}
				s.provider = one
			}
			streams = append(streams, s)
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
func (s *mergeStream) read(ctx context.Context, q Query, out chan<- merged) {
	for c, err := range s.provider.Conversations(ctx, q) {
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

// limited yields until so many conversations have been, 0 for no limit. One that
// is less is an error of every provider.
func limited(limit int, yield func(*Conversation, error) bool) func(merged) bool {
	n := 0
	return func(m merged) bool {
		if m.c != nil {
			n++
		}
		return yield(m.c, m.err) && (limit <= 0 || n < limit)
	}
}

// asTheyCome delivers what arrives. Once ctx has ended that is said, once,
// instead of what the sources say of it; and so in newestFirst.
func asTheyCome(ctx context.Context, all <-chan merged, deliver func(merged) bool) {
	for m := range all {
		if ctx.Err() != nil {
			break
		}
		if !deliver(m) {
			return
		}
	}
	if err := ctx.Err(); err != nil {
		deliver(merged{err: err})
	}
}

// newestFirst waits until it knows the next of every source, and delivers the
// newest of them.
func newestFirst(ctx context.Context, streams []*mergeStream, deliver func(merged) bool) {
	for {
		var best *mergeStream
		for _, s := range streams {
			if s.fill() && (best == nil || s.newerThan(best)) {
				best = s
			}
		}
		if err := ctx.Err(); err != nil {
			deliver(merged{err: err})
			return
		}
		if best == nil {
			return
		}
		best.held = false
		if !deliver(best.head) {
			return
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
