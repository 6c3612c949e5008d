package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// budget is what is left of the attempts at one request.
type budget struct {
	policy Retry
	waits  *backoff.ExponentialBackOff
	tries  int
	began  time.Time
}

func newBudget(policy Retry) *budget {
	b := &budget{policy: policy, waits: backoff.NewExponentialBackOff()}
	b.waits.InitialInterval = policy.Initial
	b.waits.MaxInterval = policy.MaxWait
	b.reset()
	return b
}

// reset starts anew, after an attempt that got somewhere.
func (b *budget) reset() {
	b.tries = 0
	b.began = time.Now()
	b.waits.Reset()
}

// next says whether to try again after err, and after what wait.
func (b *budget) next(err error) (time.Duration, bool) {
	b.tries++
	asked, ok := retryable(err)
	if !ok || b.tries >= b.policy.MaxAttempts {
		return 0, false
	}
	wait := min(b.waits.NextBackOff(), b.policy.MaxWait)
	if asked > 0 {
		wait = asked
	}
	if wait > b.policy.MaxWait || time.Since(b.began)+wait > b.policy.MaxElapsed {
		return 0, false
	}
	return wait, true
}

// retryable says whether what went wrong may go right another time, and after
// what wait the API wants to be asked again (0: it does not say).
func retryable(err error) (asked time.Duration, ok bool) {
	if e, is := errors.AsType[*api.APIError](err); is {
		switch s := e.Status; {
		case s == http.StatusNotImplemented, s == http.StatusHTTPVersionNotSupported:
			return 0, false
		case s == http.StatusRequestTimeout, s == http.StatusTooEarly, s == http.StatusTooManyRequests, s >= 500:
			return e.RetryAfter, true
		}
		return 0, false
	}
	if e, is := errors.AsType[*api.TransportError](err); is {
		return 0, !e.Final
	}
	return 0, false
}

// Retry makes attempts until one succeeds, the budget is used up, or ctx ends. An
// attempt says whether it got further than those before. The time that it has to
// wait for others before it is sent counts, too.
func (c *Client) Retry(ctx context.Context, op *api.Operation, attempt func(ctx context.Context) (replay, progress bool, err error)) error {
	b := newBudget(c.cfg.Retry)
	admitted := ctx
	var last error
	for {
		replay, progress, err := attempt(admitted)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ended(ctx, err)
		}
		if err == errLate {
			return last
		}
		if away, ok := err.(*turnedAway); ok {
			return away.APIError
		}
		last = err
		if progress {
			b.reset()
		}
		wait, again := b.next(err)
		if e, ok := errors.AsType[*api.APIError](err); ok && e.Status == http.StatusTooManyRequests && !e.Elsewhere {
			if d := max(wait, e.RetryAfter); d <= c.cfg.Retry.MaxWait {
				c.gate.Close(d)
			} else {
				c.gate.Refuse(e, c.cfg.Retry.MaxWait)
			}
		}
		if !replay || !again {
			return err
		}
		c.cfg.Logger.LogAttrs(ctx, slog.LevelInfo, "retry", slog.String("provider", c.cfg.Provider), slog.String("operation", op.ID),
			slog.Int("attempt", b.tries), slog.Duration("wait", wait), slog.String("error", err.Error()))
		if pause(ctx, wait) != nil {
			return ended(ctx, err)
		}
		c.Count(ctx, func(m *Meter) { m.retries.Add(1); m.waited.Add(int64(wait)) })
		admitted = context.WithValue(ctx, admitKey{}, b.began.Add(b.policy.MaxElapsed))
	}
}

// ended is the error of a context that ended while err was the last trouble.
func ended(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, ctx.Err()) {
		return ctx.Err()
	}
	return fmt.Errorf("%w; last attempt: %w", ctx.Err(), err)
}
