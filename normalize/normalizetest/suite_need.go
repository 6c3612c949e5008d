package normalizetest

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
)

// needsOf is a way to read something that needs more than its own record.
type needsOf struct {
	name  string
	op    *openapi.Operation // of the record, or of the messages
	needs []*need
	read  func(p normalize.Provider, id string) error
}

// reads are the ways of the source that need something.
func (e *env) reads() []needsOf {
	get := func(p normalize.Provider, id string) error { _, err := p.Conversation(e.ctx, id); return err }
	messages := func(p normalize.Provider, id string) error { _, err := p.Messages(e.ctx, id); return err }
	var out []needsOf
	if len(e.source.getNeeds) > 0 {
		out = append(out, needsOf{"get", e.source.get, e.source.getNeeds, get})
		if e.caps().Transcripts == normalize.TranscriptsGet {
			out = append(out, needsOf{"messages of get", e.source.get, e.source.getNeeds, messages})
		}
	}
	if len(e.source.messageNeeds) > 0 {
		out = append(out, needsOf{"messages", e.source.messages, e.source.messageNeeds, messages})
	}
	return out
}

// needs tests what is fetched beside a record: all of it, once for each
// conversation, and nothing without it.
func (s *suite) needs(t *testing.T) {
	if (s.src.Get == nil || len(s.src.Get.Needs) == 0) && (s.src.Messages == nil || len(s.src.Messages.Needs) == 0) {
		return
	}
	for _, c := range []struct {
		name   string
		needed int
	}{{"few", 0}, {"none", -1}, {"many", 230}} {
		s.test(t, "needs/"+c.name, FakeOptions{Conversations: 3, Needed: c.needed}, func(e *env) {
			for _, of := range e.reads() {
				for i := range 3 {
					e.needsOnce(of, e.truth(i))
				}
			}
		})
	}
	s.test(t, "needs/list", FakeOptions{Conversations: 12}, s.needsOfList)
	s.test(t, "needs/unknown", FakeOptions{Conversations: 3}, func(e *env) {
		for _, of := range e.reads() {
			e.wantError(of.name+" of an unknown id", of.read(e.p, e.fake.UnknownID(e.source.name)), normalize.ErrNotFound)
		}
	})
	s.test(t, "needs/failing", FakeOptions{Conversations: 3}, func(e *env) { e.eachNeed(e.needFails) })
	s.test(t, "needs/mended", FakeOptions{Conversations: 3}, func(e *env) {
		e.eachNeed(func(of needsOf, n *need) {
			for _, fault := range []Fault{{Status: 503}, {Status: 429, Header: http.Header{"Retry-After": {"2"}}}, {ResetAt: 1}} {
				fault.Operation = n.op.ID
				e.fake.Inject(fault)
				if err := of.read(e.p, e.truth(1).ID); err != nil {
					e.Errorf("%s: with a fault in need %s that passes: %v", of.name, n.decl.Name.Value, err)
				}
			}
		})
	})
}

func (e *env) eachNeed(test func(of needsOf, n *need)) {
	for _, of := range e.reads() {
		for _, n := range of.needs {
			test(of, n)
		}
	}
}

// needsOnce reads a conversation and wants the requests of it and its needs, and
// all of their records.
func (e *env) needsOnce(of needsOf, t Truth) {
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
		case n.op == e.source.messages:
			pages, open = pagesOf(n.decl.Pagination, n.op, t.Messages)
		case n.list() && n.op != e.source.get:
			records[n.op.ID] += n.count(t, e.fake.opts)
			pages, open = pagesOf(n.decl.Pagination, n.op, n.count(t, e.fake.opts))
		}
		add(n.op, pages, open)
	}
	pages, open := 1, false
	if of.op == e.source.messages {
		pages, open = pagesOf(e.source.decl.Messages.Pagination, of.op, t.Messages)
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
	e.sameNames("GetNeeds", caps.GetNeeds, e.source.getNeeds)
	var needs []*need
	switch caps.Transcripts {
	case normalize.TranscriptsGet:
		needs = e.source.getNeeds
	case normalize.TranscriptsEndpoint:
		needs = e.source.messageNeeds
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
		if got := e.asked().requests[n.op.ID]; got < e.fake.Len() {
			e.Errorf("need %s: %d requests for %d conversations", n.decl.Name.Value, got, e.fake.Len())
		}
	}
}

func (e *env) sameNames(what string, got []string, needs []*need) {
	e.Helper()
	var want []string
	for _, n := range needs {
		want = append(want, n.decl.Name.Value)
	}
	if !slices.Equal(got, want) {
		e.Errorf("the capabilities' %s are %v, want %v", what, got, want)
	}
}

// needFails refuses a need: that is the error of what needs it, and in a list
// the error of one conversation.
func (e *env) needFails(of needsOf, n *need) {
	e.Helper()
	e.fake.Inject(Fault{Operation: n.op.ID, Status: http.StatusForbidden, Times: 1000})
	defer e.fake.mend()
	e.wantRefused(of.name, of.read(e.p, e.truth(0).ID), n)
	if of.name == "get" || n.op == e.source.list {
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

func (e *env) wantRefused(what string, err error, n *need) {
	e.Helper()
	var api *normalize.APIError
	if !errors.As(err, &api) || api.Status != http.StatusForbidden || api.Operation != n.op.ID || !errors.Is(err, normalize.ErrForbidden) {
		e.Errorf("%s: need %s is refused, and the error is %v", what, n.decl.Name.Value, err)
	}
}

// pagesOf is in how many pages so many records come where a client wants few
// large ones, and whether the last one may not show that it is.
func pagesOf(p *fieldmap.Pagination, op *openapi.Operation, records int) (pages int, open bool) {
	if p == nil || p.Style.Value == "none" {
		return 1, false
	}
	size := defaultSize
	if p.Size != nil {
		schema := schemaOf(op, p.Size.Name.Value)
		if size = defaultOf(schema); schema != nil && schema.Maximum != nil {
			size = int(*schema.Maximum)
		}
	}
	return max(1, (records+size-1)/size), endsShort(p)
}

// asked is what was sent so far, by operation.
type asked struct{ requests, sent map[string]int }

func (e *env) asked() asked {
	e.fake.mu.Lock()
	defer e.fake.mu.Unlock()
	out := asked{map[string]int{}, map[string]int{}}
	for _, r := range e.fake.requests {
		out.requests[r.Operation]++
	}
	for id, n := range e.fake.sent {
		out.sent[id] = n
	}
	return out
}
