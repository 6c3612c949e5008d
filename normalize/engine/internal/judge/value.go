package judge

import (
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// Value is the query's value of a filter as text, "" when it is not set. The
// text of an enum is its value.
func Value(q *normalize.Query, f normalize.Filter) string {
	switch f {
	case normalize.FilterAgentID:
		return q.AgentID
	case normalize.FilterParticipantID:
		return q.ParticipantID
	case normalize.FilterStatus:
		return string(q.Status)
	case normalize.FilterChannel:
		return string(q.Channel)
	case normalize.FilterDirection:
		return string(q.Direction)
	case normalize.FilterSince:
		return timeText(q.Since)
	case normalize.FilterUntil:
		return timeText(q.Until)
	case normalize.FilterUpdatedSince:
		return timeText(q.UpdatedSince)
	case normalize.FilterSearch:
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

// Fingerprint tells queries with different filters apart, so that a page token
// is only taken by the query that it came from. How much is read at once, up to
// where, and whether with transcripts does not change which records follow.
func Fingerprint(q *normalize.Query) string {
	var b strings.Builder
	for _, f := range normalize.Filters() {
		if v := Value(q, f); v != "" {
			b.WriteString(string(f) + "=" + strconv.Quote(v) + "&")
		}
	}
	return b.String()
}
