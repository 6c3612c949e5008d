package api

import (
	"time"

	"github.com/parlancehq/parlance/normalize/internal/failure"
)

// What an error means, for errors.Is.
var (
	ErrUnauthorized   = failure.ErrUnauthorized   // credentials missing or not accepted
	ErrForbidden      = failure.ErrForbidden      // not allowed for these credentials
	ErrNotFound       = failure.ErrNotFound       // no such record
	ErrRateLimited    = failure.ErrRateLimited    // too many requests
	ErrUnavailable    = failure.ErrUnavailable    // the API cannot answer now; try later
	ErrInvalidRequest = failure.ErrInvalidRequest // the API does not accept the request
	ErrUnsupported    = failure.ErrUnsupported    // the API cannot do this at all
	ErrBadResponse    = failure.ErrBadResponse    // the answer is not what the document declares
)

// APIError is an answer of the API that says no. It matches, with errors.Is, the
// sentinel its status stands for. Credentials that the API repeats in it are
// replaced.
type APIError struct {
	Provider   string
	Operation  string
	Status     int
	Code       string        // as the body says it; "" where it does not
	Message    string        // as the body says it; "" where it does not
	RequestID  string        // for the API's support; "" where it gives none
	RetryAfter time.Duration // when to come back; 0 where it does not say
	Body       []byte        // its beginning, at most 8 KiB
	NotFound   bool          // Status says, at this operation, that there is no such record

	Elsewhere bool // the answer is of another origin
}

// Error gives one line.
func (e *APIError) Error() string {
	return failure.API(failure.Said{
		Provider: e.Provider, Operation: e.Operation, Status: e.Status, Code: e.Code, Message: e.Message, RequestID: e.RequestID,
	}, e.sentinel(), e.RetryAfter)
}

// Is matches the sentinel that the status stands for.
func (e *APIError) Is(target error) bool { return target == e.sentinel() }

func (e *APIError) sentinel() error { return failure.OfStatus(e.Status, e.NotFound) }

// ResponseKind says what is wrong with a response.
type ResponseKind string

// What can be wrong with a response that has a status of success.
const (
	ResponseStatus    ResponseKind = "undeclared status" // a success that the document does not declare
	ResponseMedia     ResponseKind = "wrong media type"  // no JSON
	ResponseEmpty     ResponseKind = "empty body"
	ResponseTooLarge  ResponseKind = "body too large"
	ResponseMalformed ResponseKind = "malformed JSON"
	ResponseFailure   ResponseKind = "not a success" // JSON that says so, in spite of its status
	ResponseEnvelope  ResponseKind = "no records"    // JSON without the records or the record it should hold, such as an error
)

// ResponseError is a response that is not what the document declares, though
// its status is one of success. It matches [ErrBadResponse].
type ResponseError struct {
	Provider  string
	Operation string
	Kind      ResponseKind
	Status    int
	MediaType string // as the response says it
	Code      string // where the body is an error all the same: what it says
	Message   string // likewise
	RequestID string
	Body      []byte // its beginning, where it was not read as JSON; at most 8 KiB
	Err       error  // what the parser said; may be nil
}

// Error gives one line.
func (e *ResponseError) Error() string {
	var mediaType *string
	if e.Kind == ResponseMedia {
		mediaType = &e.MediaType
	}
	return failure.Response(failure.Said{
		Provider: e.Provider, Operation: e.Operation, Status: e.Status, Code: e.Code, Message: e.Message, RequestID: e.RequestID,
	}, string(e.Kind), mediaType, e.Err)
}

// Is matches [ErrBadResponse].
func (e *ResponseError) Is(target error) bool { return target == ErrBadResponse }

// Unwrap gives what the parser said.
func (e *ResponseError) Unwrap() error { return e.Err }

// TransportError is a request that got no answer, or an answer that broke off.
// It matches [ErrUnavailable] unless the context ended it. Of the URL, only
// what identifies the operation is told.
type TransportError struct {
	Provider  string
	Operation string
	Method    string
	URL       string // without user and query
	Err       error

	Final bool // another attempt would fail as well
}

// Error gives one line.
func (e *TransportError) Error() string {
	return failure.Transport(e.Provider, e.Operation, e.Method, e.URL, e.Err)
}

// Is matches [ErrUnavailable].
func (e *TransportError) Is(target error) bool { return target == ErrUnavailable }

// Unwrap gives the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// TimeoutError is a server that was silent for longer than [Config].IdleRead.
type TimeoutError struct{ After time.Duration }

// Error gives one line.
func (e *TimeoutError) Error() string { return failure.Timeout(e.After) }

// Timeout is true, as net.Error has it.
func (*TimeoutError) Timeout() bool { return true }

// Prefix names the provider and the operation in front of an error.
func Prefix(provider, operation string) string { return failure.Prefix(provider, operation) }
