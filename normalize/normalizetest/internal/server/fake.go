// Package server is the fake server of one provider. It checks every request against
// the document and answers as documented. It reads the declarations by itself, and
// uses nothing that the compiler or the client makes of them.
package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Fake is a server of one provider. It is an [http.Handler] and safe for
// concurrent use. Records are made when they are asked for: their number costs
// no memory.
type Fake struct {
	Decl     *declared.Declarations
	Opts     synth.Options
	Served   []*Source
	basePath string

	mu         sync.Mutex
	requests   []Request
	count      int
	keepLog    bool
	violations []string
	faults     []*pendingFault
	replaced   map[recordKey]func([]byte) []byte
	details    map[recordKey][]byte
	views      map[string][]int32
	sent       map[string]int // records of needs, by operation
	held       int            // conversations that have not arrived
	LinkScheme string         // of next links

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
func Open(dir string, opts synth.Options) (*Fake, error) {
	d, err := declared.Load(dir)
	if err != nil {
		return nil, err
	}
	return OpenDeclared(d, opts)
}

// OpenDeclared makes a fake of declarations that may be shared with others.
func OpenDeclared(d *declared.Declarations, opts synth.Options) (*Fake, error) {
	if opts.Conversations == 0 {
		opts.Conversations = 25
	}
	opts.Conversations = max(opts.Conversations, 0)
	f := &Fake{Decl: d, Opts: opts, keepLog: true, replaced: map[recordKey]func([]byte) []byte{}, details: map[recordKey][]byte{}, views: map[string][]int32{}, sent: map[string]int{}, LinkScheme: "http"}
	f.basePath = strings.TrimSuffix(serverPath(d), "/")
	for _, src := range d.File.Sources {
		if src.List == nil || src.List.Pagination == nil {
			return nil, fmt.Errorf("%s: source %q has no list", d.File.Path, src.Name.Value)
		}
		s, err := sourceOf(d, src, opts)
		if err != nil {
			return nil, err
		}
		f.Served = append(f.Served, s)
	}
	return f, nil
}

// New is [Open] for a test: an error ends it, and what violates the
// document fails it when it is over.
func New(t testing.TB, dir string, opts synth.Options) *Fake {
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
			t.Errorf("the client violates %s: %s", f.Decl.Doc.File, v)
		}
	})
}

// serverPath is the path of the document's server; a variable that a user has to give
// has any value in it.
func serverPath(d *declared.Declarations) string {
	text := d.File.BaseURL.Value
	if text == "" && len(d.Doc.Servers) > 0 {
		text = WithDefaults(d.Doc.Servers[0])
		for _, v := range d.Doc.Servers[0].Variables {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", "any")
		}
	}
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Path
}

// WithDefaults is a server's URL with the defaults of its variables. One without
// a default has to be given by the caller, and stays.
func WithDefaults(server openapi.Server) string {
	text := server.URL
	for _, v := range server.Variables {
		if v.Default != "" {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
		}
	}
	return text
}

// WithListed is a server's URL with the defaults of the variables whose values are
// listed. The others are every user's own.
func WithListed(server openapi.Server) string {
	text := server.URL
	for _, v := range server.Variables {
		if v.Default != "" && len(v.Enum) > 0 {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
		}
	}
	return text
}

// Provider is the provider's name in the field map.
func (f *Fake) Provider() string { return f.Decl.File.Provider.Value }

// Sources are the names of the provider's sources; one empty name where it has
// only one.
func (f *Fake) Sources() []string {
	var names []string
	for _, s := range f.Served {
		names = append(names, s.Name)
	}
	return names
}

// Len is the number of conversations of each source.
func (f *Fake) Len() int { return f.Opts.Conversations }

// Truth describes conversation i of the first source.
func (f *Fake) Truth(i int) synth.Truth { return f.Served[0].World.Truth(i) }

// TruthOf is Truth for the source with the name.
func (f *Fake) TruthOf(name string, i int) synth.Truth { return f.Source(name).World.Truth(i) }

// Record is the JSON of conversation i of the source as its list sends it.
func (f *Fake) Record(name string, i int) []byte { return f.Source(name).RecordBytes(i) }

// UnknownID is an id of the right form that no conversation has.
func (f *Fake) UnknownID(name string) string {
	return f.Source(name).World.IDs.ID(f.Opts.Conversations + 12345)
}

func (f *Fake) Source(name string) *Source {
	for _, s := range f.Served {
		if s.Name == name {
			return s
		}
	}
	return f.Served[0]
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
