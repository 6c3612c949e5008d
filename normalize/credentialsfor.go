package normalize

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize/internal/settings"
	"github.com/parlancehq/parlance/normalize/rest/auth"
)

// credentialsFor gives the source of credentials, or an error that says which
// option is missing.
func (s *options) credentialsFor(info *Info) (func(context.Context) (auth.Credentials, error), error) {
	if s.Credentials != nil {
		return func(ctx context.Context) (auth.Credentials, error) {
			c, err := s.Credentials(ctx)
			return auth.Credentials(fit(c, info.Auth)), err
		}, nil
	}
	static := fit(s.Static, info.Auth)
	if len(info.Auth) > 0 && !slices.ContainsFunc(info.Auth, func(schemes []Scheme) bool {
		return !slices.ContainsFunc(schemes, func(scheme Scheme) bool { return !given(static, scheme) })
	}) {
		return nil, fmt.Errorf("%s: no credentials: use %s", info.Name, remedies(info.Auth))
	}
	return func(context.Context) (auth.Credentials, error) { return auth.Credentials(static), nil }, nil
}

// fit lets a token serve as an API key where the provider takes only keys. The
// other way about is the transport's: a bearer scheme takes either.
func fit(c settings.Credentials, alternatives [][]Scheme) settings.Credentials {
	if c.APIKey != "" {
		return c
	}
	for _, schemes := range alternatives {
		for _, scheme := range schemes {
			if scheme.Kind == SchemeBearer || scheme.Kind == SchemeOAuth2 {
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
func prefer(c settings.Credentials, alternatives [][]Scheme) [][]Scheme {
	stretched := func(schemes []Scheme) int {
		if slices.ContainsFunc(schemes, func(s Scheme) bool {
			return s.Kind == SchemeBearer && c.Token == "" && c.ByScheme[s.Name] == ""
		}) {
			return 1
		}
		return 0
	}
	sorted := slices.Clone(alternatives)
	slices.SortStableFunc(sorted, func(a, b []Scheme) int { return stretched(a) - stretched(b) })
	return sorted
}

func given(c settings.Credentials, scheme Scheme) bool {
	if c.ByScheme[scheme.Name] != "" {
		return true
	}
	switch scheme.Kind {
	case SchemeBearer:
		return c.Token != "" || c.APIKey != ""
	case SchemeBasic:
		return c.Username != "" || c.Password != ""
	case SchemeOAuth2:
		return c.ClientID != "" && c.ClientSecret != "" || c.Token != ""
	}
	return c.APIKey != ""
}

// remedies names the options that would do, such as "WithAPIKey, or WithToken".
func remedies(alternatives [][]Scheme) string {
	var ways []string
	for _, schemes := range alternatives {
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
func repeats(schemes []Scheme) bool {
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

func remedy(scheme Scheme, byName bool) string {
	switch {
	case byName:
		return fmt.Sprintf("WithCredentials with ByScheme[%q]", scheme.Name)
	case scheme.Kind == SchemeBearer:
		return "WithToken"
	case scheme.Kind == SchemeBasic:
		return "WithBasicAuth"
	case scheme.Kind == SchemeOAuth2:
		return "WithOAuth2ClientCredentials"
	}
	return "WithAPIKey"
}

// schemes are the alternatives as the transport has them.
func schemes(alternatives [][]Scheme) [][]auth.Scheme {
	var out [][]auth.Scheme
	for _, alternative := range alternatives {
		list := []auth.Scheme{}
		for _, s := range alternative {
			list = append(list, auth.Scheme{Name: s.Name, Kind: auth.SchemeKind(s.Kind), Param: s.Param, TokenURL: s.TokenURL, Scopes: s.Scopes})
		}
		out = append(out, list)
	}
	return out
}
