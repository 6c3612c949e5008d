// Package ahead does work on the items of a stream before they are asked for.
package ahead

import (
	"context"
	"iter"
	"sync"
)

// Do does work on every item of a stream that skip does not leave out, n at once, and
// yields all of them in the stream's order. It holds at most 2n+1 of them. When it
// returns, be it because the consumer broke off, nothing of it runs any more.
func Do[T any](
	ctx context.Context, n int, stream func(context.Context) iter.Seq2[T, error], skip func(*T) bool, work func(context.Context, *T),
) iter.Seq2[T, error] {
	type job struct {
		item T
		err  error
		done chan struct{}
	}
	return func(yield func(T, error) bool) {
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
				if err != nil || skip(&item) {
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
			var none T
			yield(none, err)
		}
	}
}
