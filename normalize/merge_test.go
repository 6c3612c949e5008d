package normalize_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

// stub is a provider that yields what it is given; what it has no method for is
// never called.
type stub struct {
	normalize.Provider
	name  string
	order normalize.Order
	days  []int // of its conversations; -1 has no time
	err   error // at its end
	block bool  // wait for the context at its end
}

func (s *stub) Capabilities() normalize.Capabilities {
	return normalize.Capabilities{Provider: s.name, Sources: []normalize.SourceCapabilities{{Time: normalize.TimeStartedAt, Order: s.order}}}
}

// Run gives the stub as a run, which keeps no account.
func (s *stub) Run(normalize.Query) normalize.Run { return stubRun{s} }

type stubRun struct{ *stub }

func (stubRun) Report() normalize.Report { return normalize.Report{} }
func (stubRun) PageToken() string        { return "" }
func (r stubRun) Conversations(ctx context.Context) iter.Seq2[*normalize.Conversation, error] {
	return r.stub.Conversations(ctx, normalize.Query{})
}

func (s *stub) Conversations(ctx context.Context, _ normalize.Query) iter.Seq2[*normalize.Conversation, error] {
	return func(yield func(*normalize.Conversation, error) bool) {
		for _, day := range s.days {
			c := &normalize.Conversation{ID: fmt.Sprintf("%s%d", s.name, day)}
			if day >= 0 {
				c.StartedAt = fakeapi.Day(day)
			}
			if !yield(c, nil) {
				return
			}
		}
		if s.block {
			<-ctx.Done()
			yield(nil, ctx.Err())
		} else if s.err != nil {
			yield(nil, s.err)
		}
	}
}

func merge(ctx context.Context, q normalize.Query, providers ...normalize.Provider) (ids []string, errs []error) {
	for c, err := range normalize.Merge(q, providers...).Conversations(ctx) {
		if err != nil {
			errs = append(errs, err)
		}
		if c != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids, errs
}

func TestMergeNewestFirst(t *testing.T) {
	defer goleak.VerifyNone(t)
	a := &stub{name: "a", order: normalize.OrderDescending, days: []int{1, 4, 5}}
	b := &stub{name: "b", order: normalize.OrderDescending, days: []int{0, 2, -1, 4, 9}}
	none := &stub{name: "none", order: normalize.OrderDescending}
	got, errs := merge(t.Context(), normalize.Query{}, a, none, b)
	if want := "b0 a1 b2 b-1 a4 b4 a5 b9"; strings.Join(got, " ") != want || len(errs) > 0 {
		t.Errorf("got %v %v, want %s", got, errs, want)
	}
	got, _ = merge(t.Context(), normalize.Query{Limit: 3}, a, none, b)
	if want := "b0 a1 b2"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if got, errs := merge(t.Context(), normalize.Query{}); len(got)+len(errs) > 0 {
		t.Errorf("of nothing: %v %v", got, errs)
	}
}

func TestMergeWithoutOrderGivesAll(t *testing.T) {
	defer goleak.VerifyNone(t)
	a := &stub{name: "a", order: normalize.OrderDescending, days: fakeapi.UpTo(50)}
	b := &stub{name: "b", days: fakeapi.UpTo(60)}
	got, errs := merge(t.Context(), normalize.Query{}, a, b)
	slices.Sort(got)
	if got = slices.Compact(got); len(got) != 110 || len(errs) > 0 {
		t.Errorf("%d came, %v", len(got), errs)
	}
	if got, _ := merge(t.Context(), normalize.Query{Limit: 7}, a, b); len(got) != 7 {
		t.Errorf("%d came, want 7", len(got))
	}
}

func TestMergeGoesOnWithoutTheOneThatFails(t *testing.T) {
	defer goleak.VerifyNone(t)
	boom := errors.New("boom")
	for _, order := range []normalize.Order{normalize.OrderDescending, normalize.OrderUnspecified} {
		a := &stub{name: "a", order: order, days: []int{1, 3}, err: boom}
		b := &stub{name: "b", order: order, days: []int{0, 2, 4, 5}}
		got, errs := merge(t.Context(), normalize.Query{}, a, b)
		var failed *normalize.ProviderError
		if len(got) != 6 || len(errs) != 1 || !errors.As(errs[0], &failed) || failed.Provider != "a" || !errors.Is(errs[0], boom) || errs[0].Error() != "a: boom" {
			t.Errorf("%q: %v %v", order, got, errs)
		}
	}
}

func TestMergeLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, order := range []normalize.Order{normalize.OrderDescending, normalize.OrderUnspecified} {
		a := &stub{name: "a", order: order, days: fakeapi.UpTo(100)}
		b := &stub{name: "b", order: order, days: fakeapi.UpTo(100), block: true}
		for range normalize.Merge(normalize.Query{}, a, b).Conversations(t.Context()) {
			break
		}

		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		var last error
		for _, err := range normalize.Merge(normalize.Query{}, a, b).Conversations(ctx) {
			if last = err; err == nil {
				n++
			}
			if n == 200 { // b waits for the context now
				cancel()
			}
		}
		cancel()
		if n != 200 || !errors.Is(last, context.Canceled) {
			t.Errorf("%q: %d came, then %v", order, n, last)
		}
	}
}

func TestMergeOfEngines(t *testing.T) {
	defer goleak.VerifyNone(t)
	api := &fakeapi.API{}
	api.Records, api.Transcripts = fakeapi.Records(4)
	e := fakeapi.Open(t, api, fakeapi.Definition())
	broken := fakeapi.Open(t, &fakeapi.API{Fail: map[string]int{"/v1/conversations": 403}}, fakeapi.Definition())
	got, errs := merge(t.Context(), normalize.Query{WithMessages: true}, e, fakeapi.Open(t, api, fakeapi.TwoSources()), broken)
	want := []string{"c00", "c00", "c00", "c01", "c01", "c01", "c02", "c02", "c02", "c03", "c03", "c03"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if len(errs) != 1 || !errors.Is(errs[0], normalize.ErrForbidden) || strings.Count(errs[0].Error(), "acme") != 1 {
		t.Errorf("errors %v", errs)
	}
	if _, errs := merge(t.Context(), normalize.Query{PageToken: "x"}, e); len(errs) != 1 || !errors.Is(errs[0], normalize.ErrInvalidQuery) {
		t.Errorf("with a token: %v", errs)
	}
	if _, errs := merge(t.Context(), normalize.Query{Channel: normalize.ChannelSMS}, e); len(errs) != 1 || !errors.Is(errs[0], normalize.ErrUnsupported) {
		t.Errorf("unsupported: %v", errs)
	}
}

// TestMergeReport: what was delivered is what was yielded, and not what was read ahead;
// the counts of several iterations add up.
func TestMergeReport(t *testing.T) {
	records, transcripts := fakeapi.Records(7)
	server := &fakeapi.API{Records: records, Transcripts: transcripts, Fail: map[string]int{"/v1/conversations/c00/messages": 404}}
	server.Records = append(server.Records[:6:6], `{"id":"c06","created":"never"}`)
	for name, order := range map[string]normalize.Order{"newest first": normalize.OrderDescending, "as they come": normalize.OrderUnspecified} {
		for _, test := range []struct {
			query  normalize.Query
			leaves []int // after how many conversations each iteration is left
			want   normalize.Report
		}{
			{leaves: []int{2}, want: normalize.Report{Delivered: 2, Completeness: normalize.CompletenessIncomplete, Stopped: normalize.StopBreak}},
			{query: normalize.Query{Limit: 3}, leaves: []int{-1}, want: normalize.Report{Delivered: 3, Completeness: normalize.CompletenessIncomplete, Stopped: normalize.StopLimit}},
			{query: normalize.Query{WithMessages: true}, leaves: []int{-1}, want: normalize.Report{
				Delivered: 14, WithIssues: 2, TranscriptErrors: 2, Completeness: normalize.CompletenessStated, Stopped: normalize.StopEnd}},
			{leaves: []int{-1, 3, -1}, want: normalize.Report{Delivered: 31, WithIssues: 4, Completeness: normalize.CompletenessStated, Stopped: normalize.StopEnd}},
		} {
			t.Run(fmt.Sprint(name, test.leaves, test.query.Limit, test.query.WithMessages), func(t *testing.T) {
				def := fakeapi.Definition()
				def.Sources[0].Order = order
				e := fakeapi.Open(t, server, def)
				run := normalize.Merge(test.query, e, e)
				for _, leave := range test.leaves {
					n := 0
					for c := range run.Conversations(t.Context()) {
						if c != nil {
							n++
						}
						if n == leave {
							break
						}
					}
				}
				got := run.Report()
				if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(normalize.Report{}, "Records", "Pages", "Requests", "Waited", "WithIssues")); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if got.Records < got.Delivered {
					t.Errorf("%d were read, %d delivered", got.Records, got.Delivered)
				}
				if whole := test.leaves[len(test.leaves)-1] < 0 && test.query.Limit == 0; whole && got.WithIssues < test.want.WithIssues {
					t.Errorf("%d have issues, want %d", got.WithIssues, test.want.WithIssues)
				}
			})
		}
	}
}
