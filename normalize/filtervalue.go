package normalize

import (
	"strconv"
	"strings"
	"time"
)

// filterValue is the query's value of a filter as text, "" when it is not set. The
// text of an enum is its value.
func filterValue(q *Query, f Filter) string {
	switch f {
	case FilterAgentID:
		return q.AgentID
	case FilterParticipantID:
		return q.ParticipantID
	case FilterStatus:
		return string(q.Status)
	case FilterChannel:
		return string(q.Channel)
	case FilterDirection:
		return string(q.Direction)
	case FilterSince:
		return timeText(q.Since)
	case FilterUntil:
		return timeText(q.Until)
	case FilterUpdatedSince:
		return timeText(q.UpdatedSince)
	case FilterSearch:
		return q.Search
	}
	return ""
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// fingerprint tells queries with different filters apart, so that a page token
// is only taken by the query that it came from. How much is read at once, up to
// where, and whether with transcripts does not change which records follow.
func fingerprint(q *Query) string {
	var b strings.Builder
	for _, f := range Filters() {
		if v := filterValue(q, f); v != "" {
			b.WriteString(string(f) + "=" + strconv.Quote(v) + "&")
		}
	}
	return b.String()
}
