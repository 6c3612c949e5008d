package normalize

import (
	"errors"

	"github.com/parlancehq/parlance/normalize/internal/failure"
)

// What an error means, for [errors.Is].
var (
	ErrUnauthorized   = failure.ErrUnauthorized   // credentials are missing or not accepted
	ErrForbidden      = failure.ErrForbidden      // not allowed with these credentials
	ErrNotFound       = failure.ErrNotFound       // the conversation does not exist; for a list, the address is wrong: see [WithBaseURL]
	ErrRateLimited    = failure.ErrRateLimited    // too many requests; see [APIError.RetryAfter]
	ErrUnavailable    = failure.ErrUnavailable    // the provider cannot answer now; try again later
	ErrInvalidRequest = failure.ErrInvalidRequest // the provider does not accept the request
	ErrUnsupported    = failure.ErrUnsupported    // the provider cannot do this at all
	ErrBadResponse    = failure.ErrBadResponse    // the answer is not what the provider's document declares

	// ErrNoID is the cause of the [RecordError] of a record without an ID.
	ErrNoID = errors.New("the record has no id")
	// ErrIssues is the cause of the [RecordError] of a record that has issues,
	// with [WithStrict].
	ErrIssues = failure.ErrIssues
	// ErrInvalidQuery is the cause of the [QueryError] of a query that makes no
	// sense at any provider.
	ErrInvalidQuery = errors.New("invalid query")
)

func prefix(provider, source string) string {
	switch {
	case provider == "":
		return ""
	case source == "":
		return provider + ": "
	}
	return provider + "/" + source + ": "
}

// Final tells whether err ends an iteration over one provider. An error that
// does not is about one record: a [RecordError] or a [TranscriptError]. In
// [Merge] a [ProviderError] around a final error ends that provider alone.
func Final(err error) bool {
	var record *RecordError
	var transcript *TranscriptError
	return err != nil && !errors.As(err, &record) && !errors.As(err, &transcript)
}
