package normalize

import (
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"github.com/parlancehq/parlance/normalize/internal/settings"
)

// Option sets one thing about a provider that is opened. A later option wins
// over an earlier one of the same kind; a nil one does nothing.
type Option func(*settings.Settings)

// WithBaseURL sets the address of the server, such as
// "https://api.example.com/v1". It is needed where the provider's document
// names no absolute one. Where the document names a relative one and url is
// only an origin, the two are joined; else url is taken as it is.
func WithBaseURL(url string) Option { return func(s *settings.Settings) { s.BaseURL = url } }

// WithAccount labels what is read with these credentials: it is set as the
// Account of every conversation, and means nothing to the provider.
func WithAccount(label string) Option { return func(s *settings.Settings) { s.Account = label } }

// WithScope sets a value that requests of the provider carry, such as a
// workspace's id; [Info] names those there are. An empty value is none.
func WithScope(name, value string) Option {
	return func(s *settings.Settings) {
		if s.Scope == nil {
			s.Scope = map[string]string{}
		}
		s.Scope[name] = value
	}
}

// WithoutRaw drops the record's own bytes: Raw is nil. It saves the memory of
// one copy of every record.
func WithoutRaw() Option { return func(s *settings.Settings) { s.WithoutRaw = true } }

// WithStrict turns issues into errors: a record with issues is yielded as a
// [RecordError] that carries them, with [ErrIssues] as its cause.
func WithStrict() Option { return func(s *settings.Settings) { s.Strict = true } }

// WithHTTPClient sets the client that sends the requests. It is copied, and its
// CheckRedirect is asked after Parlance's own rules. A Timeout bounds whole pages, also while the consumer
// of a stream works: prefer [WithIdleReadTimeout] and the context.
func WithHTTPClient(c *http.Client) Option { return func(s *settings.Settings) { s.HTTPClient = c } }

// WithMiddleware wraps the transport; the first one given is outermost. It sees
// every attempt of a request, without its credentials.
func WithMiddleware(m ...func(http.RoundTripper) http.RoundTripper) Option {
	return func(s *settings.Settings) {
		for _, wrap := range m {
			if wrap != nil {
				s.Middleware = append(s.Middleware, wrap)
			}
		}
	}
}

// WithLogger sets where requests and retries are logged; nothing is logged
// without it, and never a credential.
func WithLogger(l *slog.Logger) Option { return func(s *settings.Settings) { s.Logger = l } }

// WithRetry sets how failed requests are repeated; zero fields keep their
// defaults. A 429 slows everything down that the provider does: nothing is sent
// before the time that it asks for or, where that is longer than MaxWait, all
// ends for the next MaxWait in its error, which says when to come back.
func WithRetry(r Retry) Option { return func(s *settings.Settings) { s.Retry = settings.Retry(r) } }

// WithRateLimit spaces requests out: at most perSecond of them in a second, which
// must be more than zero, and burst at once. One limit is shared by everything that the provider does.
func WithRateLimit(perSecond float64, burst int) Option {
	return func(s *settings.Settings) { s.Limiter = rate.NewLimiter(rate.Limit(perSecond), max(burst, 1)) }
}

// WithConcurrency sets how many requests go on at once at most, 4 without it.
func WithConcurrency(n int) Option { return func(s *settings.Settings) { s.Concurrency = n } }

// WithIdleReadTimeout sets how long a single read of an answer may bring
// nothing. The time that the consumer takes between reads does not count. It is
// 30 seconds without it, or with 0; there is no limit when d is negative.
func WithIdleReadTimeout(d time.Duration) Option {
	return func(s *settings.Settings) { s.IdleRead = d }
}

// WithMaxBodySize sets how many bytes one answer may have. Without it, or with 0,
// a page of a list, which is read record by record, may have 1 GiB, and what is
// read as a whole 64 MiB.
func WithMaxBodySize(bytes int64) Option { return func(s *settings.Settings) { s.MaxBody = bytes } }

// WithMaxPages sets after how many pages one list ends with a [GuardError].
func WithMaxPages(n int) Option { return func(s *settings.Settings) { s.MaxPages = n } }

// WithInsecure allows plain http to other hosts than this machine, which sends
// credentials in the clear.
func WithInsecure() Option { return func(s *settings.Settings) { s.Insecure = true } }

// WithUserAgent sets the User-Agent of every request.
func WithUserAgent(agent string) Option { return func(s *settings.Settings) { s.UserAgent = agent } }
