package server

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Need is something that a mapping needs in addition to the record itself, as the fake
// serves it. Where get, or the endpoint of the messages, is the same operation,
// that serves it.
type Need struct {
	Decl   *fieldmap.Need
	Op     *openapi.Operation
	record *synth.Renderer
	at     jsontree.Path   // where the record or the records stand
	unused []jsontree.Path // the other places that the field map allows
}

// List reports whether it is a list, and not one record.
func (n *Need) List() bool { return len(n.Decl.Records) > 0 }

// addNeeds resolves the needs of get and of the messages.
func (s *Source) addNeeds(d *declared.Declarations) error {
	var err error
	if s.Decl.Get != nil {
		if s.GetNeeds, err = s.newNeeds(d, s.Decl.Get.Needs); err != nil {
			return err
		}
	}
	if s.Decl.Messages != nil {
		s.MessageNeeds, err = s.newNeeds(d, s.Decl.Messages.Needs)
	}
	return err
}

func (s *Source) newNeeds(d *declared.Declarations, all []*fieldmap.Need) ([]*Need, error) {
	var out []*Need
	for _, decl := range all {
		body, op, err := declared.Success(d, decl.Operation.Value)
		if err != nil {
			return nil, err
		}
		n := &Need{Decl: decl, Op: op}
		place, to := decl.Record, "Conversation"
		if n.List() {
			place, to = decl.Records, ""
		}
		if p := decl.Pagination; p != nil {
			if err := complete(p); err != nil {
				return nil, fmt.Errorf("operation %s: %w", op.ID, err)
			}
		}
		n.at, n.unused = Choose(place, s.shape)
		schema := schemas.At(body, n.at)
		if n.List() {
			schema = schemas.At(schema, jsontree.Path{"[]"})
		}
		if schema == nil {
			return nil, fmt.Errorf("operation %s: nothing at %q", op.ID, n.at.Place())
		}
		f := hints.NewFamily(d.File, schema, to)
		f.CollectNeeded(d.File, decl.Name.Value)
		n.record = synth.NewRenderer(d, f, s.World, s.Decl.Time.Value)
		out = append(out, n)
	}
	return out, nil
}

// Count is how many records a list has for the conversation.
func (n *Need) Count(t synth.Truth, opts synth.Options) int {
	switch {
	case opts.Needed < 0:
		return 0
	case opts.Needed > 0:
		return opts.Needed
	}
	return 2 + seeded.Pick(opts.Seed, int64(t.Index), "need "+n.Decl.Name.Value, 2)
}

// item gives the tree of one record of a list.
func (n *Need) item(t synth.Truth, k int) any {
	m := n.record.Maker(t)
	m.Index = int64(t.Index*1000 + k)
	return m.Value(n.record.Schema, nil)
}

// Needs are all needs of the source.
func (s *Source) Needs() []*Need { return slices.Concat(s.GetNeeds, s.MessageNeeds) }

// serveNeed answers what a mapping needs of a conversation; false where the
// operation is for something else.
func (f *Fake) serveNeed(r *request, fault faults.Fault) (a faults.Answer, status int, ok bool) {
	elsewhere := false
	for _, s := range f.Served {
		if r.operation == s.Get || r.operation == s.Messages {
			elsewhere = true
			continue
		}
		for _, n := range s.Needs() {
			id, sent := r.param(n.Decl.ID.Value)
			if n.Op != r.operation || !sent {
				continue
			}
			ok = true
			if i, known := s.World.IDs.Index(id); known && i < f.Opts.Conversations {
				a, status = f.needAnswer(s, n, s.World.Truth(i), r, fault)
				return a, status, true
			}
		}
	}
	return faults.Answer{}, http.StatusNotFound, ok && !elsewhere
}

func (f *Fake) needAnswer(s *Source, n *Need, t synth.Truth, r *request, fault faults.Fault) (faults.Answer, int) {
	for _, c := range n.Decl.Constants {
		if got := r.asked(c.Key.Value, c.With); !slices.Contains(got, c.Value.Value) && !r.query.Has(LinkParam) {
			f.violate(r, "the constant parameter %s is %q and not %q", c.Key.Value, got, c.Value.Value)
		}
	}
	e := f.envelope(r, s.shape, n.at)
	if !n.List() {
		e.body = jsontree.Put(e.body, n.at, n.record.Conversation(t))
		return e.answer(t.Index), 0
	}
	scope := t.ID + " " + n.Op.ID
	w, why := pageOf(n.Decl.Pagination, r, 0, n.Count(t, f.Opts), scope, func(string) (int, bool) { return 0, false })
	if why != "" {
		f.violate(r, "%s", why)
		return faults.Answer{}, http.StatusBadRequest
	}
	if w.refused != 0 {
		return faults.Answer{}, w.refused
	}
	items := &jsontree.Array{}
	w.bend(fault)
	for k := w.start; k < w.end; k++ {
		items.Items = append(items.Items, n.item(t, k))
	}
	f.note(n.Op.ID, len(items.Items))
	e.body = jsontree.Put(e.body, n.at, items)
	for _, other := range n.unused {
		jsontree.Cut(e.body, other)
	}
	e.pageInfo(n.Decl.Pagination, r, w, scope, fault)
	return e.answer(t.Index), 0
}

// Sent is how many records were sent for the needs of each operation.
func (f *Fake) Sent() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.sent)
}

// note counts the records that were sent for the needs of an operation.
func (f *Fake) note(operation string, records int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent[operation] += records
}
