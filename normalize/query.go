package normalize

import (
	"fmt"
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

// Validate reports what is wrong with the query at any provider: a negative
// number, a value that an enum does not have, an interval that ends before it
// begins, a time that RFC 3339 cannot write. The error is a [*QueryError] with [ErrInvalidQuery] as its cause.
func (q *Query) Validate() error {
	invalid := func(format string, args ...any) error {
		return &QueryError{Err: ErrInvalidQuery, Reason: fmt.Sprintf(format, args...)}
	}
	switch {
	case q.PageSize < 0:
		return invalid("PageSize is %d, less than zero", q.PageSize)
	case q.Limit < 0:
		return invalid("Limit is %d, less than zero", q.Limit)
	case !q.Status.known():
		return invalid("the model has no Status %q", q.Status)
	case !q.Channel.known():
		return invalid("the model has no Channel %q", q.Channel)
	case !q.Direction.known():
		return invalid("the model has no Direction %q", q.Direction)
	case !q.Since.IsZero() && !q.Until.IsZero() && q.Until.Before(q.Since):
		return invalid("Until (%s) is before Since (%s)", q.Until.UTC().Format(time.RFC3339Nano), q.Since.UTC().Format(time.RFC3339Nano))
	}
	for _, bound := range []struct {
		name string
		at   time.Time
	}{{"Since", q.Since}, {"Until", q.Until}, {"UpdatedSince", q.UpdatedSince}} {
		if year := bound.at.UTC().Year(); year < 1 || year > 9999 {
			return invalid("%s is in the year %d; use one from 1 to 9999", bound.name, year)
		}
	}
	return nil
}
