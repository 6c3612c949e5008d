package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// needs fetches, one after the other, what the decoders of a conversation's
// record or messages need. Any error is the call's error: without what it needs
// a mapping would be wrong in silence.
func (e *Engine) needs(ctx context.Context, src *Source, defs []NeedDefinition, id string) (Needed, error) {
	if len(defs) == 0 {
		return nil, nil
	}
	needed := make(Needed, len(defs))
	for i := range defs {
		var err error
		if needed[i], err = e.need(ctx, src, &defs[i], id); err != nil {
			return nil, err
		}
	}
	return needed, nil
}

func (e *Engine) need(ctx context.Context, src *Source, def *NeedDefinition, id string) ([]json.RawMessage, error) {
	request := func(ctx context.Context, at paging.Position) (*http.Request, error) {
		req, err := def.Request.Build(ctx, e.client.BaseURL(), e.inputs(at, id, nil))
		return req, e.badID(src, id, err)
	}
	if def.Pager == nil {
		one := rest.Get[json.RawMessage]{
			Operation: def.Operation, Record: def.Record, Decode: keepRecord,
			Request: func(ctx context.Context, _ string) (*http.Request, error) { return request(ctx, paging.Position{}) },
		}
		record, _, err := one.Do(ctx, e.client, id)
		if err != nil {
			return nil, public.Error(err)
		}
		return []json.RawMessage{record}, nil
	}
	list := rest.List[json.RawMessage]{
		Operation: def.Operation, Request: request, Shape: def.Shape, Pager: def.Pager, Decode: keepRecord,
	}
	var out []json.RawMessage
	for item, err := range list.All(ctx, e.client, e.whole(def.PageSize)) {
		switch {
		case err != nil:
			return nil, pageCause(err)
		case item.Err != nil:
			return nil, public.Error(item.Err)
		}
		out = append(out, bytes.Clone(item.Raw))
	}
	return out, nil
}

// keepRecord decodes a record to its bytes, which are only lent to it.
func keepRecord() func(raw []byte) (json.RawMessage, error) {
	return func(raw []byte) (json.RawMessage, error) { return raw, nil }
}
