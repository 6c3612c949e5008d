package normalizetest

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// mended are the faults that a client gets over without its user's knowledge.
var mended = []struct {
	name  string
	fault Fault
}{
	{"429", Fault{Status: 429, Header: http.Header{"Retry-After": {"3"}}}},
	{"429 twice", Fault{Status: 429, Header: http.Header{"Retry-After": {"1"}}, Times: 2}},
	{"500", Fault{Status: 500}},
	{"502 without body", Fault{Status: 502, Body: []byte{}}},
	{"503", Fault{Status: 503}},
	{"reset before the answer", Fault{ResetBefore: true}},
	{"reset at once", Fault{ResetAt: 1}},
	{"reset in the first record", Fault{ResetAt: 200}},
	{"reset in the middle", Fault{ResetAt: 2000}},
	{"reset twice", Fault{ResetAt: 1500, Times: 2}},
	{"truncated", Fault{TruncateAt: 1800}},
	{"slow body", Fault{Chunk: 64, Wait: 100 * time.Millisecond}},
	{"stalled", Fault{Stall: 10 * time.Minute}},
}

// faults tests that nothing is lost and nothing comes twice.
func (s *suite) faults(t *testing.T) {
	for _, c := range mended {
		for _, after := range []int{0, 1} {
			name := "fault/" + c.name + map[int]string{0: "/first page", 1: "/second page"}[after]
			s.test(t, name, FakeOptions{Conversations: s.several(28)}, func(e *env) {
				fault := c.fault
				fault.Operation, fault.After = e.source.list.ID, after
				e.fake.Inject(fault)
				e.same(name, e.all(e.p, normalize.Query{}), nil)
			})
		}
	}
	s.test(t, "fault/resume from the error", FakeOptions{Conversations: s.several(28)}, s.resumeFromError)
	s.test(t, "fault/wrong content type", FakeOptions{Conversations: s.several(28)}, func(e *env) {
		e.fake.Inject(Fault{Operation: e.source.list.ID, ContentType: "text/html", Times: 1000})
		_, _, err := e.read(e.p, normalize.Query{})
		e.wantUnusable(err)
	})
	s.test(t, "fault/empty body", FakeOptions{Conversations: s.several(28)}, func(e *env) {
		e.fake.Inject(Fault{Operation: e.source.list.ID, Body: []byte{}, Times: 1000})
		_, _, err := e.read(e.p, normalize.Query{})
		e.wantUnusable(err)
	})
	style := s.src.List.Pagination.Style.Value
	if style != "cursor" && style != "link" {
		return
	}
	s.test(t, "fault/repeated cursor", FakeOptions{Conversations: s.several(48)}, func(e *env) {
		e.fake.Inject(Fault{Operation: e.source.list.ID, RepeatCursor: true, After: 1, Times: 1000})
		_, _, err := e.read(e.p, normalize.Query{})
		var guard *normalize.GuardError
		if !errors.As(err, &guard) {
			e.Errorf("the error is %v, want a GuardError", err)
		}
	})
	s.test(t, "fault/empty page", FakeOptions{Conversations: s.several(48)}, func(e *env) {
		e.fake.Inject(Fault{Operation: e.source.list.ID, EmptyPage: true, After: 1})
		e.same("empty page with a cursor", e.all(e.p, normalize.Query{}), nil)
	})
}

func (e *env) wantUnusable(err error) {
	e.Helper()
	var unusable *normalize.ResponseError
	if !errors.As(err, &unusable) {
		e.Errorf("the error is %v, want a ResponseError", err)
	}
}

// resumeFromError ends a run with an error that no retry mends and goes on with
// the error's token, until everything is there.
func (s *suite) resumeFromError(e *env) {
	e.fake.Inject(Fault{Operation: e.source.list.ID, Status: 400, After: 1})
	e.fake.Inject(Fault{Operation: e.source.list.ID, TruncateAt: 2500, After: 2, Times: 9})
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
