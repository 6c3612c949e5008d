package faults

import (
	"errors"
	"fmt"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
)

// Outcome is how a client reacts to a fault.
type Outcome string

// The outcomes of faults.
const (
	Survives    Outcome = "survives"     // nobody notices
	Retried     Outcome = "retried"      // nobody notices, but that it took longer
	TypedError  Outcome = "typed error"  // the call, or the iteration, ends
	RecordError Outcome = "record error" // one record is an error, and the iteration goes on
	GuardError  Outcome = "guard error"  // the iteration ends, for the list does not hold together
)

// Kept says which records of a list are delivered despite a fault.
type Kept string

// What is kept.
const (
	KeptAll     Kept = "all"
	KeptPages   Kept = "the pages before"
	KeptRecords Kept = "the records before"
	KeptOthers  Kept = "all but that one"
	KeptRest    Kept = "all but those missing"
	KeptSeen    Kept = "what came so far"
)

// Row is one row of the table of faults: a fault and its outcome. The conformance
// suite checks every provider against every row that can happen to it. The
// documentation of package normalize shows the table.
type Row struct {
	Name  string
	Fault Fault
	// Spoil changes one record of the list instead.
	Spoil func(raw []byte) []byte
	// Anywhere is a fault that can happen to every answer; the others are those
	// of lists.
	Anywhere bool
	// When says which lists it can happen to; nil is all.
	When func(p *fieldmap.Pagination) bool
	// Options are those of the provider, in addition to the usual ones.
	Options []normalize.Option
	// First is a fault of the first page already; the others are of the second.
	First bool
	// Secure reads over https.
	Secure bool

	Outcome Outcome
	Error   Failure // of the outcomes that are errors
	Kept    Kept
	Resume  string // how the caller goes on; "" if the list came to its end
	// Repeats is a resumption that brings records again.
	Repeats bool
	// Requests counts those in addition to the usual ones; of a call that fails,
	// those after the first one that fails.
	Requests int
	// MoreRequests is how many more of them there may be.
	MoreRequests int
	// Waits are the shortest and the longest time that it takes.
	Waits [2]time.Duration
	// MostRead is how many bytes of a body may be read; 0 is any number.
	MostRead int64
	// ID spoils a record by giving it this number as its id.
	ID string
}

// Failure is an error as a caller can tell it.
type Failure struct {
	Type       string        // of the error, such as "APIError"
	Kind       string        // of a ResponseError or GuardError
	Status     int           // of an APIError
	Is         error         // for errors.Is
	RetryAfter time.Duration // of an APIError
}

// String is the failure in the table.
func (f Failure) String() string {
	switch {
	case f.Type == "":
		return ""
	case f.Kind != "":
		return "*" + f.Type + ": " + f.Kind
	case f.RetryAfter > 0:
		return "*" + f.Type + " with RetryAfter"
	case f.Is != nil:
		return "*" + f.Type + ", " + names[f.Is]
	}
	return "*" + f.Type
}

var names = map[error]string{
	normalize.ErrRateLimited: "ErrRateLimited", normalize.ErrUnavailable: "ErrUnavailable", normalize.ErrInvalidRequest: "ErrInvalidRequest",
	normalize.ErrNoID: "ErrNoID",
}

// Check says why err is not the failure, or "".
func (f Failure) Check(err error) string {
	if err == nil {
		return "there is no error"
	}
	if f.Is != nil && !errors.Is(err, f.Is) {
		return fmt.Sprintf("the error is not %v: %v", f.Is, err)
	}
	got := Failure{Is: f.Is}
	var api *normalize.APIError
	var response *normalize.ResponseError
	var guard *normalize.GuardError
	var transport *normalize.TransportError
	var record *normalize.RecordError
	switch {
	case errors.As(err, &api):
		got.Type, got.Status, got.RetryAfter = "APIError", api.Status, api.RetryAfter
	case errors.As(err, &response):
		got.Type, got.Kind = "ResponseError", string(response.Kind)
	case errors.As(err, &guard):
		got.Type, got.Kind = "GuardError", string(guard.Kind)
	case errors.As(err, &transport):
		got.Type = "TransportError"
	case errors.As(err, &record):
		got.Type = "RecordError"
	}
	if got != f {
		return fmt.Sprintf("the error is %+v, want %+v: %v", got, f, err)
	}
	return ""
}
