// Package opening makes of a provider's options and its info what its requests are sent
// with, or says which option is missing or wrong.
package opening

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/settings"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/auth"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// API is what a definition says of an API as a whole.
type API struct {
	Info       *normalize.Info
	Operations []api.Operation
	Errors     api.ErrorShape
	Header     http.Header // sent with every request
}

// Opened is a provider's settings, checked, and the client that they make. Its
// Static credentials are left out: the client has them, where nothing prints them.
type Opened struct {
	settings.Settings
	Client *transport.Client
}

// Open applies the options. It sends nothing.
func Open(api API, opts ...normalize.Option) (*Opened, error) {
	o := &Opened{Settings: *settings.New()}
	for _, opt := range opts {
		if opt != nil {
			opt(&o.Settings)
		}
	}
	if err := o.check(api.Info); err != nil {
		return nil, err
	}
	base, baseErr := resolveBaseURL(api.Info, o.BaseURL)
	if baseErr == nil {
		baseErr = allowed(api.Info, base, o.Insecure)
	}
	credentials, credErr := o.credentialsFor(api.Info)
	if err := errors.Join(baseErr, credErr); err != nil {
		return nil, err
	}
	client, err := transport.NewClient(o.config(api, base, credentials))
	if err != nil {
		return nil, err
	}
	o.Client = client
	o.Scope = withDefaults(o.Scope, api.Info.Scope)
	o.Static = settings.Credentials{}
	return o, nil
}

func (o *Opened) check(info *normalize.Info) error {
	var errs []error
	refuse := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf(info.Name+": "+format, args...))
	}
	for _, p := range info.Scope {
		switch value := o.Scope[p.Name]; {
		case value == "" && p.Required:
			refuse("the provider needs %s: use WithScope(%q, ...)", p.Name, p.Name)
		case value != "" && !takes(&p, value):
			refuse("WithScope(%q): %q cannot be sent", p.Name, value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.Scope)) {
		if !slices.ContainsFunc(info.Scope, func(p normalize.ScopeParam) bool { return p.Name == name }) {
			refuse("WithScope(%q): the provider has no such value", name)
		}
	}
	if o.Concurrency < 1 {
		refuse("WithConcurrency(%d): it must be at least 1", o.Concurrency)
	}
	if l := o.Limiter; l != nil && !(l.Limit() > 0) { // not a number is neither
		refuse("WithRateLimit(%v, %d): it would let nothing through", float64(l.Limit()), l.Burst())
	}
	for _, given := range [][2]string{{"WithAPIKey", o.Static.APIKey}, {"WithToken", o.Static.Token}} {
		if strings.ContainsFunc(given[1], unicode.IsControl) {
			refuse("%s: the credential holds a line break or another control character", given[0])
		}
	}
	if o.MaxBody < 0 {
		refuse("WithMaxBodySize(%d): it must not be negative", o.MaxBody)
	}
	if o.MaxPages < 0 {
		refuse("WithMaxPages(%d): it must not be negative", o.MaxPages)
	}
	return errors.Join(errs...)
}

func (o *Opened) config(api API, base string, credentials func(context.Context) (auth.Credentials, error)) transport.Config {
	header := api.Header.Clone()
	if o.UserAgent != "" {
		if header == nil {
			header = http.Header{}
		}
		header.Set("User-Agent", o.UserAgent)
	}
	return transport.Config{
		Provider:      api.Info.Name,
		BaseURL:       base,
		Operations:    api.Operations,
		Auth:          schemes(prefer(o.Static, api.Info.Auth)),
		Credentials:   credentials,
		Errors:        api.Errors,
		Header:        header,
		HTTPClient:    o.HTTPClient,
		Middleware:    o.Middleware,
		Logger:        o.Logger,
		Retry:         transport.Retry(o.Retry),
		IdleRead:      o.IdleRead,
		MaxBody:       o.MaxBody,
		MaxWhole:      o.MaxBody,
		Rate:          o.Limiter,
		Concurrency:   o.Concurrency,
		AllowInsecure: o.Insecure,
	}
}
