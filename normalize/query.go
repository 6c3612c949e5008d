package normalize

import (
	"strconv"
	"strings"
	"time"
)

// Query says which conversations to read. The zero value asks for all of them.
//
// A filter is native (sent to the provider), emulated (applied here to what the
// provider returns) or unsupported ([ErrUnsupported] before any request); it is
// never dropped in silence. [Provider.Capabilities] tells which is which.
//
// The tags tell the compiler which field of the model a filter compares.
type Query struct {
	// AgentID asks for conversations of this agent; "" for all.
	AgentID string `parlance:"filter=agent_id,field=Agent.ID"`
	// ParticipantID asks for conversations with this participant, by its ID or
	// ExternalID; "" for all.
	ParticipantID string `parlance:"filter=participant_id,field=Participants.ID|Participants.ExternalID"`
	// Status, Channel and Direction ask for conversations that have this value;
	// "" for all.
	Status    Status    `parlance:"filter=status,field=Status"`
	Channel   Channel   `parlance:"filter=channel,field=Channel"`
	Direction Direction `parlance:"filter=direction,field=Direction"`
	// Since and Until ask for conversations whose time is in the half-open
	// interval [Since, Until); zero for no bound. The time is the provider's
	// declared one ([SourceCapabilities.Time]). The interval is exact at every
	// provider; a conversation without that time passes, with an issue.
	Since time.Time `parlance:"filter=since,bound=lower"`
	Until time.Time `parlance:"filter=until,bound=upper"`
	// UpdatedSince asks for conversations whose UpdatedAt is not before this;
	// zero for all. A conversation without UpdatedAt passes, with an issue.
	UpdatedSince time.Time `parlance:"filter=updated_since,bound=lower,field=UpdatedAt"`
	// Search asks for conversations that hold this text; "" for all. A native
	// search means what the provider says it means; an emulated one looks,
	// without regard to case, into the ids, names, title, summary and messages
	// of the list's record.
	Search string `parlance:"filter=search"`

	// PageSize is how many records to ask for at once; 0 for the provider's
	// default, and more than its maximum for the maximum.
	PageSize int
	// Limit ends the iteration after so many conversations; 0 for no limit.
	Limit int
	// PageToken resumes where an earlier query with the same filters stopped:
	// [Page.Next], [PageError.PageToken] or [Run.PageToken]. "" begins at the
	// beginning.
	PageToken string
	// WithMessages yields every conversation with its complete transcript. Where
	// the list does not carry it, it is fetched for each conversation, several
	// at once (see [WithConcurrency]), the order kept. What that costs besides is
	// in [SourceCapabilities].TranscriptNeeds.
	WithMessages bool
}

// Filter names a filter of [Query].
type Filter string

// The filters of a query.
const (
	FilterAgentID       Filter = "agent_id"
	FilterParticipantID Filter = "participant_id"
	FilterStatus        Filter = "status"
	FilterChannel       Filter = "channel"
	FilterDirection     Filter = "direction"
	FilterSince         Filter = "since"
	FilterUntil         Filter = "until"
	FilterUpdatedSince  Filter = "updated_since"
	FilterSearch        Filter = "search"
)

// Filters lists every filter, in the order of documentation.
func Filters() []Filter {
	return []Filter{
		FilterAgentID, FilterParticipantID, FilterStatus, FilterChannel, FilterDirection,
		FilterSince, FilterUntil, FilterUpdatedSince, FilterSearch,
	}
}

// value is the query's value of a filter as text, "" when it is not set. The
// text of an enum is its value.
func (q *Query) value(f Filter) string {
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
func (q *Query) fingerprint() string {
	var b strings.Builder
	for _, f := range Filters() {
		if v := q.value(f); v != "" {
			b.WriteString(string(f) + "=" + strconv.Quote(v) + "&")
		}
	}
	return b.String()
}
