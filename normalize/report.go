package normalize

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Report is the account of a [Run].
type Report struct {
	Provider string `json:"provider"`

	// Expected is the provider's own count of what it was asked for; nil where
	// a source did not say. It is to be compared with Records + RecordErrors +
	// Duplicates, where the query began without a PageToken.
	Expected *int64 `json:"expected,omitzero"`
	// Records are the conversations that were read, Filtered those of them that
	// were left out here, Delivered those that were yielded.
	Records   int64 `json:"records"`
	Filtered  int64 `json:"filtered"`
	Delivered int64 `json:"delivered"`
	// WithIssues are the delivered conversations that have issues.
	WithIssues int64 `json:"with_issues"`
	// RecordErrors are the records that were yielded as a *RecordError.
	RecordErrors int64 `json:"record_errors"`
	// TranscriptErrors are the delivered conversations whose transcript could
	// not be fetched.
	TranscriptErrors int64 `json:"transcript_errors"`
	// Duplicates are the records that came again and were dropped.
	Duplicates int64 `json:"duplicates"`
	// Pages are the list's pages that were read to their end.
	Pages int64 `json:"pages"`
	// Requests are all requests that were sent, Retries those of them that were
	// sent again; transcripts are included.
	Requests int64 `json:"requests"`
	Retries  int64 `json:"retries"`
	// Waited is the time spent waiting before retries, in nanoseconds in JSON.
	Waited time.Duration `json:"waited"`
	// Complete is true when the last iteration came to its own end (the last
	// record, a bound or the limit), not to an error or a break.
	Complete bool `json:"complete"`
}

// Report gives the account so far.
func (r *Run) Report() Report {
	n := &r.counts
	out := Report{
		Provider:         r.engine.def.Info.Name,
		Filtered:         n.filtered.Load(),
		Delivered:        n.delivered.Load(),
		WithIssues:       n.withIssues.Load(),
		TranscriptErrors: n.transcriptErrors.Load(),
		Complete:         n.complete.Load(),
	}
	extra := n.transcripts.Stats()
	out.Requests, out.Retries, out.Waited = extra.Requests, extra.Retries, extra.Waited

	refused := n.refused.Load()
	out.Records, out.RecordErrors = -refused, refused

	n.mu.Lock()
	defer n.mu.Unlock()
	var expected int64
	known := len(n.lists) > 0
	for _, meter := range n.lists {
		s := meter.Stats()
		out.Records += s.Records
		out.RecordErrors += s.RecordErrors
		out.Duplicates += s.Duplicates
		out.Pages += s.Pages
		out.Requests += s.Requests
		out.Retries += s.Retries
		out.Waited += s.Waited
		if s.Expected == nil {
			known = false
		} else {
			expected += *s.Expected
		}
	}
	if known {
		out.Expected = &expected
	}
	return out
}

// counts are the counters of a run.
type counts struct {
	delivered, withIssues, filtered, transcriptErrors atomic.Int64
	refused                                           atomic.Int64 // read as conversations, yielded as errors
	complete                                          atomic.Bool
	transcripts                                       transport.Meter

	mu    sync.Mutex
	lists []*transport.Meter // one for each reading of a source
}

func (n *counts) meter() *transport.Meter {
	m := &transport.Meter{}
	n.mu.Lock()
	n.lists = append(n.lists, m)
	n.mu.Unlock()
	return m
}

// note counts what is about to be yielded.
func (n *counts) note(it scanned) {
	if it.c == nil {
		return
	}
	n.delivered.Add(1)
	if len(it.c.Issues) > 0 {
		n.withIssues.Add(1)
	}
	if it.err != nil {
		n.transcriptErrors.Add(1)
	}
}
