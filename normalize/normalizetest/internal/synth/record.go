package synth

import (
	"time"

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
	Decl *declared.Declarations
	Transcript
	seed     int64
	plain    bool
	lean     bool
	kept     map[string]bool
	overlays []overlay
	laid     map[string]bool // exact places
	atEnds   map[string]int  // arrays of which the last element is read: how many stand before it
	expects  []expectation
}

// overlay is what is laid at the place of a hint.
type overlay struct {
	hint  hints.Hint
	value func(Truth) any
}

// NewRenderer prepares the renderer of conversation records.
func NewRenderer(d *declared.Declarations, f *hints.Family, w *World, timeField string) *Renderer {
	r := newRenderer(d, f, w)
	for _, p := range w.facts(f, timeField) {
		if p.ok {
			r.lay(p.hint, w.writer(p, schemas.At(f.Schema, p.hint.At)))
		}
	}
	r.layTemplate(timeField, func(t Truth) time.Time { return t.Time })
	if timeField != "UpdatedAt" {
		r.layTemplate("UpdatedAt", func(t Truth) time.Time { return t.UpdatedAt })
	}
	r.findMessages("Messages")
	for _, m := range d.File.Maps {
		if m.Expect != nil && m.To.Value == "Conversation" && schemas.IsOf(f.Schema, m.From.Value, 0) {
			r.expects = append(r.expects, expectation{jsontree.ParsePath(m.Expect.Total.Value), jsontree.ParsePath(m.Expect.Of.Value)})
		}
	}
	r.findEnds()
	return r
}

// NewMessages prepares the renderer of messages that are records of their own.
func NewMessages(d *declared.Declarations, f *hints.Family, w *World) *Renderer {
	r := newRenderer(d, f, w)
	r.layMessages("", nil)
	r.Exact = true
	return r
}

func newRenderer(d *declared.Declarations, f *hints.Family, w *World) *Renderer {
	return &Renderer{
		Family: f, Decl: d, seed: int64(w.Seed), plain: w.Plain, lean: w.Lean,
		kept: map[string]bool{}, laid: map[string]bool{}, atEnds: map[string]int{},
	}
}

// writer is how records of the schema write a fact.
func (w *World) writer(p placed, s *openapi.Schema) func(Truth) any {
	switch p.is {
	case factTime:
		return func(t Truth) any { return timeIn(p.hint, s, t.Time, t.Index) }
	case factUpdated:
		return func(t Truth) any { return timeIn(p.hint, s, t.UpdatedAt, t.Index) }
	}
	return func(t Truth) any { return typed(s, written(p.hint.Value, w.text(t, p.is))) }
}

// lay adds an overlay at the hint's place, which must then be there. Of several at one
// place the first counts.
func (r *Renderer) lay(h hints.Hint, value func(Truth) any) {
	r.keep(h.At)
	r.keepConditions(h)
	if place := h.At.Exact(); !r.laid[place] {
		r.laid[place] = true
		r.overlays = append(r.overlays, overlay{h, value})
	}
}

// keep makes everything on the way to the place be there.
func (r *Renderer) keep(p jsontree.Path) {
	for i := range p {
		r.kept[p[:i+1].Place()] = true
	}
}

// keepConditions makes what the conditions on the way look at be there.
func (r *Renderer) keepConditions(h hints.Hint) {
	for _, c := range h.Where {
		for _, p := range demandsOf([]hints.Condition{c}, schemas.At(r.Schema, c.At)).places() {
			r.keep(jsontree.Below(c.At, p))
		}
	}
}

// expectation is where a record says how many elements an array should have.
type expectation struct{ total, of jsontree.Path }

// Maker makes up what the renderer lays its truths over.
func (r *Renderer) Maker(t Truth) *Maker {
	return &Maker{Decl: r.Decl, hints: r.Hints, kept: r.kept, plain: r.plain, lean: r.lean, Seed: r.seed, Index: int64(t.Index), When: t.Time}
}

// Conversation gives the record's tree.
func (r *Renderer) Conversation(t Truth) any {
	m := r.Maker(t)
	v := m.Value(r.Schema, nil)
	v = r.lengthen(m, v)
	for _, found := range []bool{false, true} { // by keys that have been laid before
		for _, o := range r.overlays {
			if leadsToFound(o.hint.At) == found {
				v = r.put(m, v, o.hint, o.value(t))
			}
		}
	}
	v = r.speak(m, v, t)
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
