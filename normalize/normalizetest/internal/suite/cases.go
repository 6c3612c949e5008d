package suite

import (
	"slices"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// filterCase is one value of a filter and what it must find. Where the truth is
// not known, want is nil, and the unfiltered list's conversations tell.
type filterCase struct {
	query normalize.Query
	value string
	want  func(synth.Truth) bool
	field func(*normalize.Conversation) bool
}

func (e *env) cases(f normalize.Filter, support normalize.Support) []filterCase {
	switch f {
	case normalize.FilterAgentID:
		_, known := e.source.Record.Whole("Agent.ID")
		cases := e.idCases(known || support.Mode != normalize.Emulated, func(id string) normalize.Query { return normalize.Query{AgentID: id} },
			func(t synth.Truth) string { return t.AgentID }, func(c *normalize.Conversation) []string { return []string{c.Agent.ID} })
		if id, ok := e.source.World.UnusedAgent(); ok {
			cases = append(cases, filterCase{query: normalize.Query{AgentID: id}, want: func(synth.Truth) bool { return false }})
		}
		return cases
	case normalize.FilterParticipantID:
		_, known := e.source.Record.Person()
		return e.idCases(known || support.Mode != normalize.Emulated, func(id string) normalize.Query { return normalize.Query{ParticipantID: id} },
			func(t synth.Truth) string { return t.ParticipantID }, personIDs)
	case normalize.FilterStatus:
		return e.enumCases(e.source.World.Status, support, func(v string) normalize.Query { return normalize.Query{Status: normalize.Status(v)} },
			func(t synth.Truth) string { return t.Status }, func(c *normalize.Conversation) string { return string(c.Status) }, "canceled")
	case normalize.FilterChannel:
		return e.enumCases(e.source.World.Channel, support, func(v string) normalize.Query { return normalize.Query{Channel: normalize.Channel(v)} },
			func(t synth.Truth) string { return t.Channel }, func(c *normalize.Conversation) string { return string(c.Channel) }, "sms")
	case normalize.FilterDirection:
		return e.enumCases(e.source.World.Direction, support, func(v string) normalize.Query { return normalize.Query{Direction: normalize.Direction(v)} },
			func(t synth.Truth) string { return t.Direction }, func(c *normalize.Conversation) string { return string(c.Direction) }, "internal")
	case normalize.FilterUpdatedSince:
		return []filterCase{e.updatedCase(support.Mode)}
	case normalize.FilterSearch:
		text := e.truth(13).ID
		return []filterCase{{query: normalize.Query{Search: text}, want: func(t synth.Truth) bool { return t.ID == text }}}
	}
	return nil
}

// idCases compares with the truth where the fake knows it, and else asks for
// what some conversation of the unfiltered list has.
func (e *env) idCases(known bool, query func(string) normalize.Query, truth func(synth.Truth) string, ids func(*normalize.Conversation) []string) []filterCase {
	e.Helper()
	if known {
		id := truth(e.truth(0))
		return []filterCase{{query: query(id), value: id, want: func(t synth.Truth) bool { return truth(t) == id }}}
	}
	for _, c := range e.all(e.p, normalize.Query{}) {
		for _, id := range ids(c) {
			if id != "" {
				return []filterCase{{query: query(id), value: id, field: func(c *normalize.Conversation) bool { return slices.Contains(ids(c), id) }}}
			}
		}
	}
	return nil
}

func personIDs(c *normalize.Conversation) []string {
	var ids []string
	for _, p := range c.Participants {
		ids = append(ids, p.ID, p.ExternalID)
	}
	return ids
}

// updatedCase asks for what was updated since some conversation was. Where the
// records do not say it as one value, the provider's answer or the unfiltered
// list tells.
func (e *env) updatedCase(mode normalize.FilterMode) filterCase {
	e.Helper()
	if e.source.World.HasUpdated {
		limit := e.truth(20).UpdatedAt
		return filterCase{query: normalize.Query{UpdatedSince: limit}, want: func(t synth.Truth) bool { return !t.UpdatedAt.Before(limit) }}
	}
	if mode == normalize.Emulated {
		for _, c := range e.all(e.p, normalize.Query{}) {
			if limit := c.UpdatedAt; !limit.IsZero() {
				return filterCase{query: normalize.Query{UpdatedSince: limit}, field: func(c *normalize.Conversation) bool {
					return c.UpdatedAt.IsZero() || !c.UpdatedAt.Before(limit)
				}}
			}
		}
	}
	return filterCase{query: normalize.Query{UpdatedSince: synth.Newest}, want: func(t synth.Truth) bool { return !t.UpdatedAt.Before(synth.Newest) }}
}

// enumCases asks for every value that occurs, and for one that may not.
func (e *env) enumCases(f hints.Facet, support normalize.Support, query func(string) normalize.Query, truth func(synth.Truth) string, field func(*normalize.Conversation) string, absent string) []filterCase {
	e.Helper()
	values := []string{absent}
	for _, native := range f.Natives {
		values = append(values, f.ModelOf(native))
	}
	known := f.Fixed != "" || f.Sent
	switch {
	case f.Fixed != "":
		values = append(values, f.Fixed)
	case !known && support.Mode != normalize.Unsupported:
		for _, c := range e.all(e.p, normalize.Query{}) {
			if v := field(c); v != "" {
				values = append(values, v)
			}
		}
	}
	slices.Sort(values)
	var cases []filterCase
	for _, v := range slices.Compact(values) {
		if v == "" { // no value, and so no filter
			continue
		}
		c := filterCase{query: query(v), value: v, field: func(c *normalize.Conversation) bool { return field(c) == v }}
		if known || sends(support, v) {
			c.want = func(t synth.Truth) bool { return truth(t) == v }
		}
		cases = append(cases, c)
	}
	return cases
}

// sends reports whether a native filter leaves the value to the provider.
func sends(support normalize.Support, value string) bool {
	return support.Mode == normalize.Native && (support.Values == nil || slices.Contains(support.Values, value))
}
