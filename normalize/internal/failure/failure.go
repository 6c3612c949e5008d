// Package failure has what the errors of package normalize and those of the rooms
// below it share: the sentinels, so that errors.Is holds across them, and the texts.
package failure

import "errors"

// What an error means. Package normalize documents them.
var (
	ErrUnauthorized   = errors.New("unauthorized")
	ErrForbidden      = errors.New("forbidden")
	ErrNotFound       = errors.New("not found")
	ErrRateLimited    = errors.New("rate limited")
	ErrUnavailable    = errors.New("unavailable")
	ErrInvalidRequest = errors.New("invalid request")
	ErrUnsupported    = errors.New("unsupported")
	ErrBadResponse    = errors.New("unacceptable response")
	ErrIssues         = errors.New("the record has fields that could not be converted")
)
