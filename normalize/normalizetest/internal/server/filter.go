package server

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// view is the sequence of records that a list shows: all of them, or those at
// the indexes.
type view struct {
	all     int
	indexes []int32 // nil is all
}

func (v view) len() int {
	if v.indexes != nil {
		return len(v.indexes)
	}
	return v.all
}

func (v view) at(k int) int {
	if v.indexes != nil {
		return int(v.indexes[k])
	}
	return k
}

// viewOf applies the request's filters. What is wrong with one is the returned
// text.
func (f *Fake) viewOf(s *Source, r *request, scope string) (view, string) {
	all := view{all: f.Opts.Conversations}
	if scope == "" {
		return all, ""
	}
	var tests []func(synth.Truth) bool
	for _, filter := range s.Decl.List.Filters {
		values := r.asked(filter.Param.Value, filter.With)
		if slices.Equal(values, []string{filter.Default.Value.Value}) && filter.Default.Value.Set() {
			continue // it leaves nothing out
		}
		if len(values) > 0 {
			test, why := s.test(filter, values)
			if why != "" {
				return all, "the filter " + filter.Param.Value + ": " + why
			}
			tests = append(tests, test)
		}
	}
	f.mu.Lock()
	known, ok := f.views[s.Name+"?"+scope]
	f.mu.Unlock()
	if ok {
		return view{indexes: known}, ""
	}
	indexes := []int32{}
	for i := range f.Opts.Conversations {
		t, good := s.World.Truth(i), true
		for _, test := range tests {
			good = good && test(t)
		}
		if good {
			indexes = append(indexes, int32(i))
		}
	}
	f.mu.Lock()
	f.views[s.Name+"?"+scope] = indexes
	f.mu.Unlock()
	return view{indexes: indexes}, ""
}

// test gives the filter's predicate for the values sent.
func (s *Source) test(filter *fieldmap.Filter, values []string) (func(synth.Truth) bool, string) {
	switch filter.Name.Value {
	case "agent_id":
		return func(t synth.Truth) bool { return slices.Contains(values, t.AgentID) }, ""
	case "participant_id":
		return func(t synth.Truth) bool { return slices.Contains(values, t.ParticipantID) }, ""
	case "status":
		return enumTest(filter, values, func(t synth.Truth) (string, string) { return t.Status, t.StatusRaw }), ""
	case "channel":
		return enumTest(filter, values, func(t synth.Truth) (string, string) { return t.Channel, t.ChannelRaw }), ""
	case "direction":
		return enumTest(filter, values, func(t synth.Truth) (string, string) { return t.Direction, t.DirectionRaw }), ""
	case "search":
		return func(t synth.Truth) bool { return s.mentions(t, values[0]) }, ""
	case "since":
		return s.bound(filter, values[0], true, func(t synth.Truth) time.Time { return t.Time })
	case "until":
		return s.bound(filter, values[0], false, func(t synth.Truth) time.Time { return t.Time })
	case "updated_since":
		return s.bound(filter, values[0], true, func(t synth.Truth) time.Time { return t.UpdatedAt })
	}
	return func(synth.Truth) bool { return true }, ""
}

// enumTest compares with the provider's text, or, where the filter has values of
// its own, with the model values that they stand for.
func enumTest(filter *fieldmap.Filter, values []string, of func(synth.Truth) (model, native string)) func(synth.Truth) bool {
	if len(filter.Values) == 0 {
		return func(t synth.Truth) bool {
			_, native := of(t)
			return slices.Contains(values, native)
		}
	}
	var models []string
	for _, pair := range filter.Values {
		if slices.Contains(values, pair.Value.Value) {
			models = append(models, pair.Key.Value)
		}
	}
	return func(t synth.Truth) bool {
		model, _ := of(t)
		return slices.Contains(models, model)
	}
}

func (s *Source) mentions(t synth.Truth, text string) bool {
	record := jsontree.Encode(nil, s.Record.Conversation(t), jsontree.Layouts[0])
	return bytes.Contains(bytes.ToLower(record), bytes.ToLower([]byte(text)))
}

// undocumentedZone is where the fake reads days whose zone is not documented: a
// client that takes them for UTC loses conversations.
var undocumentedZone = time.FixedZone("", 5*3600+1800)

// bound reads a time bound. Whether it includes its own instant is as the field
// map says; where that is not known, it does not, which hurts more. An instant
// is compared as coarsely as the parameter can say it.
func (s *Source) bound(filter *fieldmap.Filter, text string, lower bool, of func(synth.Truth) time.Time) (func(synth.Truth) bool, string) {
	form := hints.TimeForm{Kind: filter.Format.Value, Zone: time.UTC}
	switch zone := filter.Zone.Value; {
	case strings.EqualFold(zone, "unknown"):
		form.Zone = undocumentedZone
	case zone != "":
		loc, ok := hints.ZoneOf(zone)
		if !ok {
			return nil, "no such zone: " + zone
		}
		form.Zone = loc
	}
	limit, ok := form.Parse(text)
	if !ok {
		return nil, text + " is not in the format " + filter.Format.Value
	}
	inclusive := filter.Inclusive != nil && *filter.Inclusive
	return func(t synth.Truth) bool {
		have := form.Floor(of(t))
		if inclusive && have.Equal(limit) {
			return true
		}
		if lower {
			return have.After(limit)
		}
		return have.Before(limit)
	}, ""
}
