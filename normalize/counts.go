package normalize

import (
	"sync"
	"sync/atomic"

	"github.com/parlancehq/parlance/normalize/rest/transport"
)

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
