package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"

	"github.com/parlancehq/parlance/normalize/rest/secrets"
)

// SchemeKind is how a security scheme sends its credential.
type SchemeKind string

// The kinds of security schemes.
const (
	SchemeHeader SchemeKind = "header" // an API key in the header Param
	SchemeQuery  SchemeKind = "query"  // an API key in the query parameter Param
	SchemeCookie SchemeKind = "cookie" // an API key in the cookie Param
	SchemeBearer SchemeKind = "bearer" // Authorization: Bearer <token>
	SchemeBasic  SchemeKind = "basic"  // Authorization: Basic <username:password>
	SchemeOAuth2 SchemeKind = "oauth2" // a bearer token fetched with client credentials
)

// Scheme is one security scheme of the API's document.
type Scheme struct {
	Name     string // its name in the document
	Kind     SchemeKind
	Param    string   // name of the header, query parameter or cookie
	TokenURL string   // SchemeOAuth2: where tokens are fetched
	Scopes   []string // SchemeOAuth2
}

// Credentials are the secrets of one account. Only what the API's schemes need
// has to be set. They print, log and marshal as "[redacted]".
type Credentials struct {
	APIKey       string            // for header, query and cookie schemes
	Token        string            // for bearer schemes; where it is empty, APIKey is used
	Username     string            // for basic schemes
	Password     string            // for basic schemes
	ClientID     string            // for OAuth2 client credentials
	ClientSecret string            // for OAuth2 client credentials
	ByScheme     map[string]string // key or token by scheme name, before all others
}

// StaticCredentials gives a function, as [Config].Credentials wants it, that
// always answers creds.
func StaticCredentials(creds Credentials) func(context.Context) (Credentials, error) {
	return func(context.Context) (Credentials, error) { return creds, nil }
}

// String gives "[redacted]", and so does every other way to print.
func (Credentials) String() string { return secrets.Redacted }

// GoString gives "[redacted]".
func (Credentials) GoString() string { return secrets.Redacted }

// Format prints "[redacted]" for every verb.
func (Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, secrets.Redacted) }

// LogValue gives "[redacted]".
func (Credentials) LogValue() slog.Value { return slog.StringValue(secrets.Redacted) }

// MarshalText gives "[redacted]", which also keeps JSON from the secrets.
func (Credentials) MarshalText() ([]byte, error) { return []byte(secrets.Redacted), nil }

// UnmarshalText always fails: credentials are not read back.
func (*Credentials) UnmarshalText([]byte) error {
	return errors.New("credentials cannot be unmarshalled")
}

// secret is the key or token that creds hold for s.
func (creds *Credentials) secret(s *Scheme) string {
	if v := creds.ByScheme[s.Name]; v != "" {
		return v
	}
	if s.Kind == SchemeBearer && creds.Token != "" {
		return creds.Token
	}
	if s.Kind == SchemeOAuth2 {
		return creds.Token
	}
	return creds.APIKey
}

// has says whether creds hold what s needs.
func (creds *Credentials) has(s *Scheme) bool {
	switch s.Kind {
	case SchemeBasic:
		return creds.Username != "" || creds.Password != ""
	case SchemeOAuth2:
		return creds.secret(s) != "" || creds.ClientID != "" && creds.ClientSecret != ""
	}
	return creds.secret(s) != ""
}

// secrets are all the texts that must not be seen.
func (creds *Credentials) secrets() []string {
	list := []string{creds.APIKey, creds.Token, creds.Password, creds.ClientSecret}
	if len(creds.Password) < secrets.Shortest { // then the name is the key
		list = append(list, creds.Username)
	}
	if creds.Username+creds.Password != "" {
		list = append(list, basic(creds.Username, creds.Password))
	}
	if creds.ClientSecret != "" {
		list = append(list, basic(url.QueryEscape(creds.ClientID), url.QueryEscape(creds.ClientSecret)))
	}
	for _, v := range creds.ByScheme {
		list = append(list, v)
	}
	return list
}

// basic is how the Authorization header has a name and a password.
func basic(username, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(username + ":" + password))
}
