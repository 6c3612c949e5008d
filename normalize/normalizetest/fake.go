// Package normalizetest tests code that reads conversations, without a network.
//
// A [Fake] is a server of one provider. It is made from the provider's document
// and field map: it checks every request against the document, answers as
// documented, and knows what a client must find out, its [Truth]. A test of your
// own code opens the generated provider against it:
//
//	fake := normalizetest.NewFake(t, "specs/acme", normalizetest.FakeOptions{Conversations: 40})
//	client, stop := fake.Serve()
//	defer stop()
//	p, err := acme.New(append(fake.Credentials(),
//		normalize.WithBaseURL(fake.BaseURL(normalizetest.MemoryHost)), normalize.WithHTTPClient(client))...)
//
// [Fake.Inject] lets a [Fault] happen to a request, and [Fake.Replace] changes a record.
//
// The tests of generated packages call [Run], the conformance suite, [Examples],
// [TwoWays] and [FuzzDecoder].
//
// The fake reads the declarations by itself. It shares no code with the compiler's
// plan or the client's pagination, so an error in one of the two shows. The
// package is for tests: no package that a program imports links it.
package normalizetest

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// FakeOptions says what a fake holds. The zero value is 25 conversations.
type FakeOptions struct {
	// Conversations of each source. 0 means 25, a negative number means none.
	Conversations int
	// Seed changes everything that the fake makes up.
	Seed int64
	// Messages of each conversation. 0 means one to three, a negative number none.
	Messages int
	// Needed is the number of records of each list that the field map needs for a
	// conversation. 0 means two or three, a negative number none.
	Needed int
	// Shape chooses a place for records and totals where the field map allows
	// several. 0 is the first.
	Shape int
	// Lean leaves out of each conversation what does not show its Truth. It is many
	// times faster.
	Lean bool
	// Plain makes up texts for people to look at. Without it texts have characters
	// that are hard to read as JSON.
	Plain bool
}

// Truth is what the fake knows about one of its conversations, and a client must
// find out. A field is empty where the field map does not show how the provider
// writes it.
type Truth struct {
	Index         int
	ID            string
	AgentID       string
	AgentName     string
	ParticipantID string
	// Status, Channel and Direction are the model's values, the Raw fields the
	// provider's texts.
	Status, StatusRaw       string
	Channel, ChannelRaw     string
	Direction, DirectionRaw string
	// Time is the source's time field, as exactly as the provider says it.
	Time time.Time
	// UpdatedAt is zero where list records do not say it.
	UpdatedAt time.Time
	// Messages is the number of messages, wherever they are given.
	Messages int
}

// Text is what the message says, where the field map reads its text by a plain
// path.
func (t Truth) Text(message int) string { return synth.Truth(t).Text(message) }

// Request is one request as the fake saw it.
type Request struct {
	Method    string
	Path      string
	Query     url.Values
	Header    http.Header
	Body      []byte
	Operation string // "" where the document has none for it
	Status    int
}

// Fake is a server of one provider. It is an [http.Handler] and safe for
// concurrent use. Records are made when they are asked for: their number costs
// no memory.
type Fake struct{ server *server.Fake }

var _ http.Handler = (*Fake)(nil)

// Open makes a fake of the provider whose declarations are in dir.
func Open(dir string, opts FakeOptions) (*Fake, error) {
	f, err := server.Open(dir, synth.Options(opts))
	if err != nil {
		return nil, err
	}
	return &Fake{f}, nil
}

// NewFake is [Open] for a test. An error ends the test, and a request that violates
// the document fails it at its end.
func NewFake(t testing.TB, dir string, opts FakeOptions) *Fake {
	t.Helper()
	return &Fake{server.New(t, dir, synth.Options(opts))}
}

// ServeHTTP answers as the provider would.
func (f *Fake) ServeHTTP(w http.ResponseWriter, req *http.Request) { f.server.ServeHTTP(w, req) }

// Credentials are the options that a provider needs for this fake, in addition to the
// base URL: the credentials that the document asks for, and the values of the scope.
func (f *Fake) Credentials() []normalize.Option { return f.server.Credentials() }

// Provider is the provider's name in the field map.
func (f *Fake) Provider() string { return f.server.Provider() }

// Sources are the names of the provider's sources; one empty name where it has
// only one.
func (f *Fake) Sources() []string { return f.server.Sources() }

// Len is the number of conversations of each source.
func (f *Fake) Len() int { return f.server.Len() }

// Truth describes conversation i of the first source.
func (f *Fake) Truth(i int) Truth { return Truth(f.server.Truth(i)) }

// TruthOf is Truth for the source with the name.
func (f *Fake) TruthOf(name string, i int) Truth { return Truth(f.server.TruthOf(name, i)) }

// Record is the JSON of conversation i of the source as its list sends it.
func (f *Fake) Record(name string, i int) []byte { return f.server.Record(name, i) }

// UnknownID is an id of the right form that no conversation has.
func (f *Fake) UnknownID(name string) string { return f.server.UnknownID(name) }

// Requests are all requests so far, in the order of their arrival.
func (f *Fake) Requests() []Request {
	var out []Request
	for _, r := range f.server.Requests() {
		out = append(out, Request(r))
	}
	return out
}

// Count is the number of requests so far.
func (f *Fake) Count() int { return f.server.Count() }

// Forget drops the log of requests and stops keeping one. It is for runs of many
// thousand requests.
func (f *Fake) Forget() { f.server.Forget() }

// Violations says where requests so far have violated the document.
func (f *Fake) Violations() []string { return f.server.Violations() }

// TakeViolations returns the violations and forgets them. It is for a test that sends
// on purpose what the document forbids.
func (f *Fake) TakeViolations() []string { return f.server.TakeViolations() }
