package suite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// faults checks the list against every row of the table that can happen to it, and
// the other operations against the rows that can happen to every answer.
func (s *suite) faults(t *testing.T) {
	fake, err := server.OpenDeclared(s.decl, synth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range faults.Rows() {
		if !s.canHappen(&row, fake) {
			continue
		}
		s.testOver(t, "fault/"+row.Name, synth.Options{Conversations: s.several(28)}, true, func(e *env) {
			asSpecified := false
			defer func() { s.sum.tried(asSpecified) }()
			problems := e.listUnder(&row)
			for _, text := range problems {
				e.Error(text)
			}
			asSpecified = len(problems) == 0
		})
	}
	s.faultsElsewhere(t)
	s.test(t, "fault elsewhere/a transcript", synth.Options{Conversations: 12}, s.failingTranscript)
	s.test(t, "fault elsewhere/missing messages", synth.Options{Conversations: 3}, s.missingMessages)
	s.test(t, "fault/resume from the error", synth.Options{Conversations: s.several(28)}, s.resumeFromError)
}

// resumeFromError ends a run with an error that no retry mends and goes on with
// the error's token, until everything is there.
func (s *suite) resumeFromError(e *env) {
	e.fake.Inject(faults.Fault{Operation: e.source.List.ID, Status: 400, After: 1})
	e.fake.Inject(faults.Fault{Operation: e.source.List.ID, TruncateAt: 2500, After: 2, Times: 9})
	var got []*normalize.Conversation
	q := normalize.Query{}
	for range 9 {
		part, _, err := e.read(e.p, q)
		got = append(got, part...)
		if err == nil {
			e.same("all parts", got, nil)
			return
		}
		var page *normalize.PageError
		if !errors.As(err, &page) {
			e.Fatalf("the error is %v, want a PageError", err)
		}
		q.PageToken = page.PageToken
	}
	e.Error("the list does not end")
}

// canHappen says whether a row is about the source's list.
func (s *suite) canHappen(row *faults.Row, fake *server.Fake) bool {
	src := fake.Source(s.src.Name.Value)
	switch {
	case row.ID != "":
		h, ok := src.Record.Of("ID")
		alone := !slices.ContainsFunc(src.Record.Order, func(other hints.Hint) bool { return other.Target != "ID" && other.At.Exact() == h.At.Exact() })
		return ok && alone && len(h.At) > 0 && hints.ScalarAt(h.Value, "regex") == "" && s.src.List.Pagination.Style.Value != "keyset" // its key may be the id
	case row.Fault.Envelope != 0 && fake.LooksLikeSuccess(src.List, row.Fault.Envelope):
		return false
	}
	return row.When == nil || row.When(s.src.List.Pagination)
}

// heldBack is how many conversations arrive while a list is read.
const heldBack = 3

// underFault is one reading of a list under a fault.
type underFault struct {
	row     *faults.Row
	after   int      // requests before the fault
	spoiled int      // the index of the record that is, or -1
	want    []string // the ids that there were when it began

	ids     []string
	records []error
	err     error // that ended it
	sent    int
	took    time.Duration
}

// listUnder reads the list under the row's fault, and goes on where the row says
// so. What does not happen as the row has it is returned.
func (e *env) listUnder(row *faults.Row) (problems []string) {
	usual := e.usual()
	u := e.prepare(row)
	before, began := e.fake.Count(), time.Now()
	bodies := &bodies{}
	p := e.under(row, append(slices.Clone(row.Options), normalize.WithMiddleware(bodies.watch))...)
	got, records, err := e.read(p, normalize.Query{})
	u.ids, u.records, u.err, u.sent, u.took = idsOf(got), records, err, e.fake.Count()-before, time.Since(began)
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	u.checkError(complain)
	u.checkKept(complain, e.pageLen())
	u.checkCost(complain, usual)
	bodies.check(complain, row.MostRead)
	more := e.resume(u, complain)
	got = append(got, more...)
	e.checkWhole(u, complain, got)
	all := idsOf(got)
	want := u.want
	if row.Outcome == faults.RecordError {
		want = slices.Delete(slices.Clone(want), u.spoiled, u.spoiled+1) // it came as an error
	}
	e.suite.sum.note(want, all)
	if missing := without(want, all); len(missing) > 0 {
		complain("these never came: %s", few(missing))
	}
	if twice := repeated(all); len(twice) > 0 && !row.Repeats {
		complain("these came twice: %s", few(twice))
	}
	return problems
}

// usual counts the requests of an undisturbed reading, once.
func (e *env) usual() int {
	e.suite.mu.Lock()
	defer e.suite.mu.Unlock()
	if e.suite.usual == 0 {
		e.same("the undisturbed list", e.all(e.p, normalize.Query{}), nil)
		e.suite.usual = e.fake.Count()
	}
	return e.suite.usual
}

// prepare lets the fault loose: on the second page, where there is one.
func (e *env) prepare(row *faults.Row) *underFault {
	u := &underFault{row: row, after: 1, spoiled: -1, want: e.allIDs()}
	if e.onePage() || row.First {
		u.after = 0
	}
	fault := row.Fault
	fault.Operation, fault.After = e.source.List.ID, u.after
	if fault.Arrive {
		e.fake.Hold(heldBack)
		if e.source.World.Order > 0 {
			u.want = u.want[:len(u.want)-heldBack]
		} else {
			u.want = u.want[heldBack:]
		}
	}
	spoil := row.Spoil
	if row.ID != "" {
		h, _ := e.source.Record.Of("ID")
		spoil = func(raw []byte) []byte {
			record, _ := jsontree.Decode(raw)
			at, _ := placeIn(e.source.Record, record, h)
			return spoilAt(raw, damage{at: at, value: jsontree.Number(row.ID)})
		}
	}
	if spoil != nil {
		u.spoiled = u.after*e.size + 2
		e.fake.Replace(e.source.Name, u.spoiled, spoil)
		if row.ID != "" {
			u.want[u.spoiled] = row.ID
		}
		return u
	}
	e.fake.Inject(fault)
	return u
}

// under gives a provider for the row.
func (e *env) under(row *faults.Row, opts ...normalize.Option) normalize.Provider {
	e.Helper()
	if row.Secure {
		e.fake.LinkScheme = "https"
		opts = append(opts, normalize.WithBaseURL(e.fake.BaseURL("https"+server.MemoryHost[len("http"):])))
	}
	return e.with(opts...)
}

// checkWhole compares what came with what was sent: every record to the byte, and
// a spoiled one that must go unnoticed with the result of the same record unspoiled.
func (e *env) checkWhole(u *underFault, complain schemas.Report, got []*normalize.Conversation) {
	for _, c := range got {
		i, known := e.source.World.IDs.Index(c.ID)
		if !known || i >= e.fake.Len() {
			i = u.spoiled // the row gave it another id
		}
		if i < 0 {
			complain("there is no conversation %s", c.ID)
			continue
		}
		if sent := e.fake.Listed(e.source, i); !bytes.Equal(c.Raw, sent) {
			complain("the Raw of %s is\n%s\nand the record is\n%s", c.ID, brief(c.Raw), brief(sent))
		}
		if i == u.spoiled && u.row.ID == "" && u.err == nil {
			e.checkUnnoticed(i, c, complain)
		}
	}
	var record *normalize.RecordError
	if len(u.records) == 1 && errors.As(u.records[0], &record) && !bytes.Equal(record.Raw, e.fake.Listed(e.source, u.spoiled)) {
		complain("the error's Raw is %s", brief(record.Raw))
	}
}

// checkUnnoticed compares a conversation whose record was spoiled with the one that
// its record unspoiled becomes.
func (e *env) checkUnnoticed(i int, c *normalize.Conversation, complain schemas.Report) {
	e.fake.Mend()
	var want *normalize.Conversation
	for k, good := range e.all(e.p, normalize.Query{Limit: i + 1}) {
		if k == i {
			want = good
		}
	}
	if want == nil {
		complain("the conversation %s does not come without the fault", c.ID)
		return
	}
	have := *c
	have.Raw, want.Raw = nil, nil
	a, errA := json.Marshal(&have)
	b, errB := json.Marshal(want)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		complain("the conversation %s is another one: %v %v\n%s\n%s", c.ID, errA, errB, a, b)
	}
}

// few names the first of many, and says how many there are.
func few(ids []string) string {
	if len(ids) <= mostShown {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s, ... (%d)", strings.Join(ids[:mostShown], ", "), len(ids))
}

// brief is the beginning of a long text.
func brief(text []byte) string {
	const most = 400
	if len(text) > most {
		return fmt.Sprintf("%s... (%d bytes)", text[:most], len(text))
	}
	return string(text)
}

// resume reads on from the token of the error, once the fault is over, as another
// process would.
func (e *env) resume(u *underFault, complain schemas.Report) []*normalize.Conversation {
	if u.err == nil {
		return nil
	}
	var page *normalize.PageError
	if !errors.As(u.err, &page) {
		complain("the error is not a PageError: %v", u.err)
		return nil
	}
	e.fake.Mend()
	rest, records, err := e.read(e.under(u.row), normalize.Query{PageToken: page.PageToken})
	if err != nil || len(records) > 0 {
		complain("going on from the token: %v %v", records, err)
	}
	return rest
}
