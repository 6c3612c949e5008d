package normalize

import (
	"slices"
	"strings"
)

// verdict is what becomes of a record that was read.
type verdict int

const (
	keep verdict = iota
	skip
	done // neither this record nor any after it
)

// judge applies what the provider does not, and the time bounds exactly.
func (s *scan) judge(c *Conversation) verdict {
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

func (s *scan) judgeTime(c *Conversation) verdict {
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
		return s.beyond(FilterSince, OrderDescending)
	}
	if !until.IsZero() && !at.Before(until) {
		return s.beyond(FilterUntil, OrderAscending)
	}
	return keep
}

// beyond is what becomes of a record outside of a bound: where the list is in an
// order that leads away from it, and the provider does not apply the bound
// itself, nothing after it is looked at.
func (s *scan) beyond(bound Filter, away Order) verdict {
	if s.source.Order == away && s.source.List.Filters[bound].Mode != Native {
		return done
	}
	return skip
}

func (s *scan) updatedBefore(c *Conversation) bool {
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

func noTime(c *Conversation, field, bounds string) {
	c.Issues = append(c.Issues, Issue{
		Field:  field,
		Reason: "there is no time to compare with " + bounds + "; the conversation is kept",
	})
}

func (s *scan) matches(f Filter, c *Conversation) bool {
	q := &s.query
	switch f {
	case FilterAgentID:
		return c.Agent.ID == q.AgentID
	case FilterParticipantID:
		return slices.ContainsFunc(c.Participants, func(p Participant) bool {
			return p.ID == q.ParticipantID || p.ExternalID == q.ParticipantID
		})
	case FilterStatus:
		return c.Status == q.Status
	case FilterChannel:
		return c.Channel == q.Channel
	case FilterDirection:
		return c.Direction == q.Direction
	case FilterSearch:
		return holds(c, strings.ToLower(q.Search))
	}
	return false
}

// holds is the emulated search: lower is looked for in what people would read.
func holds(c *Conversation, lower string) bool {
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
	return slices.ContainsFunc(c.Messages, func(m Message) bool { return found(m.Text) })
}
