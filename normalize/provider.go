package normalize

import (
	"context"
	"io"
	"iter"
)

// Provider reads conversations from one platform. The generated packages give
// one each. A Provider is safe for concurrent use.
type Provider interface {
	// Info tells what the provider is and needs.
	Info() Info
	// Capabilities tells what it can do.
	Capabilities() Capabilities

	// Conversations streams the conversations of a query, page after page, as
	// they arrive. What is yielded is one of
	//
	//	c, nil                  a conversation
	//	nil, *RecordError       a record that cannot be read; the iteration goes on
	//	c, *TranscriptError     with WithMessages only; the iteration goes on
	//	nil, any other error    the end; a *PageError where it can be resumed
	//
	// Nothing is requested before the iteration begins, and nothing goes on
	// after it ends or is left.
	Conversations(ctx context.Context, q Query) iter.Seq2[*Conversation, error]
	// Run is Conversations with a report of what was done.
	Run(q Query) Run
	// Page reads one page. What would end an iteration is its error, with the
	// token of the page, and nothing of the page is given then. Only that the
	// list has ended and records are missing is told beside the page, in its Errors.
	Page(ctx context.Context, q Query) (*Page, error)
	// Conversation reads one conversation by its id. The error is ErrNotFound
	// where there is none, ErrUnsupported where the provider cannot.
	Conversation(ctx context.Context, id string) (*Conversation, error)
	// Messages reads the complete transcript of a conversation, from wherever
	// the provider gives it. The error is ErrUnsupported where it gives none.
	// Where single messages could not be decoded, the others come together with
	// an error that joins their RecordErrors; and with a *GuardError where the
	// provider counts more messages than it gives.
	Messages(ctx context.Context, id string) ([]Message, error)
	// OpenRecording streams a recording; the caller closes it. Credentials go
	// along only where its origin is the provider's.
	OpenRecording(ctx context.Context, rec Recording) (io.ReadCloser, error)
	// Source is this provider reduced to one of its sources.
	Source(name string) (Provider, error)
}

// Page is one page of conversations.
type Page struct {
	// Conversations are those of the page that the query asks for. It may be
	// empty although more pages follow: what is not asked for is left out here
	// where a filter is emulated.
	Conversations []*Conversation `json:"conversations"`
	// Errors are the errors of single records: of a *RecordError the
	// conversation is missing, of a *TranscriptError only its messages. On the
	// last page there may be a *PageError around a *GuardError too: the list has
	// ended, and the provider counts more records than there were.
	Errors []error `json:"-"`
	// Next is the page token of what follows; "" after the last page.
	Next string `json:"next,omitzero"`
	// Total is the provider's count of what it was asked for, over all pages,
	// before anything is left out here; nil when it does not say.
	Total *int64 `json:"total,omitzero"`
}
