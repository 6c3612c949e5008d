package engine

import (
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// inputs are what a request for the page at a position, or for one conversation, is
// made of. A nil q asks for nothing.
func (e *Engine) inputs(at paging.Position, id string, q *normalize.Query) *request.Inputs {
	in := &request.Inputs{
		Size: at.Size, Page: at.Page, Offset: at.Offset, Cursor: at.Cursor, Key: at.Key,
		ID: id, Scope: e.set.Scope,
	}
	if q != nil {
		in.Filter = asked{q}
	}
	return in
}

// asked is what a query asks for, by the names of filters.
type asked struct{ q *normalize.Query }

// Text implements [request.Filters].
func (a asked) Text(filter string) string {
	switch normalize.Filter(filter) {
	case normalize.FilterAgentID:
		return a.q.AgentID
	case normalize.FilterParticipantID:
		return a.q.ParticipantID
	case normalize.FilterStatus:
		return string(a.q.Status)
	case normalize.FilterChannel:
		return string(a.q.Channel)
	case normalize.FilterDirection:
		return string(a.q.Direction)
	case normalize.FilterSearch:
		return a.q.Search
	}
	return ""
}

// Time implements [request.Filters].
func (a asked) Time(filter string) time.Time {
	switch normalize.Filter(filter) {
	case normalize.FilterSince:
		return a.q.Since
	case normalize.FilterUntil:
		return a.q.Until
	case normalize.FilterUpdatedSince:
		return a.q.UpdatedSince
	}
	return time.Time{}
}
