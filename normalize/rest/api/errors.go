package api

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// What an error means, for errors.Is.
var (
	ErrUnauthorized   = errors.New("unauthorized")          // credentials missing or not accepted
	ErrForbidden      = errors.New("forbidden")             // not allowed for these credentials
	ErrNotFound       = errors.New("not found")             // no such record
	ErrRateLimited    = errors.New("rate limited")          // too many requests
	ErrUnavailable    = errors.New("unavailable")           // the API cannot answer now; try later
	ErrInvalidRequest = errors.New("invalid request")       // the API does not accept the request
	ErrUnsupported    = errors.New("unsupported")           // the API cannot do this at all
	ErrBadResponse    = errors.New("unacceptable response") // the answer is not what the document declares
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
	var b strings.Builder
	b.WriteString(Prefix(e.Provider, e.Operation))
	b.WriteString(strconv.Itoa(e.Status))
	if e.Code != "" {
		fmt.Fprintf(&b, " %s", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	} else if is := e.sentinel(); is != nil && e.Code == "" {
		fmt.Fprintf(&b, ": %s", is)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (retry after %s)", e.RetryAfter)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
}

// Is matches the sentinel that the status stands for.
func (e *APIError) Is(target error) bool { return target == e.sentinel() }

func (e *APIError) sentinel() error {
	switch s := e.Status; {
	case e.NotFound:
		return ErrNotFound
	case s == 401 || s == 407:
		return ErrUnauthorized
	case s == 403:
		return ErrForbidden
	case s == 404 || s == 410:
		return ErrNotFound
	case s == 429:
		return ErrRateLimited
	case s == 501:
		return ErrUnsupported
	case s == 408 || s == 425 || s >= 500:
		return ErrUnavailable
	case s >= 400:
		return ErrInvalidRequest
	}
	return ErrBadResponse
}

// ResponseKind says what is wrong with a response.
type ResponseKind string

// What can be wrong with a response that has a status of success.
const (
	ResponseStatus    ResponseKind = "undeclared status" // a success that the document does not declare
	ResponseMedia     ResponseKind = "wrong media type"  // no JSON
	ResponseEmpty     ResponseKind = "empty body"
	ResponseTooLarge  ResponseKind = "body too large"
	ResponseMalformed ResponseKind = "malformed JSON"
	ResponseEnvelope  ResponseKind = "no records" // JSON without the records or the record it should hold, such as an error
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
	var b strings.Builder
	b.WriteString(Prefix(e.Provider, e.Operation))
	fmt.Fprintf(&b, "status %d: %s", e.Status, e.Kind)
	if e.Kind == ResponseMedia {
		fmt.Fprintf(&b, " %q", e.MediaType)
	}
	for _, s := range []string{e.Code, e.Message} {
		if s != "" {
			fmt.Fprintf(&b, ": %s", s)
		}
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
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
	return fmt.Sprintf("%s%s %s: %v", Prefix(e.Provider, e.Operation), e.Method, e.URL, e.Err)
}

// Is matches [ErrUnavailable].
func (e *TransportError) Is(target error) bool { return target == ErrUnavailable }

// Unwrap gives the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// TimeoutError is a server that was silent for longer than [Config].IdleRead.
type TimeoutError struct{ After time.Duration }

// Error gives one line.
func (e *TimeoutError) Error() string { return fmt.Sprintf("the server was silent for %s", e.After) }

// Timeout is true, as net.Error has it.
func (*TimeoutError) Timeout() bool { return true }

// Prefix names the provider and the operation in front of an error.
func Prefix(provider, operation string) string {
	switch {
	case provider == "":
		return ""
	case operation == "":
		return provider + ": "
	}
	return provider + ": " + operation + ": "
}
