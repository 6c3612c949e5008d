package server

import (
	"slices"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
)

// Credentials are the options that a provider of this fake needs in addition to its
// base URL: the credentials that the document asks for, and the values of its
// scope.
func (f *Fake) Credentials() []normalize.Option {
	return append(f.Secrets(Key), f.Scope()...)
}

// Secrets are the options with the key or password given.
func (f *Fake) Secrets(secret string) []normalize.Option {
	ways := f.Ways()
	if len(ways) == 0 {
		return nil
	}
	return f.Alternative(ways[0], secret)
}

// Ways are the schemes, those of one way to authenticate together, that go with
// every operation in use.
func (f *Fake) Ways() [][]string {
	var needy []*openapi.Operation
	for _, s := range f.Served {
		for _, op := range []*openapi.Operation{s.List, s.Get, s.Messages} {
			if op != nil && len(op.Security) > 0 {
				needy = append(needy, op)
			}
		}
	}
	if len(needy) == 0 {
		return nil
	}
	var out [][]string
	for _, together := range needy[0].Security {
		taken := len(together) > 0
		for _, op := range needy {
			taken = taken && slices.ContainsFunc(op.Security, func(names []string) bool {
				return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(together, name) })
			})
		}
		if taken {
			out = append(out, together)
		}
	}
	return out
}

// Alternative are the options for schemes that go together.
func (f *Fake) Alternative(together []string, secret string) []normalize.Option {
	var opts []normalize.Option
	for _, name := range together {
		scheme := f.scheme(name)
		if scheme == nil {
			continue
		}
		switch scheme.Kind {
		case openapi.SchemeBasic:
			password := secret
			if secret == Key {
				password = Password
			}
			opts = append(opts, normalize.WithBasicAuth(Username, password))
		case openapi.SchemeBearer, openapi.SchemeOAuth2:
			opts = append(opts, normalize.WithToken(secret))
		case openapi.SchemeHeader, openapi.SchemeQuery, openapi.SchemeCookie:
			opts = append(opts, normalize.WithAPIKey(secret))
		}
	}
	return opts
}
