package normalize_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
)

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
