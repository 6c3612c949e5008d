package normalize

import (
	"time"

	"github.com/parlancehq/parlance/normalize/internal/failure"
)

// TransportError is a request that got no answer, or whose answer broke off. It
// matches [ErrUnavailable].
type TransportError struct {
	Provider  string
	Operation string // as the provider's document names it
	Method    string
	URL       string // of the operation, without user and query
	Err       error
}

// Error gives one line.
func (e *TransportError) Error() string {
	return failure.Transport(e.Provider, e.Operation, e.Method, e.URL, e.Err)
}

// Is matches [ErrUnavailable].
func (e *TransportError) Is(target error) bool { return target == ErrUnavailable }

// Unwrap gives the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// TimeoutError is the cause of the [TransportError] of a server that was silent for
// longer than [WithIdleReadTimeout] allows.
type TimeoutError struct{ After time.Duration }

// Error gives one line.
func (e *TimeoutError) Error() string { return failure.Timeout(e.After) }

// Timeout is true, as net.Error has it.
func (*TimeoutError) Timeout() bool { return true }
