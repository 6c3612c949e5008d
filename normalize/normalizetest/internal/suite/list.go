package suite

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// lists tests what an unfiltered list yields.
func (s *suite) lists(t *testing.T) {
	for shape := range s.shapes() {
		for _, pages := range []string{"none", "one", "page", "many"} {
			s.test(t, fmt.Sprintf("list/%s/shape=%d", pages, shape), synth.Options{Shape: shape, Conversations: s.count(pages)}, func(e *env) {
				got := e.all(e.p, normalize.Query{})
				e.same("list", got, nil)
				for i, c := range got {
					e.checkTruth(e.truth(i), c)
				}
				if least, most := e.pages(); e.fake.Count() < least || e.fake.Count() > most {
					e.Errorf("%d requests for %d conversations in pages of %d, want %d to %d", e.fake.Count(), e.fake.Len(), e.size, least, most)
				}
			})
		}
	}
	s.test(t, "list/limit", synth.Options{Conversations: 57}, func(e *env) {
		for _, limit := range []int{1, e.size, e.size + 1, 56, 57, 58} {
			got := e.all(e.p, normalize.Query{Limit: limit})
			e.same(fmt.Sprintf("limit %d", limit), got, func(t synth.Truth) bool { return t.Index < limit })
		}
	})
	s.test(t, "list/page size", synth.Options{Conversations: 57}, func(e *env) {
		for _, size := range []int{smallestOf(e.source), e.size + 1, 1_000_000} {
			e.same(fmt.Sprintf("page size %d", size), e.all(e.p, normalize.Query{PageSize: size}), nil)
		}
	})
	s.test(t, "list/report", synth.Options{Conversations: s.several(28)}, s.report)
	s.test(t, "list/raw", synth.Options{Conversations: 12}, func(e *env) {
		for i, c := range e.all(e.p, normalize.Query{}) {
			if want := e.source.RecordBytes(i); !bytes.Equal(c.Raw, want) {
				e.Fatalf("conversation %d: Raw is\n%s\nand the record is\n%s", i, c.Raw, want)
			}
		}
		for i, c := range e.all(e.with(normalize.WithoutRaw()), normalize.Query{}) {
			if c.Raw != nil {
				e.Fatalf("conversation %d has Raw in spite of WithoutRaw", i)
			}
		}
	})
}

func (s *suite) report(e *env) {
	run := e.p.Run(normalize.Query{PageSize: e.size})
	var n int64
	for _, err := range run.Conversations(e.ctx) {
		if err != nil {
			e.Fatal(err)
		}
		n++
	}
	report := run.Report()
	want := int64(e.fake.Len())
	if n != want || report.Delivered != want || report.Records != want || report.WithIssues != 0 || report.RecordErrors != 0 {
		e.Errorf("%d conversations, and the report is %+v", n, report)
	}
	if len(s.src.List.Pagination.Total) > 0 && (report.Expected == nil || *report.Expected != want) {
		e.Errorf("the provider says %d, and the report is %+v", want, report)
	}
	if caps, style := e.caps(), s.src.List.Pagination.Style.Value; caps.Shifts != (style == "page" || style == "offset") || caps.Pagination != style {
		e.Errorf("the style is %s, and the capabilities say %q, shifts %v", style, caps.Pagination, caps.Shifts)
	}
	page, err := e.p.Page(e.ctx, normalize.Query{PageSize: e.size})
	if err != nil {
		e.Fatal(err)
	}
	if len(s.src.List.Pagination.Total) > 0 && (page.Total == nil || *page.Total != want) {
		e.Errorf("the page's total is %v, want %d", page.Total, want)
	}
}

// checkTruth compares a conversation with what the fake knows of it.
func (e *env) checkTruth(t synth.Truth, c *normalize.Conversation) {
	e.Helper()
	w := e.source.World
	check := func(field string, got, want string) {
		if got != want {
			e.Errorf("conversation %d: %s is %q, want %q", t.Index, field, got, want)
		}
	}
	check("Provider", c.Provider, e.fake.Provider())
	check("Source", c.Source, e.source.Name)
	if _, ok := e.source.Record.Whole("Agent.ID"); ok {
		check("Agent.ID", c.Agent.ID, t.AgentID)
	}
	if h, ok := e.source.Record.Of("Agent.Name"); ok && h.Value.Kind == fieldmap.Scalar {
		check("Agent.Name", c.Agent.Name, t.AgentName)
	}
	check("Status", string(c.Status), orAny(t.Status, string(c.Status)))
	check("StatusRaw", c.StatusRaw, orAny(t.StatusRaw, c.StatusRaw))
	check("Channel", string(c.Channel), orAny(t.Channel, string(c.Channel)))
	check("Direction", string(c.Direction), orAny(t.Direction, string(c.Direction)))
	if saysTime(e.source) {
		if at := timeIn(c, e.caps().Time); !at.Equal(t.Time) {
			e.Errorf("conversation %d: %s is %v, want %v", t.Index, e.caps().Time, at, t.Time)
		}
	}
	if w.HasUpdated && !c.UpdatedAt.Equal(t.UpdatedAt) {
		e.Errorf("conversation %d: UpdatedAt is %v, want %v", t.Index, c.UpdatedAt, t.UpdatedAt)
	}
	if c.MessagesState == "" {
		e.Errorf("conversation %d has no MessagesState", t.Index)
	}
	for _, issue := range c.Issues {
		e.Errorf("conversation %d: %s at %s: %s: %s", t.Index, issue.Field, issue.Path, issue.Reason, issue.Raw)
	}
}

// orAny gives want, or got where the truth is not known.
func orAny(want, got string) string {
	if want == "" {
		return got
	}
	return want
}

func timeIn(c *normalize.Conversation, field normalize.TimeField) time.Time {
	if field == normalize.TimeCreatedAt {
		return c.CreatedAt
	}
	return c.StartedAt
}

// saysTime reports whether list records say the source's time.
func saysTime(s *server.Source) bool {
	_, ok := s.Record.Timed(s.Decl.Time.Value)
	return ok
}
