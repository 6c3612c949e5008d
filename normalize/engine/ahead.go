package engine

import (
	"context"
	"iter"
	"sync"
)

// ahead does work on every conversation of a stream, n at once, and yields them
// in the stream's order. It holds at most 2n+1 of them. When it returns, be it
// because the consumer broke off, nothing of it runs any more.
func ahead(ctx context.Context, n int, stream func(context.Context) iter.Seq2[scanned, error], work func(context.Context, *scanned)) iter.Seq2[scanned, error] {
	type job struct {
		item scanned
		err  error
		done chan struct{}
	}
	return func(yield func(scanned, error) bool) {
		inner, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel() // before the wait
		jobs := make(chan *job, n)
		slots := make(chan struct{}, n)

		running.Go(func() {
			defer close(jobs)
			for item, err := range stream(inner) {
				j := &job{item: item, err: err, done: make(chan struct{})}
				if err != nil || item.c == nil {
					close(j.done)
				} else {
					select {
					case slots <- struct{}{}:
					case <-inner.Done():
						return
					}
					running.Go(func() {
						defer close(j.done)
						work(inner, &j.item)
						<-slots
					})
				}
				select {
				case jobs <- j:
				case <-inner.Done():
					return
				}
			}
		})
		for j := range jobs {
			<-j.done
			if ctx.Err() != nil {
				break // what the jobs say now is only that
			}
			if !yield(j.item, j.err) || j.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(scanned{}, err)
		}
	}
}
