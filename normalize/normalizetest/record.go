package normalizetest

import (
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// renderer writes truths as records of one schema: a made-up record with the
// truths laid over it at the places where the field map reads them.
type renderer struct {
	*family
	decl     *declarations
	seed     int64
	plain    bool
	lean     bool
	kept     map[string]bool
	overlays []overlay
	messages path // where the transcript stands; nil where there is none
	message  []messageOverlay
	hasText  bool   // the messages' texts are truths
	text     path   // where a message has it
	exact    bool   // the transcript has just these messages
	each     bool   // each element of it is one message
	without  []path // what messages must not have
	expects  []expectation
}

type overlay struct {
	at    path
	value func(Truth) any
}

type messageOverlay struct {
	at    path // below the message
	value func(t Truth, k int) any
}

// newRenderer prepares the renderer of conversation records.
func newRenderer(d *declarations, f *family, w *world, timeField string) *renderer {
	r := &renderer{family: f, decl: d, seed: int64(w.seed), plain: w.plain, lean: w.lean, kept: map[string]bool{}}
	r.lay("ID", func(*openapi.Schema) func(Truth) any {
		return func(t Truth) any { return w.ids.value(t.ID) }
	})
	r.lay("Agent.ID", func(*openapi.Schema) func(Truth) any {
		return func(t Truth) any { return w.agentIDs.value(t.AgentID) }
	})
	r.lay("Agent.Name", func(*openapi.Schema) func(Truth) any {
		return func(t Truth) any { return t.AgentName }
	})
	if h, ok := f.person(); ok {
		r.put(h, func(t Truth) any { return w.personIDs.value(t.ParticipantID) })
	}
	r.layEnum("Status", func(t Truth) string { return t.StatusRaw })
	r.layEnum("Channel", func(t Truth) string { return t.ChannelRaw })
	r.layEnum("Direction", func(t Truth) string { return t.DirectionRaw })
	r.layTimes(timeField)
	r.findMessages("Messages")
	for _, m := range d.file.Maps {
		if m.Expect != nil && m.To.Value == "Conversation" && isOf(f.schema, m.From.Value, 0) {
			r.expects = append(r.expects, expectation{parsePath(m.Expect.Total.Value), parsePath(m.Expect.Of.Value)})
		}
	}
	return r
}

// lay adds the overlay of the target, where the family has it.
func (r *renderer) lay(target string, value func(*openapi.Schema) func(Truth) any) {
	if h, ok := r.whole(target); ok {
		r.put(h, value(at(r.schema, h.at)))
	}
}

// put adds an overlay at the hint's place, which must then be there.
func (r *renderer) put(h hint, value func(Truth) any) {
	r.overlays = append(r.overlays, overlay{h.at, value})
	for i := range h.at {
		r.kept[h.at[:i+1].place()] = true
	}
}

func (r *renderer) layEnum(target string, text func(Truth) string) {
	if h, ok := r.whole(target); ok && enumOf(h.value) != nil {
		r.lay(target, func(s *openapi.Schema) func(Truth) any {
			return func(t Truth) any { return typed(s, text(t)) }
		})
	}
}

func (r *renderer) layTimes(timeField string) {
	r.layTime(timeField, func(t Truth) time.Time { return t.Time })
	if timeField != "UpdatedAt" {
		r.layTime("UpdatedAt", func(t Truth) time.Time { return t.UpdatedAt })
	}
}

// findMessages looks for the transcript inside the record: the first array of
// those that it is made of. Where there is none, a text that a map cuts into
// entries must be there.
func (r *renderer) findMessages(target string) {
	defer r.keepText(target)
	for _, h := range r.order {
		if h.target != target {
			continue
		}
		if s := arrayOf(at(r.schema, h.at)); s != nil && s.Items != nil {
			r.messages, r.exact = h.at, plainList(h.value)
			r.each = r.exact
			each := append(below(h.at, nil), "[]")
			r.layMessages(target+"[].", each)
			r.exact = r.exact && r.speaking(s.Items) == s.Items
			r.meet(h, s.Items)
			for i := range each {
				r.kept[each[:i+1].place()] = true
			}
			return
		}
	}
}

// keepText makes the text that is the transcript be there, where no array is.
func (r *renderer) keepText(target string) {
	h, ok := r.of(target)
	if r.messages != nil || !ok {
		return
	}
	for i := range h.at {
		r.kept[h.at[:i+1].place()] = true
	}
}

// meet makes messages meet the conditions of the list that they are in.
func (r *renderer) meet(h hint, item *openapi.Schema) {
	for _, l := range listingsOf(h.value, nil) {
		if l.at.place() != h.at.place() || l.pattern != "" {
			continue
		}
		for _, where := range l.where {
			for _, e := range where.Entries {
				r.condition(append(below(h.at, nil), "[]"), e, item)
			}
		}
		return
	}
}

func (r *renderer) condition(each path, e fieldmap.Entry, item *openapi.Schema) {
	texts := []*fieldmap.Value{e.Value}
	if e.Value.Kind == fieldmap.Sequence {
		texts = e.Value.Items
	}
	switch e.Key.Value {
	case "not":
		for _, inner := range e.Value.Entries {
			opposite := map[string]string{"exists": "absent", "absent": "exists"}[inner.Key.Value]
			if opposite != "" {
				r.condition(each, fieldmap.Entry{Key: fieldmap.Text{Value: opposite}, Value: inner.Value}, item)
			} else if s := at(item, parsePath(inner.Key.Value)); s != nil && typeOf(s) == openapi.String && len(s.Enum) == 0 {
				r.condition(each, fieldmap.Entry{Key: inner.Key, Value: &fieldmap.Value{Text: undocumented}}, item)
			}
		}
	case "exists":
		for _, t := range texts {
			r.kept[below(each, parsePath(t.Text)).place()] = true
		}
	case "absent":
		for _, t := range texts {
			r.without = append(r.without, parsePath(t.Text))
		}
	default:
		p := parsePath(e.Key.Value)
		r.kept[below(each, p).place()] = true
		r.message = append(r.message, messageOverlay{p, func(_ Truth, k int) any {
			return typed(at(item, p), texts[k%len(texts)].Text)
		}})
	}
}

// typed is what a field map writes as text, of the type that the schema says.
func typed(s *openapi.Schema, text string) any {
	if s == nil {
		return text
	}
	switch typeOf(s) {
	case openapi.Boolean:
		return text == "true"
	case openapi.Integer, openapi.Number:
		return number(text)
	}
	return text
}

// layMessages adds the overlays of the message fields whose targets begin with
// the prefix.
func (r *renderer) layMessages(prefix string, under path) {
	for _, h := range r.order {
		field, ok := strings.CutPrefix(h.target, prefix)
		if !ok || h.value == nil || h.inner || len(h.at) <= len(under) || !slices.Equal(h.at[:len(under)], under) || slices.Contains(h.at[len(under):], "[]") {
			continue
		}
		below := h.at[len(under):]
		switch s := at(r.schema, h.at); {
		case field == "Text" && h.value.Kind == fieldmap.Scalar && !r.hasText:
			r.hasText, r.text = true, below
			r.message = append(r.message, messageOverlay{below, func(t Truth, k int) any { return t.Text(k) }})
		case field == "ID" && h.value.Kind == fieldmap.Scalar:
			shape := shapeOf(s, r.decl.sample(h.at), r.seed, "msg")
			r.message = append(r.message, messageOverlay{below, func(t Truth, k int) any { return shape.value(shape.id(t.Index*1000 + k)) }})
		case field == "StartOffset" && readsWhole(h.value):
			r.message = append(r.message, messageOverlay{below, func(_ Truth, k int) any { return lengthOf(h.value, s, k) }})
		case isTime(h) && readsWhole(h.value):
			form := formOf(h.value, s)
			r.message = append(r.message, messageOverlay{below, func(t Truth, k int) any { return form.value(form.exact(messageTime(t, k)), k) }})
		default:
			continue
		}
		r.kept[h.at.place()] = true
	}
}

// expectation is where a record says how many elements an array should have.
type expectation struct{ total, of path }

func (r *renderer) maker(t Truth) *maker {
	return &maker{decl: r.decl, hints: r.hints, kept: r.kept, plain: r.plain, lean: r.lean, seed: r.seed, index: int64(t.Index), when: t.Time}
}

// conversation gives the record's tree.
func (r *renderer) conversation(t Truth) any {
	m := r.maker(t)
	v := m.value(r.schema, nil)
	for _, o := range r.overlays {
		v = put(v, o.at, o.value(t))
	}
	if r.messages != nil {
		items, item := &array{}, arrayOf(at(r.schema, r.messages)).Items
		for k := range t.Messages {
			p := append(append(path(nil), r.messages...), index(k))
			items.items = append(items.items, r.lower(m, item, p, t, k))
			if r.speaking(item) != item || len(r.without) > 0 {
				// What else a transcript has, such as calls of tools, lies among them.
				items.items = append(items.items, m.value(item, append(append(path(nil), r.messages...), index(t.Messages+k))))
			}
		}
		v = put(v, r.messages, items)
	}
	for _, x := range r.expects {
		n := 0
		if list, ok := lookup(v, x.of); ok {
			if a, ok := list.(*array); ok {
				n = len(a.items)
			}
		}
		v = put(v, x.total, int64(n))
	}
	return v
}

// speaking is the schema of the messages that have the text: where they are one
// of several, and only some have it, those. The others, such as calls of tools,
// lie among them.
func (r *renderer) speaking(s *openapi.Schema) *openapi.Schema {
	if s == nil || !r.hasText || len(s.Variants) == 0 {
		return s
	}
	some := *s
	some.Variants, some.Mapping = nil, map[string]int{}
	for k, v := range s.Variants {
		if at(v, r.text) == nil {
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

// single gives the tree of one message that is a record of its own.
func (r *renderer) single(t Truth, k int) any {
	return r.lower(r.maker(t), r.schema, path{index(k)}, t, k)
}

// lower makes one message and lays its truths over it, where the variant it is
// has the place.
func (r *renderer) lower(m *maker, s *openapi.Schema, p path, t Truth, k int) any {
	v := m.value(r.speaking(s), p)
	for _, o := range r.message {
		if _, there := lookup(v, o.at); there {
			v = put(v, o.at, o.value(t, k))
		}
	}
	for _, p := range r.without {
		cut(v, p)
	}
	return v
}
