package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
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
	if e, is := errors.AsType[*APIError](err); is {
		switch s := e.Status; {
		case s == http.StatusNotImplemented, s == http.StatusHTTPVersionNotSupported:
			return 0, false
		case s == http.StatusRequestTimeout, s == http.StatusTooEarly, s == http.StatusTooManyRequests, s >= 500:
			return e.RetryAfter, true
		}
		return 0, false
	}
	if e, is := errors.AsType[*TransportError](err); is {
		return 0, !e.final
	}
	return 0, false
}

// retry makes attempts until one succeeds, the budget is used up, or ctx ends. An
// attempt says whether it got further than those before. The time that it has to
// wait for others before it is sent counts, too.
func (c *Client) retry(ctx context.Context, op *Operation, attempt func(ctx context.Context) (replay, progress bool, err error)) error {
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
		if e, ok := errors.AsType[*APIError](err); ok && e.Status == http.StatusTooManyRequests && !e.elsewhere {
			if d := max(wait, e.RetryAfter); d <= c.cfg.Retry.MaxWait {
				c.gate.close(d)
			} else {
				c.gate.refuse(e, c.cfg.Retry.MaxWait)
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
		c.count(ctx, func(m *Meter) { m.retries.Add(1); m.waited.Add(int64(wait)) })
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

// retryAfter reads the Retry-After header: seconds, or a date, which is compared
// with the server's own clock where it tells it, and at most a hundred years. 0:
// absent, or in the past.
func retryAfter(h http.Header) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0
	}
	const most = 100 * 365 * 24 * time.Hour
	if seconds, err := strconv.ParseFloat(text, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		switch {
		case !(seconds > 0):
			return 0
		case seconds > most.Seconds():
			return most
		}
		return time.Duration(seconds * float64(time.Second))
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return min(max(at.Sub(now), 0), most)
}
