package normalizetest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// need is something that a mapping needs beside the record itself, as the fake
// serves it. Where get, or the endpoint of the messages, is the same operation,
// that serves it.
type need struct {
	decl   *fieldmap.Need
	op     *openapi.Operation
	record *renderer
	at     path   // where the record or the records stand
	unused []path // the other places that the field map allows
}

// list reports whether it is a list, and not one record.
func (n *need) list() bool { return len(n.decl.Records) > 0 }

// addNeeds resolves the needs of get and of the messages.
func (s *source) addNeeds(d *declarations) error {
	var err error
	if s.decl.Get != nil {
		if s.getNeeds, err = s.newNeeds(d, s.decl.Get.Needs); err != nil {
			return err
		}
	}
	if s.decl.Messages != nil {
		s.messageNeeds, err = s.newNeeds(d, s.decl.Messages.Needs)
	}
	return err
}

func (s *source) newNeeds(d *declarations, all []*fieldmap.Need) ([]*need, error) {
	var out []*need
	for _, decl := range all {
		body, op, err := success(d, decl.Operation.Value)
		if err != nil {
			return nil, err
		}
		n := &need{decl: decl, op: op}
		place, to := decl.Record, "Conversation"
		if n.list() {
			place, to = decl.Records, ""
		}
		if p := decl.Pagination; p != nil {
			if err := complete(p); err != nil {
				return nil, fmt.Errorf("operation %s: %w", op.ID, err)
			}
		}
		n.at, n.unused = choose(place, s.shape)
		schema := at(body, n.at)
		if n.list() {
			schema = at(schema, path{"[]"})
		}
		if schema == nil {
			return nil, fmt.Errorf("operation %s: nothing at %q", op.ID, n.at.place())
		}
		f := newFamily(d.file, schema, to)
		f.collectNeeded(d.file, decl.Name.Value)
		n.record = newRenderer(d, f, s.world, s.decl.Time.Value)
		out = append(out, n)
	}
	return out, nil
}

// needed reports whether a path leads into something that the file needs, and
// its name.
func needed(file *fieldmap.File, p path) (name string, ok bool) {
	if len(p) == 0 || !strings.HasPrefix(p[0], "@") {
		return "", false
	}
	name = p[0][1:]
	is := func(n *fieldmap.Need) bool { return n.Name.Value == name }
	return name, slices.ContainsFunc(file.Sources, func(s *fieldmap.Source) bool {
		return s.Get != nil && slices.ContainsFunc(s.Get.Needs, is) || s.Messages != nil && slices.ContainsFunc(s.Messages.Needs, is)
	})
}

// collectNeeded adds the hints of all maps that read the need by a path.
func (f *family) collectNeeded(file *fieldmap.File, name string) {
	for _, m := range file.Maps {
		prefix := ""
		if m.To.Value != "Conversation" {
			prefix = m.To.Value + "[]."
		}
		for _, field := range slices.Concat(m.Fields, m.Attributes) {
			for _, v := range append([]*fieldmap.Value{field.Value}, inner(field.Value)...) {
				f.addNeeded(file, m, name, prefix+field.Target.Value, v)
			}
		}
	}
}

// addNeeded adds the hints of one value that reads the need, by itself or by what
// the map finds in it.
func (f *family) addNeeded(file *fieldmap.File, m *fieldmap.Map, name, target string, v *fieldmap.Value) {
	for _, p := range pathsOf(v) {
		if got, ok := needed(file, p); ok && got == name {
			f.add(hint{target: target, value: v, at: p[1:]})
			continue
		}
		for _, find := range m.Finds {
			if len(p) > 0 && p[0] == "@"+find.Name.Value && find.In.Value == "@"+name {
				f.add(hint{target: target, value: v, at: p[1:]})
			}
		}
	}
}

// count is how many records a list has for the conversation.
func (n *need) count(t Truth, opts FakeOptions) int {
	switch {
	case opts.Needed < 0:
		return 0
	case opts.Needed > 0:
		return opts.Needed
	}
	return 2 + pick(opts.Seed, int64(t.Index), "need "+n.decl.Name.Value, 2)
}

// item gives the tree of one record of a list.
func (n *need) item(t Truth, k int) any {
	m := n.record.maker(t)
	m.index = int64(t.Index*1000 + k)
	return m.value(n.record.schema, nil)
}

// needs are all needs of the source.
func (s *source) needs() []*need { return slices.Concat(s.getNeeds, s.messageNeeds) }

// serveNeed answers what a mapping needs of a conversation; false where the
// operation is for something else.
func (f *Fake) serveNeed(r *request, fault Fault) (a answer, status int, ok bool) {
	elsewhere := false
	for _, s := range f.sources {
		if r.operation == s.get || r.operation == s.messages {
			elsewhere = true
			continue
		}
		for _, n := range s.needs() {
			id, sent := r.param(n.decl.ID.Value)
			if n.op != r.operation || !sent {
				continue
			}
			ok = true
			if i, known := s.world.ids.index(id); known && i < f.opts.Conversations {
				a, status = f.needAnswer(s, n, s.world.truth(i), r, fault)
				return a, status, true
			}
		}
	}
	return answer{}, http.StatusNotFound, ok && !elsewhere
}

func (f *Fake) needAnswer(s *source, n *need, t Truth, r *request, fault Fault) (answer, int) {
	for _, c := range n.decl.Constants {
		if got := r.asked(c.Key.Value, c.With); !contains(got, c.Value.Value) && !r.query.Has(linkParam) {
			f.violate(r, "the constant parameter %s is %q and not %q", c.Key.Value, got, c.Value.Value)
		}
	}
	e := f.envelope(r, s.shape, n.at)
	if !n.list() {
		e.body = put(e.body, n.at, n.record.conversation(t))
		return e.answer(t.Index), 0
	}
	scope := t.ID + " " + n.op.ID
	w, why := pageOf(n.decl.Pagination, r, 0, n.count(t, f.opts), scope, func(string) (int, bool) { return 0, false })
	if why != "" {
		f.violate(r, "%s", why)
		return answer{}, http.StatusBadRequest
	}
	if w.refused != 0 {
		return answer{}, w.refused
	}
	items := &array{}
	w.bend(fault)
	for k := w.start; k < w.end; k++ {
		items.items = append(items.items, n.item(t, k))
	}
	f.note(n.op.ID, len(items.items))
	e.body = put(e.body, n.at, items)
	for _, other := range n.unused {
		cut(e.body, other)
	}
	e.pageInfo(n.decl.Pagination, r, w, scope, fault)
	return e.answer(t.Index), 0
}

// note counts the records that were sent for the needs of an operation.
func (f *Fake) note(operation string, records int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent[operation] += records
}
