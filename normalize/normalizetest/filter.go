package normalizetest

import (
	"bytes"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
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
func (f *Fake) viewOf(s *source, r *request, scope string) (view, string) {
	all := view{all: f.opts.Conversations}
	if scope == "" {
		return all, ""
	}
	var tests []func(Truth) bool
	for _, filter := range s.decl.List.Filters {
		if values := r.asked(filter.Param.Value, filter.With); len(values) > 0 {
			test, why := s.test(filter, values)
			if why != "" {
				return all, "the filter " + filter.Param.Value + ": " + why
			}
			tests = append(tests, test)
		}
	}
	f.mu.Lock()
	known, ok := f.views[s.name+"?"+scope]
	f.mu.Unlock()
	if ok {
		return view{indexes: known}, ""
	}
	indexes := []int32{}
	for i := range f.opts.Conversations {
		t, good := s.world.truth(i), true
		for _, test := range tests {
			good = good && test(t)
		}
		if good {
			indexes = append(indexes, int32(i))
		}
	}
	f.mu.Lock()
	f.views[s.name+"?"+scope] = indexes
	f.mu.Unlock()
	return view{indexes: indexes}, ""
}

// test gives the filter's predicate for the values sent.
func (s *source) test(filter *fieldmap.Filter, values []string) (func(Truth) bool, string) {
	switch filter.Name.Value {
	case "agent_id":
		return func(t Truth) bool { return contains(values, t.AgentID) }, ""
	case "participant_id":
		return func(t Truth) bool { return contains(values, t.ParticipantID) }, ""
	case "status":
		return enumTest(filter, values, func(t Truth) (string, string) { return t.Status, t.StatusRaw }), ""
	case "channel":
		return enumTest(filter, values, func(t Truth) (string, string) { return t.Channel, t.ChannelRaw }), ""
	case "direction":
		return enumTest(filter, values, func(t Truth) (string, string) { return t.Direction, t.DirectionRaw }), ""
	case "search":
		return func(t Truth) bool { return s.mentions(t, values[0]) }, ""
	case "since":
		return s.bound(filter, values[0], true, func(t Truth) time.Time { return t.Time })
	case "until":
		return s.bound(filter, values[0], false, func(t Truth) time.Time { return t.Time })
	case "updated_since":
		return s.bound(filter, values[0], true, func(t Truth) time.Time { return t.UpdatedAt })
	}
	return func(Truth) bool { return true }, ""
}

// enumTest compares with the provider's text, or, where the filter has values of
// its own, with the model values that they stand for.
func enumTest(filter *fieldmap.Filter, values []string, of func(Truth) (model, native string)) func(Truth) bool {
	if len(filter.Values) == 0 {
		return func(t Truth) bool {
			_, native := of(t)
			return contains(values, native)
		}
	}
	var models []string
	for _, pair := range filter.Values {
		if contains(values, pair.Value.Value) {
			models = append(models, pair.Key.Value)
		}
	}
	return func(t Truth) bool {
		model, _ := of(t)
		return contains(models, model)
	}
}

func (s *source) mentions(t Truth, text string) bool {
	record := encode(nil, s.record.conversation(t), layouts[0])
	return bytes.Contains(bytes.ToLower(record), bytes.ToLower([]byte(text)))
}

// undocumentedZone is where the fake reads days whose zone is not documented: a
// client that takes them for UTC loses conversations.
var undocumentedZone = time.FixedZone("", 5*3600+1800)

// bound reads a time bound. Whether it includes its own instant is as the field
// map says; where that is not known, it does not, which hurts more. An instant
// is compared as coarsely as the parameter can say it.
func (s *source) bound(filter *fieldmap.Filter, text string, lower bool, of func(Truth) time.Time) (func(Truth) bool, string) {
	form := timeForm{kind: filter.Format.Value, zone: time.UTC}
	switch zone := filter.Zone.Value; {
	case strings.EqualFold(zone, "unknown"):
		form.zone = undocumentedZone
	case zone != "":
		loc, ok := zoneOf(zone)
		if !ok {
			return nil, "no such zone: " + zone
		}
		form.zone = loc
	}
	limit, ok := form.parse(text)
	if !ok {
		return nil, text + " is not in the format " + filter.Format.Value
	}
	inclusive := filter.Inclusive != nil && *filter.Inclusive
	return func(t Truth) bool {
		have := form.floor(of(t))
		if inclusive && have.Equal(limit) {
			return true
		}
		if lower {
			return have.After(limit)
		}
		return have.Before(limit)
	}, ""
}

// floor is the instant as coarsely as the form says it.
func (f timeForm) floor(t time.Time) time.Time {
	if f.kind == "date" || f.kind == "day" {
		y, m, d := t.In(f.zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, f.zone)
	}
	if grain := f.grain(); grain > time.Nanosecond {
		return time.Unix(0, t.UnixNano()/int64(grain)*int64(grain))
	}
	return t
}
