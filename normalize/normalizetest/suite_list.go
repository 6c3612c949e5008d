package normalizetest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// lists tests what an unfiltered list yields.
func (s *suite) lists(t *testing.T) {
	for shape := range s.shapes() {
		for _, pages := range []string{"none", "one", "page", "many"} {
			s.test(t, fmt.Sprintf("list/%s/shape=%d", pages, shape), FakeOptions{Shape: shape, Conversations: s.count(pages)}, func(e *env) {
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
	s.test(t, "list/limit", FakeOptions{Conversations: 57}, func(e *env) {
		for _, limit := range []int{1, e.size, e.size + 1, 56, 57, 58} {
			got := e.all(e.p, normalize.Query{Limit: limit})
			e.same(fmt.Sprintf("limit %d", limit), got, func(t Truth) bool { return t.Index < limit })
		}
	})
	s.test(t, "list/page size", FakeOptions{Conversations: 57}, func(e *env) {
		for _, size := range []int{e.source.smallest(), e.size + 1, 1_000_000} {
			e.same(fmt.Sprintf("page size %d", size), e.all(e.p, normalize.Query{PageSize: size}), nil)
		}
	})
	s.test(t, "list/report", FakeOptions{Conversations: s.several(28)}, s.report)
	s.test(t, "list/raw", FakeOptions{Conversations: 12}, func(e *env) {
		for i, c := range e.all(e.p, normalize.Query{}) {
			if want := e.source.recordBytes(i); !bytes.Equal(c.Raw, want) {
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

// pages is in how many requests the list can be read in pages of the usual size.
func (e *env) pages() (least, most int) {
	n, p := e.fake.Len(), e.source.decl.List.Pagination
	if p.Style.Value == "none" {
		return 1, 1
	}
	if e.source.world.inclusive {
		each := max(1, e.size-2) // two have one key, and come again
		return 1 + max(0, n-e.size)/each, n/each + 2
	}
	least = max(1, (n+e.size-1)/e.size)
	switch {
	case !endsShort(p):
		return least, least
	case n > 0 && n%e.size == 0:
		return least + 1, least + 1 // only an empty page shows that the full one was the last
	}
	// Where the document has no largest page, the first may have been made smaller.
	return least, least + 1
}

// endsShort reports whether nothing but a page that is not full shows the end.
func endsShort(p *fieldmap.Pagination) bool {
	return p.Style.Value != "cursor" && p.Style.Value != "link" && len(p.More)+len(p.Last)+len(p.Total)+len(p.TotalPages) == 0
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

// shapes is how many shapes of a page the field map allows.
func (s *suite) shapes() int {
	p := s.src.List.Pagination
	n := max(1, len(s.src.List.Records))
	for _, places := range [][]fieldmap.Location{p.From, p.More, p.Last, p.Total, p.TotalPages, p.Link} {
		n = max(n, len(places))
	}
	return n
}

func (s *suite) count(pages string) int {
	size := (&source{decl: s.src, list: s.decl.doc.Operation(s.src.List.Operation.Value)}).pageSize()
	return map[string]int{"none": 0, "one": 1, "page": size, "many": 2*size + 8}[pages]
}

// several is n, or as many conversations as make several pages.
func (s *suite) several(n int) int { return max(n, s.count("many")) }

// checkTruth compares a conversation with what the fake knows of it.
func (e *env) checkTruth(t Truth, c *normalize.Conversation) {
	e.Helper()
	w := e.source.world
	check := func(field string, got, want string) {
		if got != want {
			e.Errorf("conversation %d: %s is %q, want %q", t.Index, field, got, want)
		}
	}
	check("Provider", c.Provider, e.fake.Provider())
	check("Source", c.Source, e.source.name)
	if _, ok := e.source.record.whole("Agent.ID"); ok {
		check("Agent.ID", c.Agent.ID, t.AgentID)
	}
	if h, ok := e.source.record.of("Agent.Name"); ok && h.value.Kind == fieldmap.Scalar {
		check("Agent.Name", c.Agent.Name, t.AgentName)
	}
	check("Status", string(c.Status), orAny(t.Status, string(c.Status)))
	check("StatusRaw", c.StatusRaw, orAny(t.StatusRaw, c.StatusRaw))
	check("Channel", string(c.Channel), orAny(t.Channel, string(c.Channel)))
	check("Direction", string(c.Direction), orAny(t.Direction, string(c.Direction)))
	if e.source.saysTime() {
		if at := timeIn(c, e.caps().Time); !at.Equal(t.Time) {
			e.Errorf("conversation %d: %s is %v, want %v", t.Index, e.caps().Time, at, t.Time)
		}
	}
	if w.hasUpdated && !c.UpdatedAt.Equal(t.UpdatedAt) {
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
func (s *source) saysTime() bool {
	_, ok := s.record.timed(s.decl.Time.Value)
	return ok
}

// resumes tests page tokens.
func (s *suite) resumes(t *testing.T) {
	s.test(t, "resume/pages", FakeOptions{Conversations: s.several(57)}, func(e *env) { e.everyToken(normalize.Query{}) })
	s.test(t, "resume/filtered", FakeOptions{Conversations: s.several(57)}, func(e *env) {
		if e.caps().Filters[normalize.FilterAgentID].Mode != normalize.Unsupported {
			e.everyToken(normalize.Query{AgentID: e.truth(0).AgentID})
		}
	})
	s.test(t, "resume/records", FakeOptions{Conversations: s.several(28)}, func(e *env) {
		whole := e.all(e.p, normalize.Query{})
		if len(whole) != e.fake.Len() {
			e.Fatalf("the list has %d conversations, want %d", len(whole), e.fake.Len())
		}
		for _, n := range []int{1, 2, max(1, e.size-1), e.size, e.size + 1, len(whole) - 1} {
			run := e.p.Run(normalize.Query{PageSize: e.size})
			seen := 0
			for _, err := range run.Conversations(e.ctx) {
				if err != nil {
					e.Fatal(err)
				}
				if seen++; seen == n {
					break
				}
			}
			behind := e.all(e.with(), normalize.Query{PageToken: run.PageToken()})
			e.sameIDs(fmt.Sprintf("after %d", n), behind, idsOf(whole[n:]))
		}
	})
	s.test(t, "resume/under faults", FakeOptions{Conversations: s.several(57)}, s.inManyRuns)
	s.test(t, "resume/wrong token", FakeOptions{Conversations: s.several(28)}, s.wrongTokens)
}

// everyToken reads page by page, and the rest from every page's token.
func (e *env) everyToken(q normalize.Query) {
	e.Helper()
	whole := e.all(e.p, q)
	q.PageSize = e.size
	seen := 0
	for pages := 0; ; pages++ {
		page, err := e.p.Page(e.ctx, q)
		if err != nil {
			e.Fatalf("page %d: %v", pages, err)
		}
		e.sameIDs(fmt.Sprintf("page %d", pages), page.Conversations, idsOf(whole[min(seen, len(whole)):min(len(whole), seen+len(page.Conversations))]))
		seen += len(page.Conversations)
		if page.Next == "" || pages > 100 {
			break
		}
		q.PageToken = page.Next
		e.sameIDs(fmt.Sprintf("rest after page %d", pages), e.all(e.with(), q), idsOf(whole[min(seen, len(whole)):]))
	}
	if seen != len(whole) {
		e.Errorf("the pages have %d conversations, the list %d", seen, len(whole))
	}
}

// inManyRuns reads the list in many short runs, each by a provider value of its own
// with the token of the one before, while one request in five fails. A run may
// end in its token's page, in a fault, or with its loop.
func (s *suite) inManyRuns(e *env) {
	e.fake.FailSome(0.2, 5)
	var got []*normalize.Conversation
	q := normalize.Query{PageSize: e.size}
	for n := 1; n < 50+2*e.fake.Len(); n++ {
		run := e.with(normalize.WithRetry(normalize.Retry{MaxAttempts: 1 + n%2})).Run(q)
		left := n % 8
		for c, err := range run.Conversations(e.ctx) {
			if err != nil {
				var page *normalize.PageError
				if !errors.As(err, &page) || page.PageToken != run.PageToken() {
					e.Fatalf("the error is %v, with another token than its run", err)
				}
				break
			}
			got = append(got, c)
			if left--; left == 0 {
				break
			}
		}
		if run.Report().Complete {
			e.same("all runs", got, nil)
			return
		}
		q.PageToken = run.PageToken()
	}
	e.Error("it does not end")
}

func (s *suite) wrongTokens(e *env) {
	run := e.p.Run(normalize.Query{PageSize: e.size})
	for range run.Conversations(e.ctx) {
		break
	}
	token := run.PageToken()
	if len(token) < 3 {
		e.Fatalf("the run's token is %q", token)
	}
	before := e.fake.Count()
	foreign := paging.EncodeToken(paging.Token{Provider: "another", Source: e.source.name})
	for _, q := range []normalize.Query{
		{PageToken: "no token"}, {PageToken: token[:len(token)-2]}, {PageToken: token, AgentID: "other"}, {PageToken: "p99" + token[2:]}, {PageToken: foreign},
	} {
		_, _, err := e.read(e.p, q)
		var wrong *normalize.TokenError
		if !errors.As(err, &wrong) && !errors.Is(err, normalize.ErrUnsupported) {
			e.Errorf("token %q: the error is %v, want a TokenError", q.PageToken, err)
		}
	}
	if e.fake.Count() != before {
		e.Errorf("a wrong token led to a request")
	}
}
