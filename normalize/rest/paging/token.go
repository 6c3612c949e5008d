package paging

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/normalize/internal/failure"
	"github.com/parlancehq/parlance/normalize/rest/api"
)

// TokenVersion is the version of the tokens that [EncodeToken] writes. Older
// ones are understood, newer ones refused.
const TokenVersion = 1

// Token is a [Position] that can leave the process: it says which list it
// belongs to.
type Token struct {
	Provider string
	Source   string
	Query    string // everything that decides which records the list has; only a hash of it is kept
	At       Position
}

// TokenKind says what is wrong with a page token.
type TokenKind string

// What can be wrong with a page token.
const (
	TokenMalformed     TokenKind = "not a page token"
	TokenTampered      TokenKind = "damaged or changed"
	TokenNewer         TokenKind = "made by a newer version"
	TokenOtherProvider TokenKind = "of another provider"
	TokenOtherSource   TokenKind = "of another source"
	TokenOtherQuery    TokenKind = "of another query"
)

// TokenError is a page token that cannot be used. It matches [ErrInvalidRequest].
type TokenError struct {
	Kind   TokenKind
	Detail string
}

// Error gives one line.
func (e *TokenError) Error() string { return failure.Token(string(e.Kind), e.Detail) }

// Is matches [ErrInvalidRequest].
func (e *TokenError) Is(target error) bool { return target == api.ErrInvalidRequest }

type tokenBody struct {
	Provider string   `json:"p"`
	Source   string   `json:"s,omitempty"`
	Query    string   `json:"q"`
	At       Position `json:"at"`
}

var tokenEncoding = base64.RawURLEncoding.Strict()

// EncodeToken gives t as a text of letters, digits, '-', '_' and '.'. It is not
// encrypted, and its checksum is not a signature: it finds damage, not forgery.
func EncodeToken(t Token) string {
	body, err := json.Marshal(tokenBody{Provider: t.Provider, Source: t.Source, Query: hashText(t.Query), At: t.At})
	if err != nil { // cannot be: strings and integers marshal
		return ""
	}
	payload := "p" + strconv.Itoa(TokenVersion) + "." + tokenEncoding.EncodeToString(body)
	return payload + "." + hashText(payload)
}

// DecodeToken gives the position that s holds. Every error is a [*TokenError].
func DecodeToken(s, provider, source, query string) (Position, error) {
	version, rest, ok := strings.Cut(s, ".")
	number, err := strconv.Atoi(strings.TrimPrefix(version, "p"))
	if !ok || err != nil || number < 1 || !strings.HasPrefix(version, "p") {
		return Position{}, &TokenError{Kind: TokenMalformed}
	}
	if number > TokenVersion {
		return Position{}, &TokenError{Kind: TokenNewer, Detail: fmt.Sprintf("version %d, this one reads up to %d", number, TokenVersion)}
	}
	payload, sum, ok := strings.Cut(rest, ".")
	if !ok {
		return Position{}, &TokenError{Kind: TokenMalformed}
	}
	if hashText(version+"."+payload) != sum {
		return Position{}, &TokenError{Kind: TokenTampered}
	}
	var body tokenBody
	data, err := tokenEncoding.DecodeString(payload)
	if err != nil || json.Unmarshal(data, &body) != nil {
		return Position{}, &TokenError{Kind: TokenMalformed}
	}
	switch {
	case body.Provider != provider:
		return Position{}, &TokenError{Kind: TokenOtherProvider, Detail: fmt.Sprintf("it is of %q, not of %q", body.Provider, provider)}
	case body.Source != source:
		return Position{}, &TokenError{Kind: TokenOtherSource, Detail: fmt.Sprintf("it is of %q, not of %q", body.Source, source)}
	case body.Query != hashText(query):
		return Position{}, &TokenError{Kind: TokenOtherQuery}
	case !body.At.possible():
		return Position{}, &TokenError{Kind: TokenMalformed}
	}
	return body.At, nil
}

func hashText(s string) string {
	sum := sha256.Sum256([]byte(s))
	return tokenEncoding.EncodeToString(sum[:12])
}
