package rest

import (
	"fmt"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// GuardKind says which guard of the pagination stopped a run.
type GuardKind string

// The guards of the pagination.
const (
	GuardRepeatedCursor GuardKind = "repeated cursor" // a page was asked for again: cursors, links or keys go in circles
	GuardRepeatedPage   GuardKind = "repeated page"   // the records of the page before came again
	GuardPageCap        GuardKind = "page cap"        // more pages than allowed
	GuardEmptyPages     GuardKind = "empty pages"     // too many pages in a row without a record
	GuardForeignLink    GuardKind = "foreign link"    // a link or redirect to another origin
	GuardNoCursor       GuardKind = "no cursor"       // more records are promised, but not how to get them
	GuardNoAdvance      GuardKind = "no advance"      // the next page would be the same one
	GuardMissing        GuardKind = "records missing" // the list ended with fewer records than the API's total
	GuardUnsorted       GuardKind = "unsorted"        // the records do not have their keys in the order that going on from a key needs
)

// GuardError says that the API's pagination does not end, or cannot be followed.
type GuardError struct {
	Provider  string
	Operation string
	Kind      GuardKind
	Detail    string
}

// Error gives one line.
func (e *GuardError) Error() string {
	s := prefix(e.Provider, e.Operation) + "stopped: " + string(e.Kind)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	return s
}

// RecordError is one record that could not be made into what it should be; the
// records after it still come.
type RecordError struct {
	Provider  string
	Operation string
	Index     int             // in its page, from 0
	Raw       []byte          // the record as it was sent; the error's own copy
	Issues    []lenient.Issue // what was found before giving up
	Err       error
}

// Error gives one line, with the first of the issues and without the record.
func (e *RecordError) Error() string {
	text := fmt.Sprintf("%srecord %d: %v", prefix(e.Provider, e.Operation), e.Index, e.Err)
	if len(e.Issues) > 0 {
		first := e.Issues[0]
		text += fmt.Sprintf(" (%s from %s: %s)", first.Field, first.Path, first.Reason)
	}
	return text
}

// Unwrap gives the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// PageError ends a run over a list. It unwraps to the cause.
type PageError struct {
	At  Position // where to go on: everything before was delivered
	Err error
}

// Error gives the cause.
func (e *PageError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *PageError) Unwrap() error { return e.Err }
