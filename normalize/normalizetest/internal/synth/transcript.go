package synth

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Transcript is how records write messages.
type Transcript struct {
	Messages jsontree.Path // where they stand in a record, as hints say it; nil where they do not
	HasText  bool          // the messages' texts are truths
	Exact    bool          // the transcript has just these messages
	Each     bool          // each element of it is one message

	hint    hints.Hint // of the list of messages, or of a text that is cut into them
	message []messageOverlay
	demands demands
	text    jsontree.Path // where a message has it; nil where no plain path leads there
}

type messageOverlay struct {
	at    jsontree.Path // below the message
	value func(t Truth, k int) any
}

// findMessages looks for the transcript inside the record: the first array of
// those that it is made of. Where there is none, a text that a map cuts into
// entries must be there.
func (r *Renderer) findMessages(target string) {
	for _, h := range r.Order {
		if h.Target != target {
			continue
		}
		s := schemas.ArrayOf(schemas.At(r.Schema, h.At))
		if s == nil || s.Items == nil {
			continue
		}
		r.hint, r.Messages, r.Exact = h, h.At, hints.PlainList(h.Value)
		r.Each = r.Exact
		each := append(jsontree.Below(h.At, nil), "[]")
		r.layMessages(target+"[].", each)
		r.Exact = r.Exact && r.speaking(s.Items) == s.Items
		r.demand(each, s.Items)
		r.keep(each)
		return
	}
	if h, ok := r.Of(target); ok {
		r.hint = h
		r.keep(h.At)
	}
}

// demand makes messages meet the conditions of the list that they are in.
func (r *Renderer) demand(each jsontree.Path, item *openapi.Schema) {
	r.demands = demandsOf(conditionsAt(hints.Hint{At: each, Where: r.hint.Where}, len(each)-1), item)
	for _, p := range r.demands.places() {
		r.keep(jsontree.Below(each, p))
	}
	r.keepConditions(r.hint)
}

// layMessages adds the overlays of the message fields whose targets begin with the
// prefix. Of several fields that one property says the first counts: a time, a length
// of time, the id, the text.
func (r *Renderer) layMessages(prefix string, under jsontree.Path) {
	laid := map[string]bool{}
	for _, of := range []func(field string, h hints.Hint, s *openapi.Schema) func(t Truth, k int) any{messageTimes, messageOffsets, r.messageIDs, r.messageTexts} {
		for _, h := range r.Order {
			field, ok := strings.CutPrefix(h.Target, prefix)
			if !ok || h.Value == nil || h.Inner || h.Fixed || len(h.At) <= len(under) || !slices.Equal(h.At[:len(under)], under) || slices.ContainsFunc(h.At[len(under):], jsontree.IsElement) {
				continue
			}
			value := of(field, h, schemas.At(r.Schema, h.At))
			if value == nil {
				continue
			}
			below := h.At[len(under):]
			if field == "Text" {
				r.text, r.HasText = below, !laid[below.Exact()] && schemas.FreeText(schemas.At(r.Schema, h.At))
			}
			r.keep(h.At)
			if !laid[below.Exact()] && (field != "Text" || r.HasText) {
				laid[below.Exact()] = true
				r.message = append(r.message, messageOverlay{below, value})
			}
		}
	}
}

func messageTimes(_ string, h hints.Hint, s *openapi.Schema) func(t Truth, k int) any {
	if !hints.IsTime(h) || !hints.ReadsWhole(h.Value) {
		return nil
	}
	return func(t Truth, k int) any { return timeIn(h, s, messageTime(t, k), k) }
}

func messageOffsets(field string, h hints.Hint, s *openapi.Schema) func(t Truth, k int) any {
	if field != "StartOffset" || !hints.ReadsWhole(h.Value) {
		return nil
	}
	return func(_ Truth, k int) any { return lengthOf(h.Value, s, k) }
}

func (r *Renderer) messageIDs(field string, h hints.Hint, s *openapi.Schema) func(t Truth, k int) any {
	if field != "ID" || h.Value.Kind != fieldmap.Scalar {
		return nil
	}
	shape := shapeOf(r.Decl.Sample(h.At), r.seed, "msg", s)
	return func(t Truth, k int) any { return typed(s, shape.id(t.Index*1000+k)) }
}

// messageTexts is for the first of several texts.
func (r *Renderer) messageTexts(field string, h hints.Hint, s *openapi.Schema) func(t Truth, k int) any {
	if field != "Text" || h.Value.Kind != fieldmap.Scalar || r.text != nil {
		return nil
	}
	return func(t Truth, k int) any { return t.Text(k) }
}

// speak puts the transcript into the record.
func (r *Renderer) speak(m *Maker, v any, t Truth) any {
	if r.Messages == nil {
		if len(r.hint.At) > 0 {
			v, _ = r.lead(m, v, r.hint)
		}
		return v
	}
	items, item := &jsontree.Array{}, schemas.ArrayOf(schemas.At(r.Schema, r.Messages)).Items
	for k := range t.Messages {
		items.Items = append(items.Items, r.lower(m, item, append(jsontree.Below(r.Messages, nil), jsontree.Index(k)), t, k))
		if r.speaking(item) != item || len(r.demands.gone) > 0 {
			// What else a transcript has, such as calls of tools, lies among them.
			items.Items = append(items.Items, m.Value(item, append(jsontree.Below(r.Messages, nil), jsontree.Index(t.Messages+k))))
		}
	}
	return r.put(m, v, r.hint, items)
}

// Elements are those of the transcript in a record.
func (r *Renderer) Elements(v any) []any {
	at, ok := r.Resolve(v, r.hint)
	if !ok || r.Messages == nil {
		return nil
	}
	list, _ := jsontree.Lookup(v, at)
	if a, ok := list.(*jsontree.Array); ok {
		return a.Items
	}
	return nil
}

// speaking is the schema of the messages that have the text: where they are one
// of several, and only some have it, those. The others, such as calls of tools,
// lie among them.
func (r *Renderer) speaking(s *openapi.Schema) *openapi.Schema {
	if s == nil || r.text == nil || len(s.Variants) == 0 {
		return s
	}
	some := *s
	some.Variants, some.Mapping = nil, map[string]int{}
	for k, v := range s.Variants {
		if schemas.At(v, r.text) == nil {
			continue
		}
		for tag, of := range s.Mapping {
			if of == k {
				some.Mapping[tag] = len(some.Variants)
			}
		}
		some.Variants = append(some.Variants, v)
	}
	if len(some.Variants) == 0 || len(some.Variants) == len(s.Variants) {
		return s
	}
	return &some
}

// Single gives the tree of one message that is a record of its own.
func (r *Renderer) Single(t Truth, k int) any {
	return r.lower(r.Maker(t), r.Schema, jsontree.Path{jsontree.Index(k)}, t, k)
}

// lower makes one message and lays its truths over it, where the variant it is
// has the place.
func (r *Renderer) lower(m *Maker, s *openapi.Schema, p jsontree.Path, t Truth, k int) any {
	v := m.Value(r.speaking(s), p)
	for _, o := range r.message {
		if _, there := jsontree.Lookup(v, o.at); there {
			v = jsontree.Put(v, o.at, o.value(t, k))
		}
	}
	for _, text := range r.demands.texts {
		if _, there := jsontree.Lookup(v, text.at); there {
			v = jsontree.Put(v, text.at, text.text(k))
		}
	}
	for _, p := range r.demands.gone {
		jsontree.Cut(v, p)
	}
	return v
}
