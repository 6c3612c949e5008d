package normalize

import "github.com/parlancehq/parlance/normalize/internal/failure"

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
func (e *TokenError) Is(target error) bool { return target == ErrInvalidRequest }
