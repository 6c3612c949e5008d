package normalize

import "github.com/parlancehq/parlance/normalize/internal/failure"

// RecordError is one record that could not be made into a conversation or a
// message; the records after it still come.
type RecordError struct {
	Provider  string
	Operation string  // as the provider's document names it
	Index     int     // in its page, from 0
	Raw       []byte  // the record as it was sent; the error's own copy
	Issues    []Issue // what was found before giving up
	Err       error
}

// Error gives one line, with the first of the issues and without the record.
func (e *RecordError) Error() string {
	var first *[3]string
	if len(e.Issues) > 0 {
		first = &[3]string{e.Issues[0].Field, e.Issues[0].Path, e.Issues[0].Reason}
	}
	return failure.Record(e.Provider, e.Operation, e.Index, e.Err, first)
}

// Unwrap gives the cause.
func (e *RecordError) Unwrap() error { return e.Err }
