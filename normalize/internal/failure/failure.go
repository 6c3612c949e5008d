// Package failure has what the errors of package normalize and those of the rooms
// below it share: the sentinels, so that errors.Is holds across them, and the texts.
package failure

import "errors"

// What an error means. Package normalize documents them.
var (
	Unauthorized   = errors.New("unauthorized")
	Forbidden      = errors.New("forbidden")
	NotFound       = errors.New("not found")
	RateLimited    = errors.New("rate limited")
	Unavailable    = errors.New("unavailable")
	InvalidRequest = errors.New("invalid request")
	Unsupported    = errors.New("unsupported")
	BadResponse    = errors.New("unacceptable response")
	Issues         = errors.New("the record has fields that could not be converted")
)
