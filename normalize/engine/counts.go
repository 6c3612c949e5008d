package engine

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// Report implements [normalize.Run].
func (r *run) Report() normalize.Report {
	n := &r.counts
	out := normalize.Report{
		Provider:         r.engine.def.Info.Name,
		Filtered:         n.filtered.Load(),
		Delivered:        n.delivered.Load(),
		WithIssues:       n.withIssues.Load(),
		TranscriptErrors: n.transcriptErrors.Load(),
	}
	extra := n.transcripts.Stats()
	out.Requests, out.Retries, out.Waited = extra.Requests, extra.Retries, extra.Waited

	refused := n.refused.Load()
	out.Records, out.RecordErrors = -refused, refused

	n.mu.Lock()
	defer n.mu.Unlock()
	out.Stopped, out.Assumptions, out.Completeness = n.stopped, slices.Clone(n.assumptions), n.completeness()
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
	transcripts                                       transport.Meter

	mu          sync.Mutex
	lists       []*transport.Meter // one for each reading of a source
	stopped     normalize.Stop     // of the last iteration
	assumptions []normalize.Assumption
}

// begin starts the report of an iteration.
func (n *counts) begin() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.stopped, n.assumptions = "", nil
}

// assume notes what was taken for granted about a source.
func (n *counts) assume(source string, assumed []paging.Assumption) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range assumed {
		n.assumptions = append(n.assumptions, normalize.Assumption{Source: source, Name: normalize.AssumptionName(a.Name), Detail: a.Detail})
	}
}

// stop notes why an iteration is over.
func (n *counts) stop(why normalize.Stop) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.stopped = why
}

// completeness is what can be said of the last iteration.
func (n *counts) completeness() normalize.Completeness {
	switch {
	case n.stopped == "":
		return ""
	case n.stopped != normalize.StopEnd:
		return normalize.CompletenessIncomplete
	case len(n.assumptions) > 0:
		return normalize.CompletenessAssumed
	}
	return normalize.CompletenessStated
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
