package normalize

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/auth"
)

// Credentials are the secrets of one account at a provider. They are never part
// of an error or a log.
type Credentials = auth.Credentials

// WithAPIKey authenticates with an API key, sent as the provider's document
// says: in a header, a query parameter or a cookie, or as a bearer token where
// that is the only kind of key there is.
func WithAPIKey(key string) Option { return func(s *settings) { s.static.APIKey = key } }

// WithToken authenticates with a bearer token, or with an API key where the
// provider knows no bearer tokens.
func WithToken(token string) Option { return func(s *settings) { s.static.Token = token } }

// WithBasicAuth authenticates with a user name and a password.
func WithBasicAuth(username, password string) Option {
	return func(s *settings) { s.static.Username, s.static.Password = username, password }
}

// WithOAuth2ClientCredentials authenticates with tokens that are fetched, and
// renewed, with a client's id and secret.
func WithOAuth2ClientCredentials(id, secret string) Option {
	return func(s *settings) { s.static.ClientID, s.static.ClientSecret = id, secret }
}

// WithCredentials asks f for the credentials, for every attempt of a request and
// every redirect of one: for keys that rotate. It is asked, too, before a recording
// that lies elsewhere is opened, whose URL must not hold them. It replaces the
// static ones. f must be safe for concurrent use, and quick: it may keep what it
// knows.
func WithCredentials(f func(context.Context) (Credentials, error)) Option {
	return func(s *settings) { s.credentials = f }
}

// credentialsFor gives the source of credentials, or an error that says which
// option is missing.
func (s *settings) credentialsFor(info *Info) (func(context.Context) (auth.Credentials, error), error) {
	if s.credentials != nil {
		return func(ctx context.Context) (auth.Credentials, error) {
			c, err := s.credentials(ctx)
			return fit(c, info.Auth), err
		}, nil
	}
	static := fit(s.static, info.Auth)
	if len(info.Auth) > 0 && !slices.ContainsFunc(info.Auth, func(schemes []auth.Scheme) bool {
		return !slices.ContainsFunc(schemes, func(scheme auth.Scheme) bool { return !given(static, scheme) })
	}) {
		return nil, fmt.Errorf("%s: no credentials: use %s", info.Name, remedies(info.Auth))
	}
	return func(context.Context) (auth.Credentials, error) { return static, nil }, nil
}

// fit lets a token serve as an API key where the provider takes only keys. The
// other way about is the transport's: a bearer scheme takes either.
func fit(c auth.Credentials, alternatives [][]auth.Scheme) auth.Credentials {
	if c.APIKey != "" {
		return c
	}
	for _, schemes := range alternatives {
		for _, scheme := range schemes {
			if scheme.Kind == auth.SchemeBearer || scheme.Kind == auth.SchemeOAuth2 {
				return c
			}
		}
	}
	c.APIKey = c.Token
	return c
}

// prefer puts the alternatives first for which the option that they are named
// for was given: an API key may serve as a bearer token, but not where the
// provider takes it as what it is.
func prefer(c auth.Credentials, alternatives [][]auth.Scheme) [][]auth.Scheme {
	stretched := func(schemes []auth.Scheme) int {
		if slices.ContainsFunc(schemes, func(s auth.Scheme) bool {
			return s.Kind == auth.SchemeBearer && c.Token == "" && c.ByScheme[s.Name] == ""
		}) {
			return 1
		}
		return 0
	}
	sorted := slices.Clone(alternatives)
	slices.SortStableFunc(sorted, func(a, b []auth.Scheme) int { return stretched(a) - stretched(b) })
	return sorted
}

func given(c auth.Credentials, scheme auth.Scheme) bool {
	if c.ByScheme[scheme.Name] != "" {
		return true
	}
	switch scheme.Kind {
	case auth.SchemeBearer:
		return c.Token != "" || c.APIKey != ""
	case auth.SchemeBasic:
		return c.Username != "" || c.Password != ""
	case auth.SchemeOAuth2:
		return c.ClientID != "" && c.ClientSecret != "" || c.Token != ""
	}
	return c.APIKey != ""
}

// remedies names the options that would do, such as "WithAPIKey, or WithToken".
func remedies(auth [][]auth.Scheme) string {
	var ways []string
	for _, schemes := range auth {
		var names []string
		for _, scheme := range schemes {
			if name := remedy(scheme, len(schemes) > 1 && repeats(schemes)); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if way := strings.Join(names, " and "); !slices.Contains(ways, way) {
			ways = append(ways, way)
		}
	}
	return strings.Join(append(ways, "WithCredentials for keys that rotate"), ", or ")
}

// repeats tells whether two schemes that go together would read the same
// credential, so that they must be given by name.
func repeats(schemes []auth.Scheme) bool {
	seen := map[string]bool{}
	for _, scheme := range schemes {
		name := remedy(scheme, false)
		if seen[name] {
			return true
		}
		seen[name] = true
	}
	return false
}

func remedy(scheme auth.Scheme, byName bool) string {
	switch {
	case byName:
		return fmt.Sprintf("WithCredentials with ByScheme[%q]", scheme.Name)
	case scheme.Kind == auth.SchemeBearer:
		return "WithToken"
	case scheme.Kind == auth.SchemeBasic:
		return "WithBasicAuth"
	case scheme.Kind == auth.SchemeOAuth2:
		return "WithOAuth2ClientCredentials"
	}
	return "WithAPIKey"
}
