package suite

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// call is a way to read one thing, and the operation that a fault hits.
type call struct {
	name string
	op   *openapi.Operation
	is   callKind
	read func(p normalize.Provider) error
}

type callKind int

const (
	ofRecord callKind = iota
	ofList
	ofNeed
)

// faultsElsewhere checks get, the messages and what they need against the rows that
// can happen to every answer.
func (s *suite) faultsElsewhere(t *testing.T) {
	for _, name := range []string{"get", "messages", "needs"} {
		s.testOver(t, "fault elsewhere/"+name, synth.Options{Conversations: 3}, true, func(e *env) {
			for _, c := range e.calls(name) {
				for _, row := range faults.Rows() {
					if row.Anywhere && e.canHappen(&row, c) {
						e.callUnder(&row, c)
					}
				}
			}
		})
	}
}

func (e *env) calls(name string) []call {
	id := e.truth(0).ID
	get := func(p normalize.Provider) error { _, err := p.Conversation(e.ctx, id); return err }
	messages := func(p normalize.Provider) error { _, err := p.Messages(e.ctx, id); return err }
	var out []call
	switch {
	case name == "get" && e.caps().Get:
		out = append(out, call{name, e.source.Get, ofRecord, get})
	case name == "messages" && e.caps().Transcripts == normalize.TranscriptsEndpoint:
		out = append(out, call{name, e.source.Messages, ofList, messages})
	case name == "needs":
		for _, of := range e.reads() {
			for _, n := range of.needs {
				out = append(out, call{of.name + " needs " + n.Decl.Name.Value, n.Op, ofNeed, func(p normalize.Provider) error { return of.read(p, id) }})
			}
		}
	}
	return out
}

// canHappen says whether the call can tell the row's fault from an answer. A
// record in the body itself may be anything, and so may be what a mapping needs.
func (e *env) canHappen(row *faults.Row, c call) bool {
	switch {
	case row.Fault.Envelope == 0:
		return true
	case e.fake.LooksLikeSuccess(c.op, row.Fault.Envelope):
		return false
	case c.is == ofList:
		return true
	}
	message, code := e.fake.Says(c.op, row.Fault.Envelope)
	return c.is == ofRecord && (message || code)
}

// callUnder makes the call under the row's fault.
func (e *env) callUnder(row *faults.Row, c call) {
	e.Helper()
	ok := true
	defer func() { e.suite.sum.tried(ok) }()
	complain := func(format string, args ...any) {
		ok = false
		e.Errorf("%s: %s: %s", c.name, row.Name, fmt.Sprintf(format, args...))
	}
	usual := e.cost(c, func() {
		if err := c.read(e.p); err != nil {
			complain("undisturbed: %v", err)
		}
	})
	fault := row.Fault
	fault.Operation = c.op.ID
	e.fake.Inject(fault)
	began := time.Now()
	bodies := &bodies{}
	var err error
	sent := e.cost(c, func() {
		err = c.read(e.with(append(slices.Clone(row.Options), normalize.WithMiddleware(bodies.watch))...))
	})
	took := time.Since(began)
	e.fake.Mend()

	switch row.Outcome {
	case faults.TypedError, faults.GuardError:
		usual = 1
		if why := row.Error.Check(err); why != "" {
			complain("%s", why)
		}
	default:
		if err != nil {
			complain("the error is %v", err)
		}
	}
	if want := usual + row.Requests; sent != want {
		complain("it took %d requests, want %d", sent, want)
	}
	checkTime(row, complain, took)
	bodies.check(complain, row.MostRead)
}

// cost counts the requests of the call's operation while f runs.
func (e *env) cost(c call, f func()) int {
	before := e.asked().requests[c.op.ID]
	f()
	return e.asked().requests[c.op.ID] - before
}

// failingTranscript reads a list with messages while the transcript of one
// conversation cannot be read. All conversations come, that one with a TranscriptError.
func (s *suite) failingTranscript(e *env) {
	caps := e.caps()
	op := map[normalize.TranscriptSource]*openapi.Operation{
		normalize.TranscriptsEndpoint: e.source.Messages, normalize.TranscriptsGet: e.source.Get,
	}[caps.Transcripts]
	if op == nil {
		return
	}
	e.fake.Inject(faults.Fault{Operation: op.ID, Status: http.StatusForbidden, After: 4})
	var ids []string
	failed := 0
	for c, err := range e.p.Conversations(e.ctx, normalize.Query{PageSize: e.size, WithMessages: true}) {
		var transcript *normalize.TranscriptError
		switch {
		case errors.As(err, &transcript) && c != nil && transcript.ID == c.ID && errors.Is(err, normalize.ErrForbidden):
			failed++
		case err != nil:
			e.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	if failed != 1 || len(without(e.allIDs(), ids)) > 0 || len(ids) != e.fake.Len() {
		e.Errorf("%d transcripts failed, and %d of %d conversations came", failed, len(ids), e.fake.Len())
	}
}

// missingMessages reads transcripts of which the provider counts more than it
// gives: what there is comes, and that it is not all is said.
func (s *suite) missingMessages(e *env) {
	if s.src.Messages == nil || s.src.Messages.Pagination == nil || len(s.src.Messages.Pagination.Total) == 0 {
		return
	}
	e.fake.Inject(faults.Fault{Operation: e.source.Messages.ID, Total: 3, Times: faults.Always})
	messages, err := e.p.Messages(e.ctx, e.truth(0).ID)
	if why := (faults.Failure{Type: "GuardError", Kind: "records missing"}).Check(err); why != "" {
		e.Error(why)
	}
	e.checkMessages(e.truth(0), messages)
	if e.caps().Transcripts != normalize.TranscriptsEndpoint {
		return
	}
	for _, c := range e.all(e.p, normalize.Query{WithMessages: true}) {
		said := slices.ContainsFunc(c.Issues, func(is normalize.Issue) bool {
			return is.Field == "Messages" && strings.Contains(is.Reason, "records missing")
		})
		if c.MessagesState != normalize.MessagesPartial || len(c.Messages) == 0 || !said {
			e.Errorf("the messages of %s are %s, with the issues %v", c.ID, c.MessagesState, c.Issues)
		}
	}
}
