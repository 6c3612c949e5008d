package transport

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// gate is closed for a while after a 429, for all users of a client. Where the API
// asks for longer than anyone waits, they are turned away for the while.
type gate struct {
	mu    sync.Mutex
	until time.Time     // when it opens
	said  *api.APIError // what those are told that come before again
	at    time.Time     // when the API said so
	again time.Time
}

// Close keeps the gate closed for at least d from now.
func (g *gate) Close(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.until) {
		g.until = until
	}
}

// Refuse turns everyone away for d from now.
func (g *gate) Refuse(said *api.APIError, d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.said, g.at = said, time.Now()
	g.again = g.at.Add(d)
}

// state is for how long from now the gate is closed, or what those who come are
// told instead.
func (g *gate) state(op *api.Operation) (closed time.Duration, away error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if now.Before(g.again) {
		e := *g.said
		e.Operation, e.RetryAfter = op.ID, e.RetryAfter-now.Sub(g.at)
		return 0, &turnedAway{&e}
	}
	return g.until.Sub(now), nil
}

// turnedAway is an answer to the request of another user, which holds for this one
// too.
type turnedAway struct{ *api.APIError }

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
// was one before. The context of the request that is sent has none: what the user
// calls with it, such as for a key, has attempts of its own.
type admitKey struct{}

// errLate says that an attempt could not begin in time.
var errLate = errors.New("too late")

// admit waits until a request may be sent, as wait says, and as long as an attempt
// may wait. The gate is the API's, and holds back no request to elsewhere.
func (c *Client) admit(ctx context.Context, op *api.Operation, u *url.URL) (release func(), err error) {
	g := &c.gate
	if !api.SameOrigin(u, c.base) {
		g = &gate{}
	}
	until, ok := ctx.Value(admitKey{}).(time.Time)
	if !ok {
		return c.wait(ctx, op, g)
	}
	inTime, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	release, err = c.wait(inTime, op, g)
	if _, away := err.(*turnedAway); err != nil && !away && ctx.Err() == nil {
		return nil, errLate
	}
	return release, err
}

// wait waits until a request may be sent: rate, concurrency, and the gate. The
// slot it takes is given back by release.
func (c *Client) wait(ctx context.Context, op *api.Operation, g *gate) (release func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, away := g.state(op); away != nil {
		return nil, away
	}
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
	for {
		d, err := g.state(op)
		if err == nil && d <= 0 {
			return release, nil
		}
		if err == nil {
			err = pause(ctx, d)
		}
		if err != nil {
			release()
			return nil, err
		}
		c.Count(ctx, func(m *Meter) { m.waited.Add(int64(d)) })
	}
}
