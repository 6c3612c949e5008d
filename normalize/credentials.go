package normalize

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Credentials are the secrets of one account at a provider. Only what the
// provider needs has to be set. They print, log and marshal as "[redacted]", and
// are never part of an error.
type Credentials struct {
	APIKey       string            // for keys in a header, a query parameter or a cookie
	Token        string            // for bearer tokens; where it is empty, APIKey is used
	Username     string            // for basic authentication
	Password     string            // for basic authentication
	ClientID     string            // for OAuth2 client credentials
	ClientSecret string            // for OAuth2 client credentials
	ByScheme     map[string]string // key or token by the scheme's name, before all others
}

const redacted = "[redacted]"

// String gives "[redacted]", and so does every other way to print.
func (Credentials) String() string { return redacted }

// GoString gives "[redacted]".
func (Credentials) GoString() string { return redacted }

// Format prints "[redacted]" for every verb.
func (Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue gives "[redacted]".
func (Credentials) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText gives "[redacted]", which also keeps JSON from the secrets.
func (Credentials) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText always fails: credentials are not read back.
func (*Credentials) UnmarshalText([]byte) error {
	return errors.New("credentials cannot be unmarshalled")
}
