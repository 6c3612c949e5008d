package synth

import (
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Renderer writes truths as records of one schema: a made-up record with the
// truths laid over it at the places where the field map reads them.
type Renderer struct {
	*hints.Family
	Decl     *declared.Declarations
	Seed     int64
	Plain    bool
	Lean     bool
	Kept     map[string]bool
	overlays []overlay
	Messages jsontree.Path // where the transcript stands; nil where there is none
	message  []messageOverlay
	HasText  bool            // the messages' texts are truths
	text     jsontree.Path   // where a message has it
	Exact    bool            // the transcript has just these messages
	Each     bool            // each element of it is one message
	without  []jsontree.Path // what messages must not have
	expects  []expectation
}

type overlay struct {
	at    jsontree.Path
	value func(Truth) any
}

type messageOverlay struct {
	at    jsontree.Path // below the message
	value func(t Truth, k int) any
}

// NewRenderer prepares the renderer of conversation records.
func NewRenderer(d *declared.Declarations, f *hints.Family, w *World, timeField string) *Renderer {
	r := &Renderer{Family: f, Decl: d, Seed: int64(w.Seed), Plain: w.Plain, Lean: w.Lean, Kept: map[string]bool{}}
	r.lay("ID", func(*openapi.Schema) func(Truth) any {
		return func(t Truth) any { return w.Ids.value(t.ID) }
	})
	r.lay("Agent.ID", func(*openapi.Schema) func(Truth) any {
		return func(t Truth) any { return w.AgentIDs.value(t.AgentID) }
	})
	r.lay("Agent.Name", func(*openapi.Schema) func(Truth) any {
		return func(t Truth) any { return t.AgentName }
	})
	if h, ok := f.Person(); ok {
		r.put(h, func(t Truth) any { return w.personIDs.value(t.ParticipantID) })
	}
	r.layEnum("Status", func(t Truth) string { return t.StatusRaw })
	r.layEnum("Channel", func(t Truth) string { return t.ChannelRaw })
	r.layEnum("Direction", func(t Truth) string { return t.DirectionRaw })
	r.layTimes(timeField)
	r.findMessages("Messages")
	for _, m := range d.File.Maps {
		if m.Expect != nil && m.To.Value == "Conversation" && schemas.IsOf(f.Schema, m.From.Value, 0) {
			r.expects = append(r.expects, expectation{jsontree.ParsePath(m.Expect.Total.Value), jsontree.ParsePath(m.Expect.Of.Value)})
		}
	}
	return r
}

// lay adds the overlay of the target, where the family has it.
func (r *Renderer) lay(target string, value func(*openapi.Schema) func(Truth) any) {
	if h, ok := r.Whole(target); ok {
		r.put(h, value(schemas.At(r.Schema, h.At)))
	}
}

// put adds an overlay at the hint's place, which must then be there.
func (r *Renderer) put(h hints.Hint, value func(Truth) any) {
	r.overlays = append(r.overlays, overlay{h.At, value})
	for i := range h.At {
		r.Kept[h.At[:i+1].Place()] = true
	}
}

func (r *Renderer) layEnum(target string, text func(Truth) string) {
	if h, ok := r.Whole(target); ok && hints.EnumOf(h.Value) != nil {
		r.lay(target, func(s *openapi.Schema) func(Truth) any {
			return func(t Truth) any { return typed(s, text(t)) }
		})
	}
}

func (r *Renderer) layTimes(timeField string) {
	r.layTime(timeField, func(t Truth) time.Time { return t.Time })
	if timeField != "UpdatedAt" {
		r.layTime("UpdatedAt", func(t Truth) time.Time { return t.UpdatedAt })
	}
}

// findMessages looks for the transcript inside the record: the first array of
// those that it is made of. Where there is none, a text that a map cuts into
// entries must be there.
func (r *Renderer) findMessages(target string) {
	defer r.keepText(target)
	for _, h := range r.Order {
		if h.Target != target {
			continue
		}
		if s := schemas.ArrayOf(schemas.At(r.Schema, h.At)); s != nil && s.Items != nil {
			r.Messages, r.Exact = h.At, hints.PlainList(h.Value)
			r.Each = r.Exact
			each := append(jsontree.Below(h.At, nil), "[]")
			r.LayMessages(target+"[].", each)
			r.Exact = r.Exact && r.speaking(s.Items) == s.Items
			r.meet(h, s.Items)
			for i := range each {
				r.Kept[each[:i+1].Place()] = true
			}
			return
		}
	}
}

// keepText makes the text that is the transcript be there, where no array is.
func (r *Renderer) keepText(target string) {
	h, ok := r.Of(target)
	if r.Messages != nil || !ok {
		return
	}
	for i := range h.At {
		r.Kept[h.At[:i+1].Place()] = true
	}
}

// meet makes messages meet the conditions of the list that they are in.
func (r *Renderer) meet(h hints.Hint, item *openapi.Schema) {
	for _, l := range hints.ListingsOf(h.Value, nil) {
		if l.At.Place() != h.At.Place() || l.Pattern != "" {
			continue
		}
		for _, where := range l.Where {
			for _, e := range where.Entries {
				r.condition(append(jsontree.Below(h.At, nil), "[]"), e, item)
			}
		}
		return
	}
}

func (r *Renderer) condition(each jsontree.Path, e fieldmap.Entry, item *openapi.Schema) {
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
			} else if s := schemas.At(item, jsontree.ParsePath(inner.Key.Value)); s != nil && schemas.TypeOf(s) == openapi.String && len(s.Enum) == 0 {
				r.condition(each, fieldmap.Entry{Key: inner.Key, Value: &fieldmap.Value{Text: Undocumented}}, item)
			}
		}
	case "exists":
		for _, t := range texts {
			r.Kept[jsontree.Below(each, jsontree.ParsePath(t.Text)).Place()] = true
		}
	case "absent":
		for _, t := range texts {
			r.without = append(r.without, jsontree.ParsePath(t.Text))
		}
	default:
		p := jsontree.ParsePath(e.Key.Value)
		r.Kept[jsontree.Below(each, p).Place()] = true
		r.message = append(r.message, messageOverlay{p, func(_ Truth, k int) any {
			return typed(schemas.At(item, p), texts[k%len(texts)].Text)
		}})
	}
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

// LayMessages adds the overlays of the message fields whose targets begin with
// the prefix.
func (r *Renderer) LayMessages(prefix string, under jsontree.Path) {
	for _, h := range r.Order {
		field, ok := strings.CutPrefix(h.Target, prefix)
		if !ok || h.Value == nil || h.Inner || len(h.At) <= len(under) || !slices.Equal(h.At[:len(under)], under) || slices.Contains(h.At[len(under):], "[]") {
			continue
		}
		below := h.At[len(under):]
		switch s := schemas.At(r.Schema, h.At); {
		case field == "Text" && h.Value.Kind == fieldmap.Scalar && !r.HasText:
			r.HasText, r.text = true, below
			r.message = append(r.message, messageOverlay{below, func(t Truth, k int) any { return t.Text(k) }})
		case field == "ID" && h.Value.Kind == fieldmap.Scalar:
			shape := shapeOf(s, r.Decl.Sample(h.At), r.Seed, "msg")
			r.message = append(r.message, messageOverlay{below, func(t Truth, k int) any { return shape.value(shape.Id(t.Index*1000 + k)) }})
		case field == "StartOffset" && hints.ReadsWhole(h.Value):
			r.message = append(r.message, messageOverlay{below, func(_ Truth, k int) any { return lengthOf(h.Value, s, k) }})
		case hints.IsTime(h) && hints.ReadsWhole(h.Value):
			form := hints.FormOf(h.Value, s)
			r.message = append(r.message, messageOverlay{below, func(t Truth, k int) any { return form.Value(form.Exact(messageTime(t, k)), k) }})
		default:
			continue
		}
		r.Kept[h.At.Place()] = true
	}
}

// expectation is where a record says how many elements an array should have.
type expectation struct{ total, of jsontree.Path }

func (r *Renderer) Maker(t Truth) *Maker {
	return &Maker{Decl: r.Decl, hints: r.Hints, kept: r.Kept, plain: r.Plain, lean: r.Lean, Seed: r.Seed, Index: int64(t.Index), When: t.Time}
}

// Conversation gives the record's tree.
func (r *Renderer) Conversation(t Truth) any {
	m := r.Maker(t)
	v := m.Value(r.Schema, nil)
	for _, o := range r.overlays {
		v = jsontree.Put(v, o.at, o.value(t))
	}
	if r.Messages != nil {
		items, item := &jsontree.Array{}, schemas.ArrayOf(schemas.At(r.Schema, r.Messages)).Items
		for k := range t.Messages {
			p := append(append(jsontree.Path(nil), r.Messages...), jsontree.Index(k))
			items.Items = append(items.Items, r.lower(m, item, p, t, k))
			if r.speaking(item) != item || len(r.without) > 0 {
				// What else a transcript has, such as calls of tools, lies among them.
				items.Items = append(items.Items, m.Value(item, append(append(jsontree.Path(nil), r.Messages...), jsontree.Index(t.Messages+k))))
			}
		}
		v = jsontree.Put(v, r.Messages, items)
	}
	for _, x := range r.expects {
		n := 0
		if list, ok := jsontree.Lookup(v, x.of); ok {
			if a, ok := list.(*jsontree.Array); ok {
				n = len(a.Items)
			}
		}
		v = jsontree.Put(v, x.total, int64(n))
	}
	return v
}

// speaking is the schema of the messages that have the text: where they are one
// of several, and only some have it, those. The others, such as calls of tools,
// lie among them.
func (r *Renderer) speaking(s *openapi.Schema) *openapi.Schema {
	if s == nil || !r.HasText || len(s.Variants) == 0 {
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
	for _, p := range r.without {
		jsontree.Cut(v, p)
	}
	return v
}

const Undocumented = "undocumented_zz"
