package normalize

import (
	"context"

	"github.com/parlancehq/parlance/normalize/internal/settings"
)

// WithAPIKey authenticates with an API key, sent as the provider's document
// says: in a header, a query parameter or a cookie, or as a bearer token where
// that is the only kind of key there is.
func WithAPIKey(key string) Option { return func(s *settings.Settings) { s.Static.APIKey = key } }

// WithToken authenticates with a bearer token, or with an API key where the
// provider knows no bearer tokens.
func WithToken(token string) Option { return func(s *settings.Settings) { s.Static.Token = token } }

// WithBasicAuth authenticates with a user name and a password.
func WithBasicAuth(username, password string) Option {
	return func(s *settings.Settings) { s.Static.Username, s.Static.Password = username, password }
}

// WithOAuth2ClientCredentials authenticates with tokens that are fetched, and
// renewed, with a client's id and secret.
func WithOAuth2ClientCredentials(id, secret string) Option {
	return func(s *settings.Settings) { s.Static.ClientID, s.Static.ClientSecret = id, secret }
}

// WithCredentials asks f for the credentials, for every attempt of a request and
// every redirect of one: for keys that rotate. It is asked, too, before a recording
// that lies elsewhere is opened, whose URL must not hold them. It replaces the
// static ones. f must be safe for concurrent use, and quick: it may keep what it
// knows.
func WithCredentials(f func(context.Context) (Credentials, error)) Option {
	return func(s *settings.Settings) {
		if s.Credentials = nil; f != nil {
			s.Credentials = func(ctx context.Context) (settings.Credentials, error) {
				c, err := f(ctx)
				return settings.Credentials(c), err
			}
		}
	}
}
