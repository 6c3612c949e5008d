package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/settings"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Engine is a [Provider] made of a [Definition]. Generated packages embed it.
// It is safe for concurrent use.
type Engine struct {
	def     *Definition
	set     *options
	client  *transport.Client
	sources []*Source // those that this engine covers: all, or one
}

var _ normalize.Provider = (*Engine)(nil)

// options are those that the engine was opened with.
type options struct{ settings.Settings }

// NewEngine opens the provider that def describes. It sends nothing. The error
// says which option is missing or wrong.
func New(def *Definition, opts ...normalize.Option) (*Engine, error) {
	set := &options{*settings.New()}
	for _, opt := range opts {
		if opt != nil {
			opt(&set.Settings)
		}
	}
	if err := errors.Join(set.check(&def.Info), checkDefinition(def)); err != nil {
		return nil, err
	}
	base, baseErr := resolveBaseURL(&def.Info, set.BaseURL)
	if baseErr == nil {
		baseErr = allowed(&def.Info, base, set.Insecure)
	}
	credentials, credErr := set.credentialsFor(&def.Info)
	if err := errors.Join(baseErr, credErr); err != nil {
		return nil, err
	}
	client, err := transport.NewClient(set.config(def, base, credentials))
	if err != nil {
		return nil, err
	}
	set.Scope = withDefaults(set.Scope, def.Info.Scope)
	set.Static = settings.Credentials{} // the client has them, where nothing prints them
	e := &Engine{def: def, set: set, client: client}
	for i := range def.Sources {
		e.sources = append(e.sources, &def.Sources[i])
	}
	return e, nil
}

func checkDefinition(def *Definition) error {
	if len(def.Sources) == 0 {
		return fmt.Errorf("internal error: the definition of provider %q has no source", def.Info.Name)
	}
	return nil
}

func (s *options) check(info *normalize.Info) error {
	var errs []error
	refuse := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf(info.Name+": "+format, args...))
	}
	for _, p := range info.Scope {
		switch value := s.Scope[p.Name]; {
		case value == "" && p.Required:
			refuse("the provider needs %s: use WithScope(%q, ...)", p.Name, p.Name)
		case value != "" && !takes(&p, value):
			refuse("WithScope(%q): %q cannot be sent", p.Name, value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Scope)) {
		if !slices.ContainsFunc(info.Scope, func(p normalize.ScopeParam) bool { return p.Name == name }) {
			refuse("WithScope(%q): the provider has no such value", name)
		}
	}
	if s.Concurrency < 1 {
		refuse("WithConcurrency(%d): it must be at least 1", s.Concurrency)
	}
	if l := s.Limiter; l != nil && !(l.Limit() > 0) { // not a number is neither
		refuse("WithRateLimit(%v, %d): it would let nothing through", float64(l.Limit()), l.Burst())
	}
	for _, given := range [][2]string{{"WithAPIKey", s.Static.APIKey}, {"WithToken", s.Static.Token}} {
		if strings.ContainsFunc(given[1], unicode.IsControl) {
			refuse("%s: the credential holds a line break or another control character", given[0])
		}
	}
	if s.MaxBody < 0 {
		refuse("WithMaxBodySize(%d): it must not be negative", s.MaxBody)
	}
	if s.MaxPages < 0 {
		refuse("WithMaxPages(%d): it must not be negative", s.MaxPages)
	}
	return errors.Join(errs...)
}

func (s *options) config(def *Definition, base string, credentials func(context.Context) (auth.Credentials, error)) transport.Config {
	header := def.Header.Clone()
	if s.UserAgent != "" {
		if header == nil {
			header = http.Header{}
		}
		header.Set("User-Agent", s.UserAgent)
	}
	return transport.Config{
		Provider:      def.Info.Name,
		BaseURL:       base,
		Operations:    def.Operations,
		Auth:          schemes(prefer(s.Static, def.Info.Auth)),
		Credentials:   credentials,
		Errors:        def.Errors,
		Header:        header,
		HTTPClient:    s.HTTPClient,
		Middleware:    s.Middleware,
		Logger:        s.Logger,
		Retry:         transport.Retry(s.Retry),
		IdleRead:      s.IdleRead,
		MaxBody:       s.MaxBody,
		MaxWhole:      s.MaxBody,
		Rate:          s.Limiter,
		Concurrency:   s.Concurrency,
		AllowInsecure: s.Insecure,
	}
}

// Info implements [Provider].
func (e *Engine) Info() normalize.Info { return cloneInfo(e.def.Info) }

// Capabilities implements [Provider].
func (e *Engine) Capabilities() normalize.Capabilities {
	c := normalize.Capabilities{Provider: e.def.Info.Name}
	for _, src := range e.sources {
		c.Sources = append(c.Sources, src.capabilities())
	}
	return c
}

// String names the provider and its address.
func (e *Engine) String() string {
	return fmt.Sprintf("engine.Engine(%s %s)", e.def.Info.Name, e.client.BaseURL())
}

// GoString is String.
func (e *Engine) GoString() string { return e.String() }

// Format prints String for every verb: fmt's own ways go into what an Engine
// points to.
func (e *Engine) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.String()) }

// BaseURL is the address that paths are appended to, without a slash at its end.
func (e *Engine) BaseURL() string { return e.client.BaseURL() }

// Doer sends requests of the typed client on the engine's transport, with its
// credentials, retries and limits.
func (e *Engine) Doer() transport.Doer { return publicDoer{e.client.Doer()} }

// CloseIdleConnections closes connections that are not in use.
func (e *Engine) CloseIdleConnections() { e.client.CloseIdleConnections() }

// Source implements [Provider]. The result shares the transport, with its rate
// limit.
func (e *Engine) Source(name string) (normalize.Provider, error) {
	var names []string
	for _, src := range e.sources {
		if src.Name == name {
			return &Engine{def: e.def, set: e.set, client: e.client, sources: []*Source{src}}, nil
		}
		names = append(names, fmt.Sprintf("%q", src.Name))
	}
	return nil, fmt.Errorf("%s: there is no source %q, only %s", e.def.Info.Name, name, strings.Join(names, ", "))
}

// OpenRecording implements [Provider].
func (e *Engine) OpenRecording(ctx context.Context, rec normalize.Recording) (io.ReadCloser, error) {
	if rec.URL == "" {
		return nil, fmt.Errorf("%s: the recording has no URL: %w", e.def.Info.Name, normalize.ErrNotFound)
	}
	resp, err := e.client.Open(ctx, rec.URL)
	if err != nil {
		return nil, public(err)
	}
	return publicBody{resp.Body}, nil
}

// cloneInfo is a copy that its owner may change.
func cloneInfo(i normalize.Info) normalize.Info {
	i.BaseURLs, i.Scope, i.Auth = slices.Clone(i.BaseURLs), slices.Clone(i.Scope), slices.Clone(i.Auth)
	for n, schemes := range i.Auth {
		i.Auth[n] = slices.Clone(schemes)
	}
	return i
}
