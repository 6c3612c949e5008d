package synth

import (
	"regexp"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/matching"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// A fact is one thing that a truth says and that stands at one place of a record. Of
// several at one place the first says what stands there, and the others follow: an id
// that is read from a time is that time.
type fact int

const (
	factTime fact = iota
	factUpdated
	factStatus
	factChannel
	factDirection
	factID
	factAgent
	factPerson
	factName
	numFacts
)

// placed is a fact and the hint for its place, where the records say it.
type placed struct {
	is   fact
	hint hints.Hint
	ok   bool
}

// facts are the facts that records of the family say at one place each.
func (w *World) facts(f *hints.Family, timeField string) []placed {
	whole := func(is fact, target string) placed {
		h, ok := f.Whole(target)
		return placed{is, h, ok}
	}
	enum := func(is fact, target string, facet hints.Facet) placed {
		p := whole(is, target)
		p.ok = p.ok && facet.Sent && hints.EnumOf(p.hint.Value) != nil
		return p
	}
	named := whole(factName, "Agent.Name")
	named.ok = named.ok && (len(w.names.values) > 0 || w.names.number || schemas.FreeText(schemas.At(f.Schema, named.hint.At)))
	person, ok := f.Person()
	all := []placed{
		whole(factTime, timeField), whole(factUpdated, "UpdatedAt"),
		enum(factStatus, "Status", w.Status), enum(factChannel, "Channel", w.Channel), enum(factDirection, "Direction", w.Direction),
		whole(factID, "ID"), whole(factAgent, "Agent.ID"), {factPerson, person, ok}, named,
	}
	if timeField == "UpdatedAt" {
		all[factUpdated].ok = false
	}
	return all
}

// owners are, for every fact, the one that says what stands at its place.
type owners [numFacts]placed

func ownersOf(all []placed) owners {
	var out owners
	at := map[string]placed{}
	for _, p := range all {
		out[p.is] = p
		if !p.ok {
			continue
		}
		if first, shared := at[p.hint.At.Exact()]; shared {
			out[p.is].is = first.is
			continue
		}
		at[p.hint.At.Exact()] = p
	}
	return out
}

// settle makes the facts that share a place with another one follow it.
func (w *World) settle(t *Truth) {
	for i, p := range w.owners {
		if is := fact(i); p.ok && p.is != is {
			w.follow(t, is, Read(p.hint.Value, written(w.owners[p.is].hint.Value, w.text(*t, p.is))))
		}
	}
}

// text is how the records write the fact, before its conversion by a regular
// expression.
func (w *World) text(t Truth, is fact) string {
	switch is {
	case factTime:
		return scalar(w.Time.Value(t.Time, t.Index))
	case factUpdated:
		return scalar(w.Updated.Value(t.UpdatedAt, t.Index))
	case factStatus:
		return t.StatusRaw
	case factChannel:
		return t.ChannelRaw
	case factDirection:
		return t.DirectionRaw
	case factID:
		return t.ID
	case factAgent:
		return t.AgentID
	case factPerson:
		return t.ParticipantID
	}
	return t.AgentName
}

// follow makes the fact what the text says.
func (w *World) follow(t *Truth, is fact, text string) {
	switch is {
	case factUpdated:
		if at, ok := w.Updated.Parse(text); ok {
			t.UpdatedAt = at
		}
	case factChannel:
		t.Channel, t.ChannelRaw = w.Channel.ModelOf(text), text
	case factDirection:
		t.Direction, t.DirectionRaw = w.Direction.ModelOf(text), text
	case factStatus:
		t.Status, t.StatusRaw = w.Status.ModelOf(text), text
	case factID:
		t.ID = text
	case factAgent:
		t.AgentID = text
	case factPerson:
		t.ParticipantID = text
	case factName:
		t.AgentName = text
	}
}

// scalar is the text of a scalar.
func scalar(v any) string {
	for _, text := range jsontree.Texts(v) {
		return text
	}
	return ""
}

// written is the text from which the value's conversion reads the other one.
func written(v *fieldmap.Value, text string) string {
	pattern := hints.ScalarAt(v, "regex")
	if pattern == "" {
		return text
	}
	if around, ok := matching.Around(pattern, text); ok {
		return around
	}
	return text
}

// Read is what the value's conversion by a regular expression makes of a text.
func Read(v *fieldmap.Value, text string) string {
	re, err := regexp.Compile(hints.ScalarAt(v, "regex"))
	if err != nil || re.String() == "" {
		return text
	}
	m := re.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[min(1, len(m)-1)]
}

// typed is what a field map writes as text, of the type that the schema says.
func typed(s *openapi.Schema, text string) any {
	if s == nil {
		return text
	}
	switch schemas.TypeOf(s) {
	case openapi.Boolean:
		return text == "true"
	case openapi.Integer, openapi.Number:
		return jsontree.Number(text)
	}
	return text
}

// timeIn writes a time as the hint reads it.
func timeIn(h hints.Hint, s *openapi.Schema, t time.Time, variant int) any {
	form := hints.FormOf(h.Value, s)
	v := form.Value(form.Exact(t), variant)
	if text, ok := v.(string); ok {
		return written(h.Value, text)
	}
	return v
}
