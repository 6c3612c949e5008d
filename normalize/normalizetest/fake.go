// Package normalizetest tests a provider that was generated from a document and
// a field map. It has a fake server, made from the same two files, that checks
// every request against the document and answers as documented, and a
// conformance suite that holds a generated provider to it.
//
// The fake reads the declarations by itself: it shares no code with the
// compiler's plan or the client's pagination, so that an error in one of the
// two shows. It is for tests; nothing that a user's program imports links it.
package normalizetest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/parlancehq/parlance/internal/openapi"
)

// FakeOptions says what a fake holds. The zero value is 25 conversations.
type FakeOptions struct {
	// Conversations of each source; 0 is 25, and less is none at all.
	Conversations int
	// Seed changes everything that is made up.
	Seed int64
	// Messages of each conversation; 0 is from one to three, and less is none.
	Messages int
	// Needed is the number of records of each list that a field map needs beside
	// the conversation; 0 is two or three, and less is none.
	Needed int
	// Shape is which of several places for records and totals is used, where
	// the field map allows several: 0 is the first.
	Shape int
	// Lean leaves out of conversations whatever says nothing of their Truth, and
	// so makes them many times faster.
	Lean bool
	// Plain makes up texts that are nice to look at, and not hard to read as
	// JSON.
	Plain bool
}

// Fake is a server of one provider. It is an [http.Handler] and safe for
// concurrent use. Records are made when they are asked for: their number costs
// no memory.
type Fake struct {
	decl     *declarations
	opts     FakeOptions
	sources  []*source
	basePath string

	mu         sync.Mutex
	requests   []Request
	count      int
	keepLog    bool
	violations []string
	faults     []*pendingFault
	replaced   map[recordKey]func([]byte) []byte
	views      map[string][]int32
	sent       map[string]int // records of needs, by operation
	held       int            // conversations that have not arrived
	linkScheme string         // of next links

	failing     float64 // share of requests
	failingSeed int64
}

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

// Open makes a fake of the provider whose declarations are in dir.
func Open(dir string, opts FakeOptions) (*Fake, error) {
	d, err := load(dir)
	if err != nil {
		return nil, err
	}
	return open(d, opts)
}

// open makes a fake of declarations that may be shared with others.
func open(d *declarations, opts FakeOptions) (*Fake, error) {
	if opts.Conversations == 0 {
		opts.Conversations = 25
	}
	opts.Conversations = max(opts.Conversations, 0)
	f := &Fake{decl: d, opts: opts, keepLog: true, replaced: map[recordKey]func([]byte) []byte{}, views: map[string][]int32{}, sent: map[string]int{}, linkScheme: "http"}
	f.basePath = strings.TrimSuffix(serverPath(d), "/")
	for _, src := range d.file.Sources {
		if src.List == nil || src.List.Pagination == nil {
			return nil, fmt.Errorf("%s: source %q has no list", d.file.Path, src.Name.Value)
		}
		s, err := d.source(src, opts)
		if err != nil {
			return nil, err
		}
		f.sources = append(f.sources, s)
	}
	return f, nil
}

// NewFake is [Open] for a test: an error ends it, and what violates the
// document fails it when it is over.
func NewFake(t testing.TB, dir string, opts FakeOptions) *Fake {
	t.Helper()
	f, err := Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	f.failOn(t)
	return f
}

func (f *Fake) failOn(t testing.TB) {
	t.Cleanup(func() {
		for _, v := range f.Violations() {
			t.Errorf("the client violates %s: %s", f.decl.doc.File, v)
		}
	})
}

func serverPath(d *declarations) string {
	text := d.file.BaseURL.Value
	if text == "" && len(d.doc.Servers) > 0 {
		text = withDefaults(d.doc.Servers[0])
	}
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Path
}

// withDefaults is a server's URL with the defaults of its variables. One without
// a default has to be given by the caller, and stays.
func withDefaults(server openapi.Server) string {
	text := server.URL
	for _, v := range server.Variables {
		if v.Default != "" {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
		}
	}
	return text
}

// Provider is the provider's name in the field map.
func (f *Fake) Provider() string { return f.decl.file.Provider.Value }

// Sources are the names of the provider's sources; one empty name where it has
// only one.
func (f *Fake) Sources() []string {
	var names []string
	for _, s := range f.sources {
		names = append(names, s.name)
	}
	return names
}

// Len is the number of conversations of each source.
func (f *Fake) Len() int { return f.opts.Conversations }

// Truth is what there is to know of conversation i of the first source.
func (f *Fake) Truth(i int) Truth { return f.sources[0].world.truth(i) }

// TruthOf is Truth for the source with the name.
func (f *Fake) TruthOf(name string, i int) Truth { return f.source(name).world.truth(i) }

// Record is the JSON of conversation i of the source as its list sends it.
func (f *Fake) Record(name string, i int) []byte { return f.source(name).recordBytes(i) }

// UnknownID is an id of the right form that no conversation has.
func (f *Fake) UnknownID(name string) string {
	return f.source(name).world.ids.id(f.opts.Conversations + 12345)
}

func (f *Fake) source(name string) *source {
	for _, s := range f.sources {
		if s.name == name {
			return s
		}
	}
	return f.sources[0]
}

// Requests are all requests so far, in the order of their arrival.
func (f *Fake) Requests() []Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

// Count is the number of requests so far.
func (f *Fake) Count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count
}

// Forget drops the log of requests, and keeps none from here on: for runs of
// many thousand requests.
func (f *Fake) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests, f.keepLog = nil, false
}

// Violations are the requests' offences against the document so far.
func (f *Fake) Violations() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.violations)
}

// TakeViolations gives the violations and forgets them: for a test that means
// to send what the document forbids.
func (f *Fake) TakeViolations() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := f.violations
	f.violations = nil
	return out
}

func (f *Fake) violate(r *request, format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.violations) < 100 {
		f.violations = append(f.violations, r.Method+" "+r.URL.RequestURI()+": "+fmt.Sprintf(format, args...))
	}
}

var _ http.Handler = (*Fake)(nil)
