package fakeapi

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
)

// collect reads a query to its end: ids, and errors in their place.
func Collect(t testing.TB, p normalize.Provider, q normalize.Query) (ids []string, errs []error) {
	t.Helper()
	for c, err := range p.Conversations(t.Context(), q) {
		if err != nil {
			errs = append(errs, err)
		}
		if c != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids, errs
}

func IDs(ns ...int) []string {
	var out []string
	for _, n := range ns {
		out = append(out, fmt.Sprintf("c%02d", n))
	}
	return out
}

func UpTo(n int) []int {
	var out []int
	for i := range n {
		out = append(out, i)
	}
	return out
}

// twoSources is a provider that keeps calls and chats apart.
func TwoSources() *engine.Definition {
	def := Definition()
	calls := def.Sources[0]
	calls.Name = "calls"
	chats := calls
	chats.Name = "chats"
	list := *calls.List
	list.Filters = map[normalize.Filter]normalize.Support{
		normalize.FilterStatus: {Mode: normalize.Emulated}, normalize.FilterSince: {Mode: normalize.Emulated},
	}
	chats.List = &list
	def.Sources = []engine.Source{calls, chats}
	return def
}

type RoundTripper func(*http.Request) (*http.Response, error)

func (f RoundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
