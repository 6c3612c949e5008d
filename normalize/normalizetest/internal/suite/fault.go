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
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// faults checks the list against every row of the table that can happen to it, and
// the other operations against those that can happen to every answer.
func (s *suite) faults(t *testing.T) {
	for _, row := range faults.Rows() {
		if !s.canHappen(&row) {
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
func (s *suite) canHappen(row *faults.Row) bool {
	if row.ID != "" {
		src := &server.Source{}
		if body, _, err := declared.Success(s.decl, s.src.List.Operation.Value); err == nil {
			src.Records, _ = server.Choose(s.src.List.Records, 0)
			h, ok := hints.NewFamily(s.decl.File, schemas.At(body, append(src.Records, "[]")), "Conversation").Of("ID")
			return ok && len(h.At) > 0 && s.src.List.Pagination.Style.Value != "keyset" // its key may be the id
		}
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
		spoil = func(raw []byte) []byte { return spoilAt(raw, damage{at: h.At, value: jsontree.Number(row.ID)}) }
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
// a spoiled one that nobody is to notice with the outcome of the unspoiled one.
func (e *env) checkWhole(u *underFault, complain schemas.Report, got []*normalize.Conversation) {
	for _, c := range got {
		i, known := e.source.World.Ids.Index(c.ID)
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

// checkError compares what ended the reading, and the errors within it.
func (u *underFault) checkError(complain schemas.Report) {
	var record error
	if len(u.records) > 0 {
		record = u.records[0]
	}
	switch u.row.Outcome {
	case faults.TypedError, faults.GuardError:
		if why := u.row.Error.Check(u.err); why != "" {
			complain("%s", why)
		}
		return
	case faults.RecordError:
		if why := u.row.Error.Check(record); why != "" || len(u.records) != 1 {
			complain("%d errors of records: %s", len(u.records), why)
		}
	default:
		if record != nil {
			complain("an error of a record: %v", record)
		}
	}
	if u.err != nil {
		complain("the reading ended with %v", u.err)
	}
}

// checkKept compares which records came in spite of the fault.
func (u *underFault) checkKept(complain schemas.Report, size int) {
	before := u.after * size
	if u.spoiled >= 0 {
		before = u.spoiled
	}
	good := false
	switch u.row.Kept {
	case faults.KeptAll:
		good = len(without(u.want, u.ids)) == 0
	case faults.KeptPages:
		good = slices.Equal(u.ids, u.want[:before])
	case faults.KeptRecords:
		// A body that breaks off has some records before; of one that is not JSON,
		// all before it are whole.
		good = len(u.ids) >= before && len(u.ids) < min(before+size, len(u.want)) && slices.Equal(u.ids, u.want[:len(u.ids)])
		good = good && (u.spoiled < 0 && len(u.ids) > before || u.spoiled >= 0 && len(u.ids) == before)
	case faults.KeptOthers:
		good = slices.Equal(u.ids, slices.Delete(slices.Clone(u.want), u.spoiled, u.spoiled+1))
	case faults.KeptRest:
		good = len(u.ids) > before && len(u.ids) < len(u.want) && len(without(u.ids, u.want)) == 0
	case faults.KeptSeen:
		good = slices.Equal(u.ids, u.want[:min(before+size, len(u.want))])
	}
	if !good {
		complain("it kept %d of %d, want %s", len(u.ids), len(u.want), u.row.Kept)
	}
}

// checkCost compares the requests and the time.
func (u *underFault) checkCost(complain schemas.Report, usual int) {
	least := usual
	if early := u.row.Kept == faults.KeptPages || u.row.Kept == faults.KeptRecords || u.row.Kept == faults.KeptSeen; early && u.err != nil {
		least = u.after + 1
	}
	least += u.row.Requests
	if u.sent < least || u.sent > least+u.row.MoreRequests {
		complain("it took %d requests, want %d to %d", u.sent, least, least+u.row.MoreRequests)
	}
	checkTime(u.row, complain, u.took)
}

func checkTime(r *faults.Row, complain schemas.Report, took time.Duration) {
	if took < r.Waits[0] || took > r.Waits[1] {
		complain("it took %v, want %v to %v", took, r.Waits[0], r.Waits[1])
	}
}

// without gives what of a is not in b.
func without(a, b []string) []string {
	there := map[string]bool{}
	for _, id := range b {
		there[id] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return there[id] })
}

// repeated gives what is there more than once.
func repeated(ids []string) []string {
	times := map[string]int{}
	for _, id := range ids {
		times[id]++
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return times[id] < 2 })
}
