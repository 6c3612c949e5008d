package normalizetest

import (
	"net/http"
	"time"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
)

// Fault is one thing that goes wrong. The zero Fault changes nothing. It hits
// the requests that its Operation names; After of them pass, then it hits Times
// of them.
type Fault struct {
	Operation string // operation id; "" is every operation
	After     int
	Times     int // 0 is once

	// Refuse refuses the connection.
	Refuse bool
	// Status answers with this status and the document's body for it, and with
	// Header; Body replaces the body.
	Status int
	Header http.Header
	Body   []byte
	// Envelope answers with status 200 and the document's body for this status.
	Envelope int
	// Failure answers with a success, and a body that says that it is not one, as the
	// field map tells them, and has its records all the same.
	Failure bool
	// RetryDate adds a Retry-After header with a date this far from now.
	RetryDate time.Duration
	// ContentType replaces the answer's media type.
	ContentType string

	// Stall waits before anything is sent, or with StallAt after that many bytes
	// of the body.
	Stall   time.Duration
	StallAt int
	// ResetBefore closes the connection instead of answering.
	ResetBefore bool
	// ResetAt closes the connection after this many bytes of the body.
	ResetAt int
	// TruncateAt ends the body after this many bytes, as if it were complete.
	TruncateAt int
	// Chunk sends the body in pieces of this many bytes, and waits Wait before
	// each.
	Chunk int
	Wait  time.Duration
	// Gzip compresses the body; places in it are then those of what is sent.
	Gzip bool
	// Pad puts this many bytes of white space before the body.
	Pad int

	// RepeatCursor answers a page of cursors with the cursor of its request.
	RepeatCursor bool
	// EarlierCursor answers a page of cursors with the cursor of the page before
	// it.
	EarlierCursor bool
	// EmptyPage answers with no record, and with a fresh cursor to the same
	// place where pages have cursors.
	EmptyPage bool
	// ShortPage answers with half of the records, and with what follows those
	// where pages have cursors.
	ShortPage bool
	// FirstPage answers with the first page, whichever was asked for.
	FirstPage bool
	// NoNext leaves out the cursor or link of the next page.
	NoNext bool
	// NextOrigin replaces the origin of the link to the next page.
	NextOrigin string
	// NextSelf makes the link to the next page one to the page itself.
	NextSelf bool
	// Total is added to the total.
	Total int
	// Pages is added to the number of pages.
	Pages int
	// Again begins the page with this many of the records before it.
	Again int
	// Arrive releases what [Fake.Hold] keeps back once this request is answered.
	Arrive bool
}

// Places in a body.
const (
	Middle = faults.Middle
	End    = faults.End
)

// Inject adds a fault. Of several faults that hit one request the first one
// injected counts.
func (f *Fake) Inject(fault Fault) { f.server.Inject(faults.Fault(fault)) }

// FailSome makes a share of all requests fail, from 0 to 1. Which ones, and how, is a
// function of the seed and the number of requests before.
func (f *Fake) FailSome(share float64, seed int64) { f.server.FailSome(share, seed) }

// Replace makes lists send replace(raw) instead of record i of the source, which is
// raw. A nil replace undoes it.
func (f *Fake) Replace(source string, i int, replace func(raw []byte) []byte) {
	f.server.Replace(source, i, replace)
}

// Hold keeps back n conversations of each source: the newest, or the first ones of a
// list without an order. They arrive at the front of the list, or at the end of one
// that has the oldest first, when a [Fault] says Arrive.
func (f *Fake) Hold(n int) { f.server.Hold(n) }

// DeclaredErrors are the error statuses that the document declares for the
// operation that the source's list uses.
func (f *Fake) DeclaredErrors(source string) []int { return f.server.DeclaredErrors(source) }

// ErrorMessage, ErrorCode and ErrorRequestID are what the fake puts where the
// field map reads an error's message, code and request id.
func ErrorMessage(status int) string { return server.ErrorMessage(status) }

// ErrorCode is the code in an error of the status.
func ErrorCode(status int) string { return server.ErrorCode(status) }

// ErrorRequestID is the request id in an error of the status.
func ErrorRequestID(status int) string { return server.ErrorRequestID(status) }

// FaultTable gives the faults that [Run] tries and the outcome of each, as lines of
// text with aligned columns. The documentation of package normalize shows it.
func FaultTable() []string { return faults.Table(faults.Rows()) }
