package normalizetest

import (
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
)

// Credentials are the options that a provider of this fake needs beside its
// base URL: the credentials that the document asks for, and the values of the
// list's path.
func (f *Fake) Credentials() []normalize.Option {
	return append(f.secrets(Key), f.scope()...)
}

// secrets are the options with the key or password given.
func (f *Fake) secrets(secret string) []normalize.Option {
	op := f.sources[0].list
	if len(op.Security) == 0 {
		return nil
	}
	return f.alternative(op.Security[0], secret)
}

// alternative are the options for schemes that go together.
func (f *Fake) alternative(together []string, secret string) []normalize.Option {
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

func (f *Fake) scope() []normalize.Option {
	var opts []normalize.Option
	for _, p := range f.sources[0].list.Params {
		if p.In == "path" {
			opts = append(opts, normalize.WithScope(p.Name, "scope-1"))
		}
	}
	return opts
}
