// Package settings holds what the options of a provider set, as plain data. Package
// normalize fills it, and package engine reads it.
package settings

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// DefaultConcurrency is how many requests go on at once without an option.
const DefaultConcurrency = 4

// Settings are those of one provider. The zero value has no option set; [New] has
// the defaults.
type Settings struct {
	Static      Credentials                                 // given as values
	Credentials func(context.Context) (Credentials, error)  // given as a function; nil: Static
	BaseURL     string                                      // "": as the document says
	Account     string                                      // label of what is read
	Scope       map[string]string                           // values that requests carry
	HTTPClient  *http.Client                                // nil: one of its own
	Middleware  []func(http.RoundTripper) http.RoundTripper // the outermost first
	UserAgent   string                                      // "": that of net/http
	Logger      *slog.Logger                                // nil: no log
	Retry       Retry
	Limiter     *rate.Limiter // nil: no limit
	Concurrency int           // requests at once
	IdleRead    time.Duration // 0: the default; negative: no limit
	MaxBody     int64         // bytes; 0: the defaults
	MaxPages    int           // of one list; 0: the default
	Insecure    bool          // plain http to other hosts
	WithoutRaw  bool          // leave out the bytes of records
	Strict      bool          // issues are errors
	Drift       Drift         // nil: records are not compared with the document
}

// New gives the settings without any option.
func New() *Settings { return &Settings{Concurrency: DefaultConcurrency} }

// Credentials has the fields of normalize.Credentials.
type Credentials struct {
	APIKey       string
	Token        string
	Username     string
	Password     string
	ClientID     string
	ClientSecret string
	ByScheme     map[string]string
}

// Retry has the fields of normalize.Retry.
type Retry struct {
	MaxAttempts int
	MaxElapsed  time.Duration
	MaxWait     time.Duration
	Initial     time.Duration
}

// Drift is called with every difference that is met. It asks for the sample only
// where it needs it, and before it returns.
type Drift func(provider, operation, kind, path string, sample func() string)
