package engine_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

// pages reads a query page by page, each by an engine of its own, as on several
// machines.
func pages(t *testing.T, api *fakeapi.API, def *engine.Definition, q normalize.Query) (got [][]string) {
	t.Helper()
	for range 100 {
		page, err := fakeapi.Open(t, api, def).Page(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		list := []string{}
		for _, c := range page.Conversations {
			list = append(list, c.ID)
		}
		got = append(got, list)
		if page.Next == "" {
			return got
		}
		q.PageToken = page.Next
	}
	t.Fatal("it does not end")
	return nil
}

func TestPages(t *testing.T) {
	tests := []struct {
		name string
		n    int
		q    normalize.Query
		want [][]string
	}{
		{"none", 0, normalize.Query{}, [][]string{{}}},
		{"exactly one", 3, normalize.Query{}, [][]string{fakeapi.IDs(0, 1, 2)}},
		{"several", 7, normalize.Query{}, [][]string{fakeapi.IDs(0, 1, 2), fakeapi.IDs(3, 4, 5), fakeapi.IDs(6)}},
		{"size", 7, normalize.Query{PageSize: 4}, [][]string{fakeapi.IDs(0, 1, 2, 3), fakeapi.IDs(4, 5, 6)}},
		{"limit cuts a page", 4, normalize.Query{Limit: 2}, [][]string{fakeapi.IDs(0, 1), fakeapi.IDs(2), fakeapi.IDs(3)}},
		{"limit is the page", 4, normalize.Query{Limit: 3}, [][]string{fakeapi.IDs(0, 1, 2), fakeapi.IDs(3)}},
		{"emulated filter leaves a page empty", 6, normalize.Query{Search: "talk 5"}, [][]string{{}, fakeapi.IDs(5)}},
		{"bound ends the scan", 9, normalize.Query{Since: fakeapi.Day(3)}, [][]string{fakeapi.IDs(0, 1, 2), fakeapi.IDs(3)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			api := &fakeapi.API{}
			api.Records, _ = fakeapi.Records(tt.n)
			got := pages(t, api, fakeapi.Definition(), tt.q)
			if !slices.EqualFunc(got, tt.want, slices.Equal) {
				t.Errorf("pages %v, want %v", got, tt.want)
			}
		})
	}
}

// The last page of a list with fewer records than its total is whole, and says so;
// so does the end of an iteration.
func TestMissingRecords(t *testing.T) {
	api := &fakeapi.API{Total: true, Surplus: 2}
	api.Records, _ = fakeapi.Records(5)
	e := fakeapi.Open(t, api, fakeapi.Definition())
	first, err := e.Page(t.Context(), normalize.Query{})
	if err != nil || len(first.Errors) > 0 || first.Next == "" {
		t.Fatalf("%+v, %v", first, err)
	}
	last, err := e.Page(t.Context(), normalize.Query{PageToken: first.Next})
	if err != nil || len(last.Conversations) != 2 || last.Next != "" || len(last.Errors) != 1 {
		t.Fatalf("%+v, %v", last, err)
	}
	run := e.Run(normalize.Query{})
	var errs []error
	n := 0
	for _, err := range run.Conversations(t.Context()) {
		if n++; err != nil {
			errs = append(errs, err)
		}
	}
	if n != 6 || len(errs) != 1 || run.Report().Stopped != normalize.StopError {
		t.Fatalf("%d yielded, %v, %+v", n, errs, run.Report())
	}
	for _, err := range append(errs, last.Errors...) {
		var page *normalize.PageError
		var guard *normalize.GuardError
		if !errors.As(err, &page) || page.PageToken == "" || !errors.As(err, &guard) || !strings.Contains(err.Error(), "counts 7 records, and 5 came") || !normalize.Final(err) {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestPageTotalAndErrors(t *testing.T) {
	api := &fakeapi.API{Total: true, Fail: map[string]int{"/v1/conversations/c02/messages": 500}}
	api.Records, api.Transcripts = fakeapi.Records(7)
	api.Records[1] = `{"title":"no id"}`
	e := fakeapi.Open(t, api, fakeapi.Definition())
	page, err := e.Page(t.Context(), normalize.Query{WithMessages: true})
	if err != nil {
		t.Fatal(err)
	}
	if page.Total == nil || *page.Total != 7 || len(page.Conversations) != 2 || len(page.Errors) != 2 {
		t.Fatalf("%+v", page)
	}
	var record *normalize.RecordError
	var transcript *normalize.TranscriptError
	if !errors.As(page.Errors[0], &record) || !errors.As(page.Errors[1], &transcript) || transcript.ID != "c02" {
		t.Errorf("errors %v", page.Errors)
	}
	if n := len(page.Conversations[0].Messages); n != 3 {
		t.Errorf("%d messages", n)
	}
}

func TestSources(t *testing.T) {
	api := &fakeapi.API{}
	api.Records, _ = fakeapi.Records(4)
	def := fakeapi.TwoSources()
	e := fakeapi.Open(t, api, def)

	var got []string
	for c, err := range e.Conversations(t.Context(), normalize.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, c.Source+"/"+c.ID)
	}
	want := []string{"calls/c00", "calls/c01", "calls/c02", "calls/c03", "chats/c00", "chats/c01", "chats/c02", "chats/c03"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := pages(t, api, def, normalize.Query{}); !slices.EqualFunc(got, [][]string{fakeapi.IDs(0, 1, 2), fakeapi.IDs(3), fakeapi.IDs(0, 1, 2), fakeapi.IDs(3)}, slices.Equal) {
		t.Errorf("pages %v", got)
	}
	if c := e.Capabilities(); c.Filter(normalize.FilterStatus).Mode != normalize.Emulated || c.Filter(normalize.FilterAgentID).Mode != normalize.Unsupported {
		t.Errorf("weakest: %+v", c.Filter(normalize.FilterStatus))
	}

	chats, err := e.Source("chats")
	if err != nil {
		t.Fatal(err)
	}
	if list, errs := fakeapi.Collect(t, chats, normalize.Query{}); len(errs) > 0 || len(list) != 4 {
		t.Errorf("chats: %v %v", list, errs)
	}
	if c, err := chats.Conversation(t.Context(), "c01"); err != nil || c.Source != "chats" {
		t.Errorf("chats: %v %v", c, err)
	}
	if _, err := e.Source("mail"); err == nil {
		t.Error("there is a source mail")
	}
	if _, err := e.Conversation(t.Context(), "nobody"); !errors.Is(err, normalize.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}

	// A token of one source is not taken by the other alone.
	page, err := chats.Page(t.Context(), normalize.Query{})
	if err != nil {
		t.Fatal(err)
	}
	calls, _ := e.Source("calls")
	if _, err := calls.Page(t.Context(), normalize.Query{PageToken: page.Next}); !errors.Is(err, normalize.ErrInvalidRequest) {
		t.Errorf("calls took it: %v", err)
	}
	if rest, errs := fakeapi.Collect(t, e, normalize.Query{PageToken: page.Next}); len(errs) > 0 || !slices.Equal(rest, fakeapi.IDs(3)) {
		t.Errorf("rest: %v %v", rest, errs)
	}
}

func TestRunReport(t *testing.T) {
	api := &fakeapi.API{Total: true}
	api.Records, _ = fakeapi.Records(8)
	api.Records[1] = `{"title":"no id"}`
	api.Records[3] = api.Records[0]
	api.Records[4] = `{"id":"c04","created":"yesterday","agent":"a0"}`
	e := fakeapi.Open(t, api, fakeapi.Definition())
	run := e.Run(normalize.Query{AgentID: "a0"})
	if r := run.Report(); r.Expected != nil || r.Stopped != "" || r.Completeness != "" || r.Requests != 0 {
		t.Errorf("before: %+v", r)
	}
	n := 0
	for range run.Conversations(t.Context()) {
		n++
		if n == 2 && run.PageToken() == "" {
			t.Error("no token in the middle")
		}
	}
	r := run.Report()
	if r.Expected == nil || *r.Expected != 8 {
		t.Errorf("expected %v", r.Expected)
	}
	r.Expected = nil
	want := normalize.Report{
		Provider: "acme", Records: 6, Filtered: 2, Delivered: 4, WithIssues: 1, RecordErrors: 1, Duplicates: 1,
		Pages: 3, Requests: 3, Completeness: normalize.CompletenessStated, Stopped: normalize.StopEnd,
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if n != 5 || run.PageToken() != "" {
		t.Errorf("%d yielded, token %q", n, run.PageToken())
	}

	for range run.Conversations(t.Context()) {
		break
	}
	if r := run.Report(); r.Stopped == normalize.StopEnd || r.Completeness != normalize.CompletenessIncomplete {
		t.Errorf("complete after a break: %+v", r)
	}
	// What came before is not known to a run that resumes: the provider's own
	// repetition of the first record comes again.
	token := run.PageToken()
	if rest, _ := fakeapi.Collect(t, e, normalize.Query{AgentID: "a0", PageToken: token}); !slices.Equal(rest, fakeapi.IDs(2, 0, 4, 6)) {
		t.Errorf("after the first: %v", rest)
	}
}
