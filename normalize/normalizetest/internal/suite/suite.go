// Package suite is the conformance suite of generated providers.
package suite

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Config is a provider under test.
type Config struct {
	// Specs is the folder of its declarations.
	Specs string
	// New opens it.
	New func(opts ...normalize.Option) (normalize.Provider, error)

	Only string // where it is set, the only tests to run: how their names begin, that of the source included
}

// Run tests a generated provider against its declarations. It reads every list,
// filter, page token and failure, and compares the result with what the fake server
// knows. Every test has its own fake and provider, and runs in a bubble of
// testing/synctest over a network in memory: waits take no time, and what a call
// leaves running fails the test. The tests run in parallel.
func Run(t *testing.T, cfg Config) {
	d, err := declared.LoadOnce(cfg.Specs)
	if err != nil {
		t.Fatal(err)
	}
	sum := &tally{}
	t.Cleanup(func() { sum.sum.Tell(t) }) // when all subtests are over
	for _, src := range d.File.Sources {
		s := &suite{cfg: cfg, decl: d, src: src, sum: sum}
		if src.Name.Value == "" {
			s.run(t)
			continue
		}
		t.Run("source="+src.Name.Value, s.run)
	}
}

// suite tests one source of a provider.
type suite struct {
	cfg  Config
	decl *declared.Declarations
	src  *fieldmap.Source
	sum  *tally

	mu    sync.Mutex // of what follows
	usual int        // requests of an undisturbed reading for the rows of faults; 0: not known
}

func (s *suite) run(t *testing.T) {
	s.lists(t)
	s.filters(t)
	s.bounds(t)
	s.resumes(t)
	s.gets(t)
	s.transcripts(t)
	s.needs(t)
	s.credentials(t)
	s.failures(t)
	s.successes(t)
	s.faults(t)
	s.badRecords(t)
	s.lifetimes(t)
	s.recordings(t)
	s.drifts(t)
}

// env is one test: a fake, the network to it, and a provider.
type env struct {
	*testing.T
	suite  *suite
	fake   *server.Fake
	source *server.Source
	base   []normalize.Option
	p      normalize.Provider
	ctx    context.Context
	size   int // of a page
	failed atomic.Int64
}

// mostShown is how many failures of one test are shown: what is wrong with one
// record tends to be wrong with all.
const mostShown = 3

// Errorf is that of the test; failures beyond the first few are only counted.
func (e *env) Errorf(format string, args ...any) {
	e.Helper()
	if e.failed.Add(1) > mostShown {
		e.Fail()
		return
	}
	e.T.Errorf(format, args...)
}

// Error is that of the test, in the same way.
func (e *env) Error(args ...any) {
	e.Helper()
	e.Errorf("%s", fmt.Sprint(args...))
}

// countRest says how many failures were not shown.
func (e *env) countRest() {
	if n := e.failed.Load() - mostShown; n > 0 {
		e.Logf("and %d failures more", n)
	}
}

// test runs body in a bubble, with a fake that holds n conversations.
func (s *suite) test(t *testing.T, name string, opts synth.Options, body func(e *env)) {
	s.testOver(t, name, opts, false, body)
}

// testOver is test over a network with a new connection for each request, where
// they are to be fresh.
func (s *suite) testOver(t *testing.T, name string, opts synth.Options, fresh bool, body func(e *env)) {
	if !strings.HasPrefix("source="+s.src.Name.Value+"/"+strings.ReplaceAll(name, " ", "_"), s.cfg.Only) {
		return
	}
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			if opts.Conversations == 0 {
				opts.Conversations = -1
			}
			fake, err := server.OpenDeclared(s.decl, opts)
			if err != nil {
				t.Fatal(err)
			}
			client, closeAll := fake.ServeOver(fresh)
			defer closeAll()
			e := &env{T: t, suite: s, fake: fake, source: fake.Source(s.src.Name.Value), ctx: t.Context()}
			defer e.countRest()
			e.base = append(fake.Scope(), normalize.WithBaseURL(fake.BaseURL(server.MemoryHost)), normalize.WithHTTPClient(client))
			e.p = e.open(fake.Secrets(server.Key)...)
			e.size = sizeOf(e.source)
			body(e)
			for _, v := range fake.Violations() {
				e.Errorf("the client violates the document: %s", v)
			}
		})
	})
}

// open opens the provider, reduced to the source under test.
func (e *env) open(opts ...normalize.Option) normalize.Provider {
	e.Helper()
	p, err := e.suite.cfg.New(append(append([]normalize.Option(nil), e.base...), opts...)...)
	if err != nil {
		e.Fatalf("New: %v", err)
	}
	if name := e.suite.src.Name.Value; name != "" {
		if p, err = p.Source(name); err != nil {
			e.Fatalf("Source: %v", err)
		}
	}
	return p
}

// with gives a provider with the options in addition to the usual ones.
func (e *env) with(opts ...normalize.Option) normalize.Provider {
	e.Helper()
	return e.open(append(e.fake.Secrets(server.Key), opts...)...)
}

func (e *env) truth(i int) synth.Truth { return e.source.World.Truth(i) }

// caps are the capabilities of the source.
func (e *env) caps() normalize.SourceCapabilities { return e.p.Capabilities().Sources[0] }

// read reads a query to its end. The error is the one that ended it; errors of
// single records are counted.
func (e *env) read(p normalize.Provider, q normalize.Query) (got []*normalize.Conversation, records []error, err error) {
	if q.PageSize == 0 {
		q.PageSize = e.size
	}
	for c, err := range p.Conversations(e.ctx, q) {
		switch {
		case err != nil && normalize.Final(err):
			return got, records, err
		case err != nil:
			records = append(records, err)
		}
		if c != nil {
			got = append(got, c)
		}
	}
	return got, records, nil
}

// all reads a query that must end well.
func (e *env) all(p normalize.Provider, q normalize.Query) []*normalize.Conversation {
	e.Helper()
	got, records, err := e.read(p, q)
	if err != nil {
		e.Fatalf("%s: %v", describeQuery(q), err)
	}
	for _, err := range records {
		e.Errorf("%s: %v", describeQuery(q), err)
	}
	return got
}

// same compares the ids with those of the truths that pass, in order.
func (e *env) same(what string, got []*normalize.Conversation, want func(synth.Truth) bool) {
	e.Helper()
	var ids []string
	for i := range e.fake.Len() {
		if t := e.truth(i); want == nil || want(t) {
			ids = append(ids, t.ID)
		}
	}
	e.sameIDs(what, got, ids)
}

func (e *env) sameIDs(what string, got []*normalize.Conversation, want []string) {
	e.Helper()
	if diff := cmp.Diff(want, idsOf(got)); diff != "" {
		e.Errorf("%s: ids (-want +got):\n%s", what, diff)
	}
}

func idsOf(list []*normalize.Conversation) []string {
	var ids []string
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

// requireNothingSent fails where the fake saw a request.
func (e *env) requireNothingSent(what string) {
	e.Helper()
	if n := e.fake.Count(); n != 0 {
		e.Errorf("%s: %d requests were sent, and there must be none", what, n)
	}
}

func (e *env) wantError(what string, err, want error) {
	e.Helper()
	if !errors.Is(err, want) {
		e.Errorf("%s: the error is %v, want %v", what, err, want)
	}
}

// describeQuery names what the query asks for.
func describeQuery(q normalize.Query) string {
	var parts []string
	v := reflect.ValueOf(q)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			parts = append(parts, fmt.Sprintf("%s=%v", v.Type().Field(i).Name, v.Field(i)))
		}
	}
	return "query " + strings.Join(parts, " ")
}
