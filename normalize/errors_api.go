package normalize

import (
	"time"

	"github.com/parlancehq/parlance/normalize/internal/failure"
)

// APIError is an answer of the provider that says that the request failed. It
// matches, with [errors.Is], the sentinel that its status stands for. Credentials
// that the provider repeats in it are replaced.
type APIError struct {
	Provider   string
	Operation  string // as the provider's document names it
	Status     int
	Code       string        // as the body says it; "" where it does not
	Message    string        // as the body says it; "" where it does not
	RequestID  string        // for the provider's support; "" where it gives none
	RetryAfter time.Duration // when to come back; 0 where it does not say
	Body       []byte        // its beginning, at most 8 KiB
	NotFound   bool          // Status says, at this operation, that there is no such record
}

// Error gives one line.
func (e *APIError) Error() string {
	return failure.API(failure.Said{
		Provider: e.Provider, Operation: e.Operation, Status: e.Status, Code: e.Code, Message: e.Message, RequestID: e.RequestID,
	}, failure.OfStatus(e.Status, e.NotFound), e.RetryAfter)
}

// Is matches the sentinel that the status stands for.
func (e *APIError) Is(target error) bool { return target == failure.OfStatus(e.Status, e.NotFound) }
