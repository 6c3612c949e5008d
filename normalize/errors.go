package normalize

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// The errors of the transport, under this package's name.
type (
	// APIError is an answer that says that the request failed.
	APIError = api.APIError
	// ResponseError is an answer that cannot be used.
	ResponseError = api.ResponseError
	// GuardError ends a list that would never end, or leave the provider.
	GuardError = api.GuardError
	// RecordError is a record that could not be decoded; it carries its bytes.
	RecordError = rest.RecordError
	// TokenError is a page token that cannot be used.
	TokenError = paging.TokenError
	// TransportError is a request that got no answer, or whose answer broke off.
	TransportError = api.TransportError
	// TimeoutError is the cause of the [TransportError] of a silent server.
	TimeoutError = api.TimeoutError
)

// What an error is about, for [errors.Is].
var (
	ErrUnauthorized   = api.ErrUnauthorized
	ErrForbidden      = api.ErrForbidden
	ErrNotFound       = api.ErrNotFound
	ErrRateLimited    = api.ErrRateLimited
	ErrUnavailable    = api.ErrUnavailable
	ErrInvalidRequest = api.ErrInvalidRequest
	ErrUnsupported    = api.ErrUnsupported
	ErrBadResponse    = api.ErrBadResponse

	// ErrNoID is the cause of the [RecordError] of a record without an ID.
	ErrNoID = errors.New("the record has no id")
	// ErrIssues is the cause of the [RecordError] of a record that has issues,
	// with [WithStrict].
	ErrIssues = rest.ErrIssues
	// ErrInvalidQuery is the cause of the [QueryError] of a query that makes no
	// sense at any provider.
	ErrInvalidQuery = errors.New("invalid query")
)

// NoID is the error of a decoder whose record is no object or has no ID.
// The transport adds to it which record it is, and its bytes.
func NoID(issues []Issue) error {
	return &RecordError{Issues: issues, Err: ErrNoID}
}

// QueryError is a query that is refused before any request.
type QueryError struct {
	Provider string
	Source   string // "" where the provider has only one
	Filter   Filter // "" when it is about no filter
	Value    string // of the filter
	Reason   string
	Err      error // ErrUnsupported or ErrInvalidQuery
}

// Error names the provider, the filter and the reason.
func (e *QueryError) Error() string {
	text := prefix(e.Provider, e.Source)
	if e.Filter != "" {
		text += fmt.Sprintf("filter %s=%q: ", e.Filter, e.Value)
	}
	return text + e.Reason
}

// Unwrap gives ErrUnsupported or ErrInvalidQuery.
func (e *QueryError) Unwrap() error { return e.Err }

// PageError ends an iteration. PageToken resumes it, on any machine: put it
// into the [Query], and nothing is lost. Nothing comes twice either, unless the
// provider counts records from the front of a list that grew there meanwhile
// ([SourceCapabilities].Shifts), or the error is that records of a numbered page
// are missing: then that page and those after it come again.
type PageError struct {
	Provider  string
	Source    string // "" where the provider has only one
	PageToken string // "" is the beginning
	Err       error
}

// Error is the cause's text, with the provider's name once.
func (e *PageError) Error() string {
	return (&ProviderError{Provider: e.Provider, Source: e.Source, Err: e.Err}).Error()
}

// Unwrap gives the cause.
func (e *PageError) Unwrap() error { return e.Err }

// TranscriptError is a conversation whose transcript could not be fetched for
// [Query.WithMessages]. It is yielded beside its conversation, which is complete
// but for the messages, and the iteration goes on.
type TranscriptError struct {
	Provider string
	Source   string // "" where the provider has only one
	ID       string // of the conversation
	Err      error
}

// Error names the conversation and the cause.
func (e *TranscriptError) Error() string {
	return fmt.Sprintf("%stranscript of %q: %v", prefix(e.Provider, e.Source), e.ID, e.Err)
}

// Unwrap gives the cause.
func (e *TranscriptError) Unwrap() error { return e.Err }

// ProviderError is an error of one of the providers that [Merge] reads; the
// others go on.
type ProviderError struct {
	Provider string
	Source   string // "" where the provider has only one
	Err      error
}

// Error is the cause's text, with the provider's name once.
func (e *ProviderError) Error() string {
	text := e.Err.Error()
	if strings.HasPrefix(text, e.Provider+":") || strings.HasPrefix(text, e.Provider+"/") {
		return text
	}
	return prefix(e.Provider, e.Source) + text
}

// Unwrap gives the cause.
func (e *ProviderError) Unwrap() error { return e.Err }

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
