// Package judge applies here what a provider does not apply: emulated filters, and the
// bounds of time exactly.
package judge

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize"
)

// Verdict is what is done with a record that was read.
type Verdict int

// The verdicts.
const (
	Keep Verdict = iota
	Skip
	Done // neither this record nor any after it
)

// Judge is a query at one source.
type Judge struct {
	Query    normalize.Query
	Time     normalize.TimeField // what Since and Until compare
	Order    normalize.Order     // of the list, by Time
	Native   func(normalize.Filter) bool
	Emulated []normalize.Filter // but for the times, which are always applied
}

// Record judges a record. It notes as an issue of the record that it has no time to
// compare.
func (j *Judge) Record(c *normalize.Conversation) Verdict {
	if v := j.time(c); v != Keep {
		return v
	}
	if j.updatedBefore(c) {
		return Skip
	}
	for _, f := range j.Emulated {
		if !j.matches(f, c) {
			return Skip
		}
	}
	return Keep
}

func (j *Judge) time(c *normalize.Conversation) Verdict {
	since, until := j.Query.Since, j.Query.Until
	if since.IsZero() && until.IsZero() {
		return Keep
	}
	at := c.Time(j.Time)
	if at.IsZero() {
		noTime(c, string(j.Time), "Since and Until")
		return Keep
	}
	if !since.IsZero() && at.Before(since) {
		return j.beyond(normalize.FilterSince, normalize.OrderDescending)
	}
	if !until.IsZero() && !at.Before(until) {
		return j.beyond(normalize.FilterUntil, normalize.OrderAscending)
	}
	return Keep
}

// beyond is the verdict on a record outside of a bound: where the list is in an
// order that leads away from it, and the provider does not apply the bound
// itself, nothing after it is looked at.
func (j *Judge) beyond(bound normalize.Filter, away normalize.Order) Verdict {
	if j.Order == away && !j.Native(bound) {
		return Done
	}
	return Skip
}

func (j *Judge) updatedBefore(c *normalize.Conversation) bool {
	since := j.Query.UpdatedSince
	if since.IsZero() {
		return false
	}
	if c.UpdatedAt.IsZero() {
		noTime(c, "UpdatedAt", "UpdatedSince")
		return false
	}
	return c.UpdatedAt.Before(since)
}

func noTime(c *normalize.Conversation, field, bounds string) {
	c.Issues = append(c.Issues, normalize.Issue{
		Field:  field,
		Reason: "there is no time to compare with " + bounds + "; the conversation is kept",
	})
}

func (j *Judge) matches(f normalize.Filter, c *normalize.Conversation) bool {
	q := &j.Query
	switch f {
	case normalize.FilterAgentID:
		return c.Agent.ID == q.AgentID
	case normalize.FilterParticipantID:
		return slices.ContainsFunc(c.Participants, func(p normalize.Participant) bool {
			return p.ID == q.ParticipantID || p.ExternalID == q.ParticipantID
		})
	case normalize.FilterStatus:
		return c.Status == q.Status
	case normalize.FilterChannel:
		return c.Channel == q.Channel
	case normalize.FilterDirection:
		return c.Direction == q.Direction
	case normalize.FilterSearch:
		return holds(c, strings.ToLower(q.Search))
	}
	return false
}

// holds is the emulated search: lower is looked for in what people would read.
func holds(c *normalize.Conversation, lower string) bool {
	found := func(texts ...string) bool {
		return slices.ContainsFunc(texts, func(text string) bool {
			return strings.Contains(strings.ToLower(text), lower)
		})
	}
	if found(c.ID, c.Agent.ID, c.Agent.Name, c.Title, c.Summary) || found(c.AltIDs...) || found(c.Tags...) {
		return true
	}
	for i := range c.Participants {
		p := &c.Participants[i]
		if found(p.ID, p.ExternalID, p.Name, p.FirstName, p.LastName, p.Email, p.Phone, p.Organization) {
			return true
		}
	}
	return slices.ContainsFunc(c.Messages, func(m normalize.Message) bool { return found(m.Text) })
}
