package api

import "github.com/parlancehq/parlance/normalize/internal/failure"

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
	return failure.Guard(e.Provider, e.Operation, string(e.Kind), e.Detail)
}
