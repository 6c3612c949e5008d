package suite

import (
	"errors"
	"fmt"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// resumes tests page tokens.
func (s *suite) resumes(t *testing.T) {
	s.test(t, "resume/pages", synth.Options{Conversations: s.several(57)}, func(e *env) { e.everyToken(normalize.Query{}) })
	s.test(t, "resume/filtered", synth.Options{Conversations: s.several(57)}, func(e *env) {
		if e.caps().Filters[normalize.FilterAgentID].Mode != normalize.Unsupported {
			e.everyToken(normalize.Query{AgentID: e.truth(0).AgentID})
		}
	})
	s.test(t, "resume/records", synth.Options{Conversations: s.several(28)}, func(e *env) {
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
	s.test(t, "resume/under faults", synth.Options{Conversations: s.several(57)}, s.inManyRuns)
	s.test(t, "resume/wrong token", synth.Options{Conversations: s.several(28)}, s.wrongTokens)
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
		if run.Report().Stopped == normalize.StopEnd {
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
	foreign := paging.EncodeToken(paging.Token{Provider: "another", Source: e.source.Name})
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
