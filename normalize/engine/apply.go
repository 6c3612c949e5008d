package engine

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/normalize"
)

// verdict is what to do with a record that was read.
type verdict int

const (
	keep verdict = iota
	skip
	done // neither this record nor any after it
)

// judge applies what the provider does not, and the time bounds exactly.
func (s *scan) judge(c *normalize.Conversation) verdict {
	if v := s.judgeTime(c); v != keep {
		return v
	}
	if s.updatedBefore(c) {
		return skip
	}
	for _, f := range s.emulated {
		if !s.matches(f, c) {
			return skip
		}
	}
	return keep
}

func (s *scan) judgeTime(c *normalize.Conversation) verdict {
	since, until := s.query.Since, s.query.Until
	if since.IsZero() && until.IsZero() {
		return keep
	}
	at := c.Time(s.source.Time)
	if at.IsZero() {
		noTime(c, string(s.source.Time), "Since and Until")
		return keep
	}
	if !since.IsZero() && at.Before(since) {
		return s.beyond(normalize.FilterSince, normalize.OrderDescending)
	}
	if !until.IsZero() && !at.Before(until) {
		return s.beyond(normalize.FilterUntil, normalize.OrderAscending)
	}
	return keep
}

// beyond is the verdict on a record outside of a bound: where the list is in an
// order that leads away from it, and the provider does not apply the bound
// itself, nothing after it is looked at.
func (s *scan) beyond(bound normalize.Filter, away normalize.Order) verdict {
	if s.source.Order == away && s.source.List.Filters[bound].Mode != normalize.Native {
		return done
	}
	return skip
}

func (s *scan) updatedBefore(c *normalize.Conversation) bool {
	since := s.query.UpdatedSince
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

func (s *scan) matches(f normalize.Filter, c *normalize.Conversation) bool {
	q := &s.query
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
