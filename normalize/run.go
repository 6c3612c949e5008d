package normalize

import (
	"context"
	"iter"
)

// Run reads a query and keeps a report of what was done. The counts of the report add
// up over several iterations of the same Run. Report and PageToken may be called at
// any time, from any goroutine. Only one iteration goes on at a time.
type Run interface {
	// Conversations streams the conversations of the query, as
	// [Provider.Conversations] says.
	Conversations(ctx context.Context) iter.Seq2[*Conversation, error]
	// Report gives the report so far.
	Report() Report
	// PageToken resumes after the last record that was yielded. It is "" after the
	// end, which [Report.Stopped] tells from a beginning, and before the iteration of
	// a query without a token. It is always "" for [Merge]: each of its providers is
	// resumed by itself.
	PageToken() string
}
