package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest"
)

// Conversation implements [Provider]. Where the provider has several sources,
// they are asked one after the other until one knows the id.
func (e *Engine) Conversation(ctx context.Context, id string) (*normalize.Conversation, error) {
	if err := e.checkID(id); err != nil {
		return nil, err
	}
	return firstFound(e, "a conversation cannot be read by its id", func(src *Source) (*normalize.Conversation, error) {
		if src.Get == nil {
			return nil, errNotHere
		}
		return e.getFrom(ctx, src, id)
	})
}

func (e *Engine) getFrom(ctx context.Context, src *Source, id string) (*normalize.Conversation, error) {
	needed, err := e.needs(ctx, src, src.Get.Needs, id)
	if err != nil {
		return nil, err
	}
	c, raw, err := e.get(src, needed).Do(ctx, e.client, id)
	if err != nil {
		return nil, public.Error(err)
	}
	if !e.set.WithoutRaw {
		c.Raw = raw
	}
	return c, nil
}

// Messages implements [Provider].
func (e *Engine) Messages(ctx context.Context, id string) ([]normalize.Message, error) {
	if err := e.checkID(id); err != nil {
		return nil, err
	}
	return firstFound(e, "the provider gives no complete transcripts", func(src *Source) ([]normalize.Message, error) {
		switch {
		case src.Messages != nil:
			messages, bad, err := e.endpointMessages(ctx, src, id)
			return messages, errors.Join(append(bad, err)...)
		case src.Get != nil && src.Get.Messages == normalize.MessagesInline:
			c, err := e.getFrom(ctx, src, id)
			if err != nil {
				return nil, err
			}
			return c.Messages, nil
		case src.List != nil && src.List.Messages == normalize.MessagesInline:
			return e.listedMessages(ctx, src, id)
		}
		return nil, errNotHere
	})
}

// errNotHere says that a source has no such operation.
var errNotHere = errors.New("not at this source")

// firstFound asks source after source until one has an answer. An answer of
// "not found" only counts when no other source has a better one, and so does an id
// that a source cannot have, such as a text where its ids are numbers.
func firstFound[T any](e *Engine, reason string, ask func(*Source) (T, error)) (T, error) {
	var zero T
	var notFound, noID error
	for _, src := range e.sources {
		got, err := ask(src)
		switch {
		case errors.Is(err, errNotHere):
		case errors.Is(err, normalize.ErrNotFound):
			notFound = err
		case errors.Is(err, normalize.ErrInvalidQuery):
			noID = err
		default:
			return got, err
		}
	}
	if err := cmp.Or(notFound, noID); err != nil {
		return zero, err
	}
	return zero, &normalize.QueryError{Provider: e.def.Info.Name, Reason: reason, Err: normalize.ErrUnsupported}
}

// checkID refuses ids that would make the path of another operation.
func (e *Engine) checkID(id string) error {
	if id == "" || id == "." || id == ".." {
		return &normalize.QueryError{Provider: e.def.Info.Name, Reason: fmt.Sprintf("%q is not a valid conversation id", id), Err: normalize.ErrInvalidQuery}
	}
	return nil
}

// endpointMessages reads all pages of the transcript's own endpoint. Apart is
// what is not whole of it: a *RecordError for each message that could not be
// decoded, a *GuardError where there are fewer than the provider counts.
func (e *Engine) endpointMessages(ctx context.Context, src *Source, id string) (messages []normalize.Message, bad []error, err error) {
	needed, err := e.needs(ctx, src, src.Messages.Needs, id)
	if err != nil {
		return nil, nil, err
	}
	for item, err := range e.messageList(src, id, needed).All(ctx, e.client, e.whole(src.Messages.PageSize)) {
		err = pageCause(err)
		var guard *normalize.GuardError
		if errors.As(err, &guard) && guard.Kind == normalize.GuardMissing {
			bad = append(bad, guard)
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if item.Err != nil {
			bad = append(bad, public.Error(item.Err))
			continue
		}
		item.Record.Index = len(messages)
		if !e.set.WithoutRaw {
			item.Record.Raw = bytes.Clone(item.Raw)
		}
		messages = append(messages, item.Record)
	}
	return messages, bad, nil
}

// whole is how to read a list of which all is wanted: in few, large pages.
func (e *Engine) whole(size normalize.PageSize) rest.Run {
	return rest.Run{Size: cmp.Or(size.Max, size.Default), MaxPages: e.set.MaxPages}
}

// pageCause is what ended a list that nobody can go on with.
func pageCause(err error) error {
	var page *rest.PageError
	if errors.As(err, &page) {
		err = page.Err
	}
	return public.Error(err)
}

// listedMessages looks a conversation up in the list, for providers that give
// its transcript nowhere else.
func (e *Engine) listedMessages(ctx context.Context, src *Source, id string) ([]normalize.Message, error) {
	one := &Engine{def: e.def, set: e.set, client: e.client, sources: []*Source{src}}
	for c, err := range one.Conversations(ctx, normalize.Query{PageSize: src.List.PageSize.Max}) {
		switch {
		case normalize.Final(err):
			return nil, err
		case err == nil && c.ID == id:
			return c.Messages, nil
		}
	}
	return nil, fmt.Errorf("%sconversation %q: %w", e.named(src), id, normalize.ErrNotFound)
}

// named is how errors begin that are about a source.
func (e *Engine) named(src *Source) string {
	if src.Name == "" {
		return e.def.Info.Name + ": "
	}
	return e.def.Info.Name + "/" + src.Name + ": "
}
