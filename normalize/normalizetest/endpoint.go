package normalizetest

import (
	"bytes"
	"net/http"
	"sort"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
)

// serveList answers a page of the source's list.
func (f *Fake) serveList(s *source, r *request, fault Fault) (answer, int) {
	p := s.decl.List.Pagination
	scope := scopeOf(s.decl.List.Filters, r)
	v, why := f.viewOf(s, r, scope)
	if why != "" {
		f.violate(r, "%s", why)
		return answer{}, http.StatusBadRequest
	}
	front, total := f.arrived(s, v)
	w, why := pageOf(p, r, front, total, s.name+"?"+scope, func(key string) (int, bool) { return s.locate(v, key) })
	if why != "" {
		f.violate(r, "%s", why)
		return answer{}, http.StatusBadRequest
	}
	if w.refused != 0 {
		return answer{}, w.refused
	}
	items := &array{}
	w.bend(fault)
	for k := max(0, w.start-fault.Again); k < w.end; k++ {
		items.items = append(items.items, verbatim(f.listed(s, v.at(front+k))))
	}
	e := f.envelope(r, s.shape, s.records)
	e.body = put(e.body, s.records, items)
	for _, other := range s.unused {
		cut(e.body, other)
	}
	e.pageInfo(p, r, w, s.name+"?"+scope, fault)
	return e.answer(w.start), 0
}

// arrived is how many records of the view have not arrived before its first one,
// and how many have.
func (f *Fake) arrived(s *source, v view) (front, total int) {
	f.mu.Lock()
	held := f.held
	f.mu.Unlock()
	if s.world.order > 0 {
		return 0, sort.Search(v.len(), func(k int) bool { return v.at(k) >= f.opts.Conversations-held })
	}
	front = sort.Search(v.len(), func(k int) bool { return v.at(k) >= held })
	return front, v.len() - front
}

// locate finds where a page begins that goes on from a record's key: the id, or
// the time that the list is sorted by. Records with the key itself are part of
// the page where the field map says inclusive.
func (s *source) locate(v view, key string) (int, bool) {
	if s.world.key == keyID {
		i, ok := s.world.ids.index(key)
		if !ok {
			return 0, false
		}
		return sort.Search(v.len(), func(k int) bool { return v.at(k) > i || s.world.inclusive && v.at(k) == i }), true
	}
	form, of := s.world.time, func(i int) time.Time { return s.world.truth(i).Time }
	if s.world.key == keyUpdated {
		form, of = s.world.updated, func(i int) time.Time { return s.world.truth(i).UpdatedAt }
	}
	t, ok := form.parse(key)
	return sort.Search(v.len(), func(k int) bool {
		way := of(v.at(k)).Compare(t) * s.world.order
		return way > 0 || way == 0 && s.world.inclusive
	}), ok
}

// listed is record i as the list sends it now.
func (f *Fake) listed(s *source, i int) []byte {
	return f.replacedBy(recordKey{source: s.name, index: i}, s.recordBytes(i))
}

func (f *Fake) replacedBy(key recordKey, raw []byte) []byte {
	f.mu.Lock()
	replace := f.replaced[key]
	f.mu.Unlock()
	if replace != nil {
		return replace(bytes.Clone(raw)) // raw is shared
	}
	return raw
}

// envelope makes up the successful answer of the request's operation.
// The caller puts what was asked for at place.
func (f *Fake) envelope(r *request, shape int, place path) *envelope {
	resp := r.operation.Success()
	e := &envelope{schema: resp.Schema, header: http.Header{"Content-Type": {resp.MediaType}}, shape: shape}
	if resp.MediaType == "" {
		e.header.Set("Content-Type", "application/json")
	}
	if typeOf(resp.Schema) != openapi.Array {
		e.body = f.decl.body(resp.Schema, f.opts.Seed, place)
	}
	return e
}

func (e *envelope) answer(variant int) answer {
	return answer{status: http.StatusOK, header: e.header, body: encode(nil, e.body, layouts[variant%2])}
}

// notFound is how an endpoint says that there is no such record: as the field map
// says, or as is usual.
func notFound(declared []int) int {
	if len(declared) > 0 {
		return declared[0]
	}
	return http.StatusNotFound
}

// serveGet answers one conversation.
func (f *Fake) serveGet(s *source, r *request) (answer, int) {
	id, _ := r.param(s.decl.Get.ID.Value)
	i, ok := s.world.ids.index(id)
	if !ok || i >= f.opts.Conversations {
		return answer{}, notFound(s.decl.Get.NotFound)
	}
	e := f.envelope(r, s.shape, s.wrapper)
	e.body = put(e.body, s.wrapper, verbatim(f.replacedBy(recordKey{s.name, i, true}, s.detailBytes(i))))
	return e.answer(i), 0
}

// serveMessages answers a conversation's messages, or a page of them.
func (f *Fake) serveMessages(s *source, r *request, fault Fault) (answer, int) {
	id, _ := r.param(s.decl.Messages.ID.Value)
	i, ok := s.world.ids.index(id)
	if !ok || i >= f.opts.Conversations {
		return answer{}, notFound(s.decl.Messages.NotFound)
	}
	t := s.world.truth(i)
	p := s.decl.Messages.Pagination
	w, why := pageOf(p, r, 0, t.Messages, id, func(string) (int, bool) { return 0, false })
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
		items.items = append(items.items, s.message.single(t, k))
	}
	e := f.envelope(r, s.shape, s.messagesAt)
	e.body = put(e.body, s.messagesAt, items)
	for _, other := range s.messagesAlt {
		cut(e.body, other)
	}
	e.pageInfo(p, r, w, id, fault)
	return e.answer(i), 0
}
