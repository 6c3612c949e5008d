package normalize

// Report implements [Run].
func (r *mergedRun) Report() Report {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.delivered
	out.Stopped = r.stopped
	known := len(r.streams) > 0
	var expected int64
	for _, s := range r.streams {
		one := s.run.Report()
		out.add(one)
		if one.Expected == nil {
			known = false
		} else {
			expected += *one.Expected
		}
		for _, a := range one.Assumptions {
			a.Provider = s.name
			a.Source = s.source
			out.Assumptions = append(out.Assumptions, a)
		}
	}
	if known {
		out.Expected = &expected
	}
	out.Completeness = r.completeness()
	if out.Stopped == StopEnd && out.Completeness == CompletenessIncomplete {
		out.Stopped = StopError // of a provider: the others went on
	}
	return out
}

// add sums up the counts of what was read.
func (r *Report) add(one Report) {
	r.Records += one.Records
	r.Filtered += one.Filtered
	r.RecordErrors += one.RecordErrors
	r.Duplicates += one.Duplicates
	r.Pages += one.Pages
	r.Requests += one.Requests
	r.Retries += one.Retries
	r.Waited += one.Waited
}

// completeness is that of the least complete provider.
func (r *mergedRun) completeness() Completeness {
	switch r.stopped {
	case "":
		return ""
	case StopEnd:
	default:
		return CompletenessIncomplete
	}
	worst := CompletenessStated
	for _, s := range r.streams {
		switch s.run.Report().Completeness {
		case CompletenessStated:
		case CompletenessAssumed:
			worst = CompletenessAssumed
		default:
			return CompletenessIncomplete
		}
	}
	return worst
}
