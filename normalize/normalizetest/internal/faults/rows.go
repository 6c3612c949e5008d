package faults

import (
	"net/http"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// Rows are all faults, each with its outcome.
func Rows() []Row {
	var all []Row
	for _, rows := range [][]Row{connectionRows(), statusRows(), bodyRows(), recordRows(), pageRows()} {
		all = append(all, rows...)
	}
	return all
}

// Of the retries: the first wait is half a second, and each later one half as
// long again, all with a jitter of half. Without success there are four.
var (
	onceWaited = [2]time.Duration{250 * time.Millisecond, 750 * time.Millisecond}
	allWaited  = [2]time.Duration{2031 * time.Millisecond, 6094 * time.Millisecond}
)

const (
	Always   = 1000
	idleRead = 30 * time.Second // without an option
	asLong   = time.Hour        // as long as the server wants
	fromHere = "from the PageToken"
	later    = "later, from the PageToken"
)

func exactly(d time.Duration) [2]time.Duration { return [2]time.Duration{d, d} }

func after(d time.Duration, waits [2]time.Duration) [2]time.Duration {
	return [2]time.Duration{waits[0] + d, waits[1] + d}
}

// once is a fault that one more request gets over.
func once(name string, fault Fault) Row {
	return Row{Name: name, Fault: fault, Anywhere: true, Outcome: Retried, Kept: KeptAll, Requests: 1, Waits: onceWaited}
}

// lasting is a fault that is still there after the last attempt.
func lasting(name string, fault Fault, failure Failure) Row {
	fault.Times = Always
	return Row{Name: name, Fault: fault, Anywhere: true, Outcome: TypedError, Error: failure, Kept: KeptPages, Resume: later, Requests: 4, Waits: allWaited}
}

// refused is an answer that is not asked for again.
func refused(name string, fault Fault, failure Failure) Row {
	return Row{Name: name, Fault: fault, Anywhere: true, Outcome: TypedError, Error: failure, Kept: KeptPages, Resume: fromHere}
}

// harmless is an oddity that changes nothing.
func harmless(name string, fault Fault) Row {
	return Row{Name: name, Fault: fault, Anywhere: true, Outcome: Survives, Kept: KeptAll}
}

func connectionRows() []Row {
	unavailable := Failure{Type: "TransportError", Is: normalize.ErrUnavailable}
	rows := []Row{
		once("the connection is refused", Fault{Refuse: true}),
		lasting("the connection is refused, always", Fault{Refuse: true}, unavailable),
		once("reset before the answer", Fault{ResetBefore: true}),
		once("reset at the first byte", Fault{ResetAt: 1}),
		once("reset in the middle of a body", Fault{ResetAt: Middle}),
		lasting("reset in the middle of a body, always", Fault{ResetAt: Middle}, unavailable),
		once("a body ends in its middle", Fault{TruncateAt: Middle}),
		once("silence before the answer", Fault{Stall: 10 * time.Minute}),
		once("silence in the middle of a body", Fault{Stall: 10 * time.Minute, StallAt: Middle}),
		lasting("silence before the answer, always", Fault{Stall: 10 * time.Minute}, unavailable),
		{Name: "silence at the end of a page's body", Fault: Fault{Stall: 10 * time.Minute, StallAt: End}, Outcome: Survives, Kept: KeptAll},
		harmless("a slow body", Fault{Chunk: 512, Wait: 100 * time.Millisecond}),
	}
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Fault.Wait > 0:
			r.Waits = [2]time.Duration{100 * time.Millisecond, asLong}
		case r.Fault.StallAt == End:
			r.Waits = exactly(time.Second)
		case r.Fault.Stall > 0:
			r.Waits = after(time.Duration(r.Requests)*idleRead, r.Waits)
			if r.Outcome == TypedError {
				r.Waits = after(idleRead, r.Waits)
			}
		}
		if r.Fault.ResetAt != 0 && r.Fault.Times == Always {
			r.Kept = KeptRecords
		}
	}
	return rows
}

func statusRows() []Row {
	limited := func(text string) Fault { return Fault{Status: 429, Header: http.Header{"Retry-After": {text}}} }
	wait := func(r Row, d time.Duration) Row { r.Waits = exactly(d); return r }
	far := limited("1e30")
	rows := []Row{
		once("408", Fault{Status: 408}),
		refused("409", Fault{Status: 409}, Failure{Type: "APIError", Status: 409, Is: normalize.ErrInvalidRequest}),
		once("425", Fault{Status: 425}),
		wait(once("429, Retry-After in seconds", limited("3")), 3*time.Second),
		wait(once("429, Retry-After as a date", Fault{Status: 429, RetryDate: 7 * time.Second}), 7*time.Second),
		once("429, Retry-After in the past", Fault{Status: 429, RetryDate: -time.Hour}),
		once("429, no Retry-After", Fault{Status: 429}),
		refused("429, Retry-After beyond a minute", limited("90"), Failure{Type: "APIError", Status: 429, Is: normalize.ErrRateLimited, RetryAfter: 90 * time.Second}),
		refused("429, Retry-After absurdly large", far, Failure{Type: "APIError", Status: 429, Is: normalize.ErrRateLimited, RetryAfter: 100 * 365 * 24 * time.Hour}),
		lasting("429, always", Fault{Status: 429}, Failure{Type: "APIError", Status: 429, Is: normalize.ErrRateLimited}),
		once("500", Fault{Status: 500}),
		once("500 without a body", Fault{Status: 500, Body: []byte{}}),
		once("502", Fault{Status: 502}),
		once("502 without a body", Fault{Status: 502, Body: []byte{}}),
		wait(once("503, Retry-After in seconds", Fault{Status: 503, Header: http.Header{"Retry-After": {"2"}}}), 2*time.Second),
		once("503", Fault{Status: 503}),
		once("503 without a body", Fault{Status: 503, Body: []byte{}}),
		once("503 with a page of HTML", Fault{Status: 503, Body: []byte(htmlPage), ContentType: "text/html"}),
		lasting("503, always", Fault{Status: 503}, Failure{Type: "APIError", Status: 503, Is: normalize.ErrUnavailable}),
		refused("a redirect to another origin", Fault{Status: 307, Header: http.Header{"Location": {"https://elsewhere.example/"}}},
			Failure{Type: "GuardError", Kind: "foreign link"}),
	}
	for i := range rows {
		switch r := &rows[i]; {
		case r.Error.RetryAfter > 0:
			r.Resume = later
		case r.Error.Type == "GuardError":
			r.Outcome = GuardError
		}
	}
	return rows
}

const htmlPage = "<!DOCTYPE html><html><body><h1>Back soon</h1></body></html>"
