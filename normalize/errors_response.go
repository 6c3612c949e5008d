package normalize

import "github.com/parlancehq/parlance/normalize/internal/failure"

// ResponseKind says what is wrong with an answer.
type ResponseKind string

// What can be wrong with an answer that has a status of success.
const (
	ResponseStatus    ResponseKind = "undeclared status" // a success that the document does not declare
	ResponseMedia     ResponseKind = "wrong media type"  // not JSON
	ResponseEmpty     ResponseKind = "empty body"
	ResponseTooLarge  ResponseKind = "body too large" // see [WithMaxBodySize]
	ResponseMalformed ResponseKind = "malformed JSON"
	ResponseFailure   ResponseKind = "not a success" // JSON that says so, in spite of its status
	ResponseEnvelope  ResponseKind = "no records"    // JSON without the records or the record it should hold, such as an error
)

// ResponseError is an answer that cannot be used, though its status is one of
// success. It matches [ErrBadResponse].
type ResponseError struct {
	Provider  string
	Operation string // as the provider's document names it
	Kind      ResponseKind
	Status    int
	MediaType string // as the answer says it
	Code      string // where the body is an error all the same: what it says
	Message   string // likewise
	RequestID string // for the provider's support; "" where it gives none
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
