package rest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// List describes a list operation whose records become values of type R. It is
// plain data: one List serves many runs at once.
type List[R any] struct {
	Operation *api.Operation
	// Request builds the request for the page at at. It is not asked for pages
	// that the API gave a link to.
	Request func(ctx context.Context, at paging.Position) (*http.Request, error)
	Shape   api.Shape
	Pager   paging.Pager
	// Decode makes a decoder for one run; it may keep buffers, but not raw. An
	// error becomes a [*RecordError] (it may be one, with its Issues), and the
	// run goes on.
	Decode func() func(raw []byte) (R, error)
	// ID identifies a record, for dropping duplicates and noticing repeated
	// pages. "" or a nil ID: not known.
	ID func(R) string
}

// Run is how to go through a list. The zero value is all of it.
type Run struct {
	Start    *paging.Position // nil: the beginning
	Size     int              // records in a page; 0: the API's default
	MaxPages int              // more end in a [GuardPageCap]; 0: one million
	Window   int              // recent records among which duplicates are dropped; 0: 8192
	Meter    *transport.Meter // counts this run; may be nil
	Outcome  *Outcome         // tells how the run went, once it is over; may be nil
}

// Outcome tells how a run went that did not end in an error. It is not for use while
// the run goes on.
type Outcome struct {
	// Ended says that the list came to its end; the consumer may have left before.
	Ended bool
	// Assumptions are what was taken for granted, in the order in which it was.
	Assumptions []paging.Assumption
}

// Item is one record of a run, or the error that it is.
type Item[R any] struct {
	Record R
	Raw    []byte          // the record as it was sent; valid until the next one
	At     paging.Position // where to go on to get the record after this one
	Err    error           // a *RecordError, or nil
}

// PageResult is one page of a list.
type PageResult[R any] struct {
	Items []Item[R]        // with Raw of their own
	Next  *paging.Position // nil at the end
	Total *int64           // records in all pages; nil where the API does not say
	// Missing is set on the last page of a list that has fewer records than the
	// API's total: a [*PageError] around a [GuardMissing].
	Missing error
}

// All goes through the list, page by page and record by record: the first one is
// yielded before its page has arrived, and no more than one is held. An error
// ends the run; it is a [*PageError] that says where to go on.
func (l *List[R]) All(ctx context.Context, c *transport.Client, run Run) iter.Seq2[Item[R], error] {
	return func(yield func(Item[R], error) bool) {
		r := newRunner(ctx, l, c, run)
		defer r.close()
		at := r.start()
		for {
			next, err := r.page(at, yield)
			switch {
			case r.stopped:
				return
			case err != nil:
				yield(Item[R]{}, &PageError{At: r.resume, Err: err})
				return
			case next == nil:
				return
			}
			at = *next
		}
	}
}

// Page reads one page, the one that run starts at. Without an error it is whole;
// an error is a [*PageError] with the place where the page starts, for nothing
// of it is delivered.
func (l *List[R]) Page(ctx context.Context, c *transport.Client, run Run) (*PageResult[R], error) {
	run.MaxPages = 0
	r := newRunner(ctx, l, c, run)
	defer r.close()
	result := &PageResult[R]{}
	at := r.start()
	next, err := r.page(at, func(item Item[R], _ error) bool {
		item.Raw = bytes.Clone(item.Raw)
		result.Items = append(result.Items, item)
		return true
	})
	if e, ok := errors.AsType[*api.GuardError](err); ok && e.Kind == api.GuardMissing {
		result.Missing, err = &PageError{At: r.resume, Err: err}, nil // the page itself is whole
	}
	if err != nil {
		return nil, &PageError{At: at, Err: err}
	}
	result.Next, result.Total = next, r.total
	return result, nil
}
