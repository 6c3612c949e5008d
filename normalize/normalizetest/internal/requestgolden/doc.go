// Package requestgolden records what a provider sends and writes it as a text
// that a person can compare with the provider's documentation.
//
// It knows a provider by its public methods alone, sends no request anywhere,
// and answers with the documented examples. Everything that it writes about a
// request was seen by the transport. Only the order of a list, and whether a filter
// is native, emulated or unsupported, is what [normalize.Capabilities] say. Nothing is taken from the
// field map or from generated code, so that a mistake in them shows.
package requestgolden

import (
	"context"
	"net/http"

	"github.com/parlancehq/parlance/normalize"
)

// Config is the provider to record.
type Config struct {
	// New opens the provider.
	New func(opts ...normalize.Option) (normalize.Provider, error)
	// Origin is the server's address where the document does not name one.
	Origin string
	// Examples are the documented answers, by file name: list.json, get_2.json,
	// chats_list.json, need_people.json, error_404.json.
	Examples map[string][]byte
	// Headers are the headers of those examples that have some, by file name.
	Headers map[string]http.Header
	// Roles says what a request asks for at a source: list, get, messages or
	// need_<name>, and several of them where they are one operation.
	Roles func(source string, req *http.Request) []string
	// Scope are the values of the scope that the provider is opened with.
	Scope []ScopeValue
}

// ScopeValue is a value of the scope.
type ScopeValue struct{ Name, Value string }

// Record opens the provider many times, asks it for everything that it can be asked
// for, and gives the text of the golden. An error says that the provider cannot be
// opened. The text is the same for the same provider; to have the times in it stand
// still as well, call Record in a bubble of testing/synctest.
func Record(ctx context.Context, cfg Config) (string, error) {
	r := &recorder{cfg: cfg, ctx: ctx}
	info, err := r.info()
	if err != nil {
		return "", err
	}
	if err := r.head(info); err != nil {
		return "", err
	}
	p, _, err := r.open()
	if err != nil {
		return "", err
	}
	for _, caps := range p.Capabilities().Sources {
		r.caps, r.source, r.prefix = caps, caps.Name, ""
		if caps.Name != "" {
			r.prefix = caps.Name + "_"
			r.out.title("source " + caps.Name)
		}
		r.list()
		r.get()
		r.messages()
	}
	r.errors(p.Capabilities().Sources)
	return r.out.String(), nil
}
