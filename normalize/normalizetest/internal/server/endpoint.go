package server

import (
	"bytes"
	"net/http"
	"sort"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// serveList answers a page of the source's list.
func (f *Fake) serveList(s *Source, r *request, fault faults.Fault) (faults.Answer, int) {
	p := s.Decl.List.Pagination
	scope := scopeOf(s.Decl.List.Filters, r)
	v, why := f.viewOf(s, r, scope)
	if why != "" {
		f.violate(r, "%s", why)
		return faults.Answer{}, http.StatusBadRequest
	}
	front, total := f.arrived(s, v)
	w, why := pageOf(p, r, front, total, s.Name+"?"+scope, func(key string) (int, bool) { return s.locate(v, key) })
	if why != "" {
		f.violate(r, "%s", why)
		return faults.Answer{}, http.StatusBadRequest
	}
	if w.refused != 0 {
		return faults.Answer{}, w.refused
	}
	items := &jsontree.Array{}
	w.bend(fault)
	for k := max(0, w.start-fault.Again); k < w.end; k++ {
		items.Items = append(items.Items, jsontree.Verbatim(f.Listed(s, v.at(front+k))))
	}
	e := f.envelope(r, s.shape, s.Records)
	e.body = jsontree.Put(e.body, s.Records, items)
	for _, other := range s.unused {
		jsontree.Cut(e.body, other)
	}
	e.pageInfo(p, r, w, s.Name+"?"+scope, fault)
	return e.answer(w.start), 0
}

// arrived is how many records of the view have not arrived before its first one,
// and how many have.
func (f *Fake) arrived(s *Source, v view) (front, total int) {
	f.mu.Lock()
	held := f.held
	f.mu.Unlock()
	if s.World.Order > 0 {
		return 0, sort.Search(v.len(), func(k int) bool { return v.at(k) >= f.Opts.Conversations-held })
	}
	front = sort.Search(v.len(), func(k int) bool { return v.at(k) >= held })
	return front, v.len() - front
}

// locate finds where a page begins that goes on from a record's key: the id, or
// the time that the list is sorted by. Records with the key itself are part of
// the page where the field map says inclusive.
func (s *Source) locate(v view, key string) (int, bool) {
	if s.World.Key == synth.KeyID {
		i, ok := s.World.IDs.Index(key)
		if !ok {
			return 0, false
		}
		return sort.Search(v.len(), func(k int) bool { return v.at(k) > i || s.World.Inclusive && v.at(k) == i }), true
	}
	form, of := s.World.Time, func(i int) time.Time { return s.World.Truth(i).Time }
	if s.World.Key == synth.KeyUpdated {
		form, of = s.World.Updated, func(i int) time.Time { return s.World.Truth(i).UpdatedAt }
	}
	t, ok := form.Parse(key)
	return sort.Search(v.len(), func(k int) bool {
		way := of(v.at(k)).Compare(t) * s.World.Order
		return way > 0 || way == 0 && s.World.Inclusive
	}), ok
}

// Listed is record i as the list sends it now.
func (f *Fake) Listed(s *Source, i int) []byte {
	return f.replacedBy(recordKey{source: s.Name, index: i}, s.RecordBytes(i))
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
func (f *Fake) envelope(r *request, shape int, place jsontree.Path) *envelope {
	resp := r.operation.Success()
	e := &envelope{schema: resp.Schema, header: http.Header{"Content-Type": {resp.MediaType}}, shape: shape}
	if resp.MediaType == "" {
		e.header.Set("Content-Type", "application/json")
	}
	if schemas.TypeOf(resp.Schema) != openapi.Array {
		e.body = f.succeed(r.operation, synth.BodyOf(f.Decl, resp.Schema, f.Opts.Seed, place), shape)
	}
	return e
}

func (e *envelope) answer(variant int) faults.Answer {
	return faults.Answer{Status: http.StatusOK, Header: e.header, Body: jsontree.Encode(nil, e.body, jsontree.Layouts[variant%2])}
}

// notFound is the status of an endpoint without such a record: the one that the field
// map names, or else 404.
func notFound(declared []int) int {
	if len(declared) > 0 {
		return declared[0]
	}
	return http.StatusNotFound
}

// serveOne answers get, or a conversation's messages, or a page of them; where both are
// one operation, the record with a page of its messages.
func (f *Fake) serveOne(s *Source, r *request, fault faults.Fault) (faults.Answer, int) {
	id, _ := s.idIn(r)
	i, ok := s.World.IDs.Index(id)
	switch {
	case ok && i < f.Opts.Conversations:
	case r.operation == s.Get:
		return faults.Answer{}, notFound(s.Decl.Get.NotFound)
	default:
		return faults.Answer{}, notFound(s.Decl.Messages.NotFound)
	}
	if r.operation != s.Messages {
		e := f.envelope(r, s.shape, s.Wrapper)
		e.body = jsontree.Put(e.body, s.Wrapper, jsontree.Verbatim(f.replacedBy(recordKey{s.Name, i, true}, s.DetailBytes(i))))
		return e.answer(i), 0
	}
	if r.operation != s.Get {
		e := f.envelope(r, s.shape, s.messagesAt)
		status := f.putMessages(e, s, i, r, fault)
		return e.answer(i), status
	}
	e := f.envelope(r, s.shape, s.Wrapper)
	e.body = jsontree.Put(e.body, s.Wrapper, s.Detail.Conversation(s.World.Truth(i)))
	if status := f.putMessages(e, s, i, r, fault); status != 0 {
		return faults.Answer{}, status
	}
	record, _ := jsontree.Lookup(e.body, s.Wrapper)
	key := recordKey{s.Name, i, true}
	raw := f.replacedBy(key, jsontree.Encode(nil, record, layoutOf(i+1)))
	f.remember(key, raw)
	e.body = jsontree.Put(e.body, s.Wrapper, jsontree.Verbatim(raw))
	return e.answer(i), 0
}

// putMessages puts the messages of conversation i that the request asks for into an
// answer. A status is the failure to answer with instead.
func (f *Fake) putMessages(e *envelope, s *Source, i int, r *request, fault faults.Fault) (status int) {
	t := s.World.Truth(i)
	p := s.Decl.Messages.Pagination
	w, why := pageOf(p, r, 0, t.Messages, t.ID, s.locateMessage(t))
	if why != "" {
		f.violate(r, "%s", why)
		return http.StatusBadRequest
	}
	if w.refused != 0 {
		return w.refused
	}
	items := &jsontree.Array{}
	w.bend(fault)
	for k := w.start; k < w.end; k++ {
		items.Items = append(items.Items, s.Message.Single(t, k))
	}
	e.body = jsontree.Put(e.body, s.messagesAt, items)
	for _, other := range s.messagesAlt {
		jsontree.Cut(e.body, other)
	}
	e.pageInfo(p, r, w, t.ID, fault)
	return 0
}

// remember keeps the record that get sent the last time.
func (f *Fake) remember(key recordKey, raw []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.details[key] = raw
}

// Detail is record i of the source as get sends it, or where it sends other messages
// with each page, as it did the last time. The result must not be changed.
func (f *Fake) Detail(s *Source, i int) []byte {
	f.mu.Lock()
	raw, ok := f.details[recordKey{s.Name, i, true}]
	f.mu.Unlock()
	if ok {
		return raw
	}
	return s.DetailBytes(i)
}
