package rest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// gate is closed for a while after a 429, for all users of a client.
type gate struct{ until atomic.Int64 } // Unix nanoseconds

// close keeps the gate closed for at least d from now.
func (g *gate) close(d time.Duration) {
	until := time.Now().Add(d).UnixNano()
	for {
		old := g.until.Load()
		if old >= until || g.until.CompareAndSwap(old, until) {
			return
		}
	}
}

// closed is for how long from now.
func (g *gate) closed() time.Duration {
	until := g.until.Load()
	if until == 0 {
		return 0
	}
	return time.Until(time.Unix(0, until))
}

// pause waits for d, or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// admitKey is the key of the time until which an attempt may begin, where there
// was one before.
type admitKey struct{}

// errLate says that an attempt could not begin in time.
var errLate = errors.New("too late")

// admit waits until a request may be sent, as wait says, and as long as an attempt
// may wait.
func (c *Client) admit(ctx context.Context) (release func(), err error) {
	until, ok := ctx.Value(admitKey{}).(time.Time)
	if !ok {
		return c.wait(ctx)
	}
	inTime, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	if release, err = c.wait(inTime); err != nil && ctx.Err() == nil {
		return nil, errLate
	}
	return release, err
}

// wait waits until a request may be sent: rate, concurrency, and the gate. The
// slot it takes is given back by release.
func (c *Client) wait(ctx context.Context) (release func(), err error) {
	if c.cfg.Rate != nil {
		if err := c.cfg.Rate.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if _, ok := ctx.Deadline(); ok { // too near for the limiter, which says so with an error of its own
				return nil, fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
			}
			return nil, err // the limiter allows no request
		}
	}
	release = func() {}
	if c.slots != nil {
		select {
		case c.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		var done atomic.Bool
		release = func() {
			if done.CompareAndSwap(false, true) {
				<-c.slots
			}
		}
	}
	for d := c.gate.closed(); d > 0; d = c.gate.closed() {
		if err := pause(ctx, d); err != nil {
			release()
			return nil, err
		}
		c.count(ctx, func(m *Meter) { m.waited.Add(int64(d)) })
	}
	return release, nil
}
