package engine

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/opening"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Engine is a [Provider] made of a [Definition]. Generated packages embed it.
// It is safe for concurrent use.
type Engine struct {
	def     *Definition
	set     *opening.Opened
	client  *transport.Client
	sources []*Source // those that this engine covers: all, or one
}

var _ normalize.Provider = (*Engine)(nil)

// New opens the provider that def describes. It sends nothing. The error says which
// option is missing or wrong.
func New(def *Definition, opts ...normalize.Option) (*Engine, error) {
	if err := checkDefinition(def); err != nil {
		return nil, err
	}
	set, err := opening.Open(opening.API{Info: &def.Info, Operations: def.Operations, Errors: def.Errors, Header: def.Header}, opts...)
	if err != nil {
		return nil, err
	}
	e := &Engine{def: def, set: set, client: set.Client}
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
func (e *Engine) Doer() transport.Doer { return public.Doer{Doer: e.client.Doer()} }

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
		return nil, public.Error(err)
	}
	return public.Body{ReadCloser: resp.Body}, nil
}

// cloneInfo is a copy that its owner may change.
func cloneInfo(i normalize.Info) normalize.Info {
	i.BaseURLs, i.Scope, i.Auth = slices.Clone(i.BaseURLs), slices.Clone(i.Scope), slices.Clone(i.Auth)
	for n, schemes := range i.Auth {
		i.Auth[n] = slices.Clone(schemes)
	}
	return i
}
