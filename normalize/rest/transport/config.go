package transport

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
)

// Config says how to reach an API. Provider and BaseURL must be set; everything
// else has a usable zero value.
type Config struct {
	Provider   string          // names the API in errors and logs
	BaseURL    string          // absolute; its origin is the only one that gets credentials
	Operations []api.Operation // all the operations in use, found by the [Doer] of the client

	// Auth lists the alternatives, each one a set of schemes that go together.
	// The first alternative that has all its credentials is used. With no
	// alternative, or an empty one, requests need no credentials.
	Auth [][]auth.Scheme
	// Credentials is asked before every request, so that keys can rotate; it
	// must be fast (cache what it fetches) and safe for concurrent use.
	Credentials func(context.Context) (auth.Credentials, error)

	Errors api.ErrorShape
	Header http.Header // constants set on every request that has not got them

	HTTPClient *http.Client // nil: a client of its own
	// Middleware wraps the transport, the first one outermost. It sees requests
	// without their credentials.
	Middleware []func(http.RoundTripper) http.RoundTripper
	Logger     *slog.Logger // nil: no log

	Retry       Retry
	IdleRead    time.Duration // longest wait for response headers or for one read of a body; 0: 30 s, negative: none
	MaxBody     int64         // bytes of a streamed list page after decompression; 0: 1 GiB
	MaxWhole    int64         // bytes of a body that is read as a whole; 0: 64 MiB, and never more than MaxBody
	Rate        *rate.Limiter // nil: no limit
	Concurrency int           // requests in flight; a list page counts until its body begins; 0: no bound

	AllowInsecure bool // plain http to hosts other than loopback
}

// Retry bounds the attempts at one request. A request is sent again after a
// connection error, 408, 425, 429 and 5xx (but 501 and 505), and only when
// sending it twice does no harm. A list page that breaks off in its middle is
// fetched again; an attempt that brought new records starts the count anew.
type Retry struct {
	MaxAttempts int           // in all; 0: 5; 1: no retries
	MaxElapsed  time.Duration // from the first attempt until the last one starts, what it waits for other requests included; 0: 5 min
	MaxWait     time.Duration // one wait, Retry-After included: a longer one ends in an error that tells it, and after a 429 so does, without a request, all else for the next MaxWait; 0: 1 min
	Initial     time.Duration // first wait, growing by half each time, with a jitter of half; 0: 500 ms
}

func (r Retry) withDefaults() Retry {
	if r.MaxAttempts <= 0 {
		r.MaxAttempts = 5
	}
	if r.MaxElapsed <= 0 {
		r.MaxElapsed = 5 * time.Minute
	}
	if r.MaxWait <= 0 {
		r.MaxWait = time.Minute
	}
	if r.Initial <= 0 {
		r.Initial = 500 * time.Millisecond
	}
	return r
}

func (cfg *Config) setDefaults() {
	cfg.Retry = cfg.Retry.withDefaults()
	if cfg.IdleRead == 0 {
		cfg.IdleRead = 30 * time.Second
	}
	if cfg.MaxBody <= 0 {
		cfg.MaxBody = 1 << 30
	}
	if cfg.MaxWhole <= 0 {
		cfg.MaxWhole = 64 << 20
	}
	cfg.MaxWhole = min(cfg.MaxWhole, cfg.MaxBody)
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
}
