package engine

import (
	"context"
	"net/http"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/drift"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// list is the source's list operation for the transport. Every run gets a
// decoder of its own.
func (s *scan) list() *rest.List[*normalize.Conversation] {
	def, e := s.source.List, s.engine
	return &rest.List[*normalize.Conversation]{
		Operation: def.Operation,
		Request: func(ctx context.Context, at paging.Position) (*http.Request, error) {
			return def.Request.Build(ctx, e.client.BaseURL(), e.inputs(at, "", &s.query))
		},
		Shape: def.Shape,
		Pager: def.Pager,
		Decode: func() func([]byte) (*normalize.Conversation, error) {
			return e.decoder(s.source, def.Operation, def.Schema, def.Decode(nil), def.Messages)
		},
		ID: func(c *normalize.Conversation) string { return c.ID },
	}
}

// decoder adds to a generated decoder what only the runtime knows, but for Raw:
// of that the caller makes a copy where the record is kept.
func (e *Engine) decoder(src *Source, op *api.Operation, schema string, decode ConversationDecoder, state normalize.MessagesState) func([]byte) (*normalize.Conversation, error) {
	if state == "" {
		state = normalize.MessagesAbsent
	}
	provider, strict := e.def.Info.Name, e.set.Strict
	watch := e.watch(op, schema)
	return func(record []byte) (*normalize.Conversation, error) {
		watch.Record(record)
		c, err := decode(record)
		if err != nil {
			return nil, err
		}
		if strict && len(c.Issues) > 0 {
			return nil, &normalize.RecordError{Issues: c.Issues, Err: normalize.ErrIssues}
		}
		c.Provider, c.Source, c.Account = provider, src.Name, e.set.Account
		c.Volatile = e.def.Volatile
		if c.MessagesState == "" {
			c.MessagesState = state
		}
		return c, nil
	}
}

func (e *Engine) get(src *Source, needed Needed) *rest.Get[*normalize.Conversation] {
	def := src.Get
	return &rest.Get[*normalize.Conversation]{
		Operation: def.Operation,
		Request: func(ctx context.Context, id string) (*http.Request, error) {
			req, err := def.Request.Build(ctx, e.client.BaseURL(), e.inputs(paging.Position{}, id, nil))
			return req, e.badID(src, id, err)
		},
		Record: def.Record,
		Decode: func() func([]byte) (*normalize.Conversation, error) {
			return e.decoder(src, def.Operation, def.Schema, def.Decode(needed), def.Messages)
		},
	}
}

func (e *Engine) messageList(src *Source, id string, needed Needed) *rest.List[normalize.Message] {
	def := src.Messages
	return &rest.List[normalize.Message]{
		Operation: def.Operation,
		Request: func(ctx context.Context, at paging.Position) (*http.Request, error) {
			req, err := def.Request.Build(ctx, e.client.BaseURL(), e.inputs(at, id, nil))
			return req, e.badID(src, id, err)
		},
		Shape: def.Shape,
		Pager: def.Pager,
		Decode: func() func([]byte) (normalize.Message, error) {
			decode := def.Decode(needed)
			if e.set.Strict {
				decode = strictMessages(decode)
			}
			watch := e.watch(def.Operation, def.Schema)
			if watch == nil {
				return decode
			}
			return func(record []byte) (normalize.Message, error) {
				watch.Record(record)
				return decode(record)
			}
		},
		ID: func(m normalize.Message) string { return m.ID },
	}
}

func strictMessages(decode MessageDecoder) MessageDecoder {
	return func(record []byte) (normalize.Message, error) {
		m, err := decode(record)
		if err == nil && len(m.Issues) > 0 {
			err = &normalize.RecordError{Issues: m.Issues, Err: normalize.ErrIssues}
		}
		return m, err
	}
}

// badID says of a request that could not be built what is wrong with the id,
// which is all that a caller gives.
func (e *Engine) badID(src *Source, id string, err error) error {
	if err == nil {
		return nil
	}
	return &normalize.QueryError{
		Provider: e.def.Info.Name, Source: src.Name, Value: id, Err: normalize.ErrInvalidQuery,
		Reason: "the id cannot be sent: " + err.Error(),
	}
}

// watch gives what compares records with the document; nil without WithDrift.
func (e *Engine) watch(op *api.Operation, schema string) *drift.Watcher {
	note := e.set.Drift
	if note == nil {
		return nil
	}
	return drift.Watch(func(kind drift.Kind, path string, sample func() string) {
		note(e.def.Info.Name, op.ID, string(kind), path, sample)
	}, e.def.Schemas, schema)
}
