package opening

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/settings"
	"github.com/parlancehq/parlance/normalize/rest/auth"
)

// credentialsFor gives the source of credentials, or an error that says which
// option is missing.
func (o *Opened) credentialsFor(info *normalize.Info) (func(context.Context) (auth.Credentials, error), error) {
	if o.Credentials != nil {
		return func(ctx context.Context) (auth.Credentials, error) {
			c, err := o.Credentials(ctx)
			return auth.Credentials(fit(c, info.Auth)), err
		}, nil
	}
	static := fit(o.Static, info.Auth)
	if len(info.Auth) > 0 && !slices.ContainsFunc(info.Auth, func(schemes []normalize.Scheme) bool {
		return !slices.ContainsFunc(schemes, func(scheme normalize.Scheme) bool { return !given(static, scheme) })
	}) {
		return nil, missing(fmt.Sprintf("%s: no credentials: use %s", info.Name, remedies(info.Auth)))
	}
	return func(context.Context) (auth.Credentials, error) { return auth.Credentials(static), nil }, nil
}

// missing is the error of credentials that were not given.
type missing string

// Error names the options that give them.
func (m missing) Error() string { return string(m) }

// Is matches [normalize.ErrUnauthorized].
func (missing) Is(target error) bool { return target == normalize.ErrUnauthorized }

// fit lets a token serve as an API key where the provider takes only keys. The
// other way about is the transport's: a bearer scheme takes either.
func fit(c settings.Credentials, alternatives [][]normalize.Scheme) settings.Credentials {
	if c.APIKey != "" {
		return c
	}
	for _, schemes := range alternatives {
		for _, scheme := range schemes {
			if scheme.Kind == normalize.SchemeBearer || scheme.Kind == normalize.SchemeOAuth2 {
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
func prefer(c settings.Credentials, alternatives [][]normalize.Scheme) [][]normalize.Scheme {
	stretched := func(schemes []normalize.Scheme) int {
		if slices.ContainsFunc(schemes, func(s normalize.Scheme) bool {
			return s.Kind == normalize.SchemeBearer && c.Token == "" && c.ByScheme[s.Name] == ""
		}) {
			return 1
		}
		return 0
	}
	sorted := slices.Clone(alternatives)
	slices.SortStableFunc(sorted, func(a, b []normalize.Scheme) int { return stretched(a) - stretched(b) })
	return sorted
}

func given(c settings.Credentials, scheme normalize.Scheme) bool {
	if c.ByScheme[scheme.Name] != "" {
		return true
	}
	switch scheme.Kind {
	case normalize.SchemeBearer:
		return c.Token != "" || c.APIKey != ""
	case normalize.SchemeBasic:
		return c.Username != "" || c.Password != ""
	case normalize.SchemeOAuth2:
		return c.ClientID != "" && c.ClientSecret != "" || c.Token != ""
	}
	return c.APIKey != ""
}

// remedies names the options that would do, such as "WithAPIKey, or WithToken".
func remedies(alternatives [][]normalize.Scheme) string {
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
func repeats(schemes []normalize.Scheme) bool {
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

func remedy(scheme normalize.Scheme, byName bool) string {
	switch {
	case byName:
		return fmt.Sprintf("WithCredentials with ByScheme[%q]", scheme.Name)
	case scheme.Kind == normalize.SchemeBearer:
		return "WithToken"
	case scheme.Kind == normalize.SchemeBasic:
		return "WithBasicAuth"
	case scheme.Kind == normalize.SchemeOAuth2:
		return "WithOAuth2ClientCredentials"
	}
	return "WithAPIKey"
}

// schemes are the alternatives as the transport has them.
func schemes(alternatives [][]normalize.Scheme) [][]auth.Scheme {
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
