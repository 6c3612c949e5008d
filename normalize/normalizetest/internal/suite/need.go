package suite

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// needsOf is a way to read something that needs more than its own record.
type needsOf struct {
	name  string
	op    *openapi.Operation // of the record, or of the messages
	needs []*server.Need
	read  func(p normalize.Provider, id string) error
}

// reads are the ways of the source that need something.
func (e *env) reads() []needsOf {
	get := func(p normalize.Provider, id string) error { _, err := p.Conversation(e.ctx, id); return err }
	messages := func(p normalize.Provider, id string) error { _, err := p.Messages(e.ctx, id); return err }
	var out []needsOf
	if len(e.source.GetNeeds) > 0 {
		out = append(out, needsOf{"get", e.source.Get, e.source.GetNeeds, get})
		if e.caps().Transcripts == normalize.TranscriptsGet {
			out = append(out, needsOf{"messages of get", e.source.Get, e.source.GetNeeds, messages})
		}
	}
	if len(e.source.MessageNeeds) > 0 {
		out = append(out, needsOf{"messages", e.source.Messages, e.source.MessageNeeds, messages})
	}
	return out
}

// needs tests what is fetched in addition to a record: all of it, once for each
// conversation, and nothing without it.
func (s *suite) needs(t *testing.T) {
	if (s.src.Get == nil || len(s.src.Get.Needs) == 0) && (s.src.Messages == nil || len(s.src.Messages.Needs) == 0) {
		return
	}
	for _, c := range []struct {
		name   string
		needed int
	}{{"few", 0}, {"none", -1}, {"many", 230}} {
		s.test(t, "needs/"+c.name, synth.Options{Conversations: 3, Needed: c.needed}, func(e *env) {
			for _, of := range e.reads() {
				for i := range 3 {
					e.needsOnce(of, e.truth(i))
				}
			}
		})
	}
	s.test(t, "needs/list", synth.Options{Conversations: 12}, s.needsOfList)
	s.test(t, "needs/unknown", synth.Options{Conversations: 3}, func(e *env) {
		for _, of := range e.reads() {
			e.wantError(of.name+" of an unknown id", of.read(e.p, e.fake.UnknownID(e.source.Name)), normalize.ErrNotFound)
		}
	})
	s.test(t, "needs/failing", synth.Options{Conversations: 3}, func(e *env) { e.eachNeed(e.needFails) })
	s.test(t, "needs/mended", synth.Options{Conversations: 3}, func(e *env) {
		e.eachNeed(func(of needsOf, n *server.Need) {
			for _, fault := range []faults.Fault{{Status: 503}, {Status: 429, Header: http.Header{"Retry-After": {"2"}}}, {ResetAt: 1}} {
				fault.Operation = n.Op.ID
				e.fake.Inject(fault)
				if err := of.read(e.p, e.truth(1).ID); err != nil {
					e.Errorf("%s: with a fault in need %s that passes: %v", of.name, n.Decl.Name.Value, err)
				}
			}
		})
	})
}

func (e *env) eachNeed(test func(of needsOf, n *server.Need)) {
	for _, of := range e.reads() {
		for _, n := range of.needs {
			test(of, n)
		}
	}
}

// needsOnce reads a conversation and wants the requests of it and its needs, and
// all of their records.
func (e *env) needsOnce(of needsOf, t synth.Truth) {
	e.Helper()
	before := e.asked()
	if err := of.read(e.p, t.ID); err != nil {
		e.Fatalf("%s: %v", of.name, err)
	}
	least, most := map[string]int{}, map[string]int{}
	records := map[string]int{}
	add := func(op *openapi.Operation, pages int, open bool) {
		least[op.ID] += pages
		most[op.ID] += pages
		if open {
			most[op.ID]++ // a full page may need one more to show that it was the last
		}
	}
	for _, n := range of.needs {
		pages, open := 1, false
		switch {
		case n.Op == e.source.Messages:
			pages, open = pagesOf(n.Decl.Pagination, n.Op, t.Messages)
		case n.List() && n.Op != e.source.Get:
			records[n.Op.ID] += n.Count(t, e.fake.Opts)
			pages, open = pagesOf(n.Decl.Pagination, n.Op, n.Count(t, e.fake.Opts))
		}
		add(n.Op, pages, open)
	}
	pages, open := 1, false
	if of.op == e.source.Messages {
		pages, open = pagesOf(e.source.Decl.Messages.Pagination, of.op, t.Messages)
	}
	add(of.op, pages, open)
	after := e.asked()
	for id := range least {
		if n := after.requests[id] - before.requests[id]; n < least[id] || n > most[id] {
			e.Errorf("%s %d: %d requests to %s, want %d", of.name, t.Index, n, id, least[id])
		}
		if n := after.sent[id] - before.sent[id]; n != records[id] {
			e.Errorf("%s %d: %d records of %s were read, and there are %d", of.name, t.Index, n, id, records[id])
		}
	}
}

// needsOfList reads the list with messages: what transcripts need is fetched for
// each conversation, and counted.
func (s *suite) needsOfList(e *env) {
	caps := e.caps()
	e.sameNames("GetNeeds", caps.GetNeeds, e.source.GetNeeds)
	var needs []*server.Need
	switch caps.Transcripts {
	case normalize.TranscriptsGet:
		needs = e.source.GetNeeds
	case normalize.TranscriptsEndpoint:
		needs = e.source.MessageNeeds
	}
	e.sameNames("TranscriptNeeds", caps.TranscriptNeeds, needs)
	if caps.Transcripts == normalize.TranscriptsNone {
		return
	}
	run := e.p.Run(normalize.Query{PageSize: e.size, WithMessages: true})
	for _, err := range run.Conversations(e.ctx) {
		if err != nil {
			e.Fatal(err)
		}
	}
	if n := run.Report().Requests; int(n) != e.fake.Count() {
		e.Errorf("the report counts %d requests, and there were %d", n, e.fake.Count())
	}
	for _, n := range needs {
		if got := e.asked().requests[n.Op.ID]; got < e.fake.Len() {
			e.Errorf("need %s: %d requests for %d conversations", n.Decl.Name.Value, got, e.fake.Len())
		}
	}
}

func (e *env) sameNames(what string, got []string, needs []*server.Need) {
	e.Helper()
	var want []string
	for _, n := range needs {
		want = append(want, n.Decl.Name.Value)
	}
	if !slices.Equal(got, want) {
		e.Errorf("the capabilities' %s are %v, want %v", what, got, want)
	}
}

// needFails refuses a need: that is the error of what needs it, and in a list
// the error of one conversation.
func (e *env) needFails(of needsOf, n *server.Need) {
	e.Helper()
	e.fake.Inject(faults.Fault{Operation: n.Op.ID, Status: http.StatusForbidden, Times: 1000})
	defer e.fake.Mend()
	e.wantRefused(of.name, of.read(e.p, e.truth(0).ID), n)
	if of.name == "get" || n.Op == e.source.List {
		return
	}
	for c, err := range e.p.Conversations(e.ctx, normalize.Query{PageSize: e.size, WithMessages: true}) {
		var transcript *normalize.TranscriptError
		if !errors.As(err, &transcript) || c == nil || c.MessagesState == normalize.MessagesInline {
			e.Errorf("with messages: %v, want a TranscriptError", err)
			continue
		}
		e.wantRefused("with messages", err, n)
	}
}

func (e *env) wantRefused(what string, err error, n *server.Need) {
	e.Helper()
	var api *normalize.APIError
	if !errors.As(err, &api) || api.Status != http.StatusForbidden || api.Operation != n.Op.ID || !errors.Is(err, normalize.ErrForbidden) {
		e.Errorf("%s: need %s is refused, and the error is %v", what, n.Decl.Name.Value, err)
	}
}

// pagesOf is in how many pages so many records come where a client wants few
// large ones, and whether the last one may not show that it is.
func pagesOf(p *fieldmap.Pagination, op *openapi.Operation, records int) (pages int, open bool) {
	if p == nil || p.Style.Value == "none" {
		return 1, false
	}
	size := server.DefaultSize
	if p.Size != nil {
		schema := schemas.OfParam(op, p.Size.Name.Value)
		if size = server.DefaultOf(schema); schema != nil && schema.Maximum != nil {
			size = int(*schema.Maximum)
		}
	}
	return max(1, (records+size-1)/size), endsShort(p)
}

// asked is what was sent so far, by operation.
type asked struct{ requests, sent map[string]int }

func (e *env) asked() asked {
	out := asked{map[string]int{}, e.fake.Sent()}
	for _, r := range e.fake.Requests() {
		out.requests[r.Operation]++
	}
	return out
}
