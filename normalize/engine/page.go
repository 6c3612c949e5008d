package engine

import (
	"context"
	"sync"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/judge"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// Page implements [Provider]. Where the provider has several sources, the page
// after the last one of a source is the first one of the next.
func (e *Engine) Page(ctx context.Context, q normalize.Query) (*normalize.Page, error) {
	scans, at, err := e.plan(q)
	if err != nil {
		return nil, err
	}
	s := scans[0]
	begin := s.begin(at)
	how := rest.Run{Start: &begin, Size: s.query.PageSize, MaxPages: e.set.MaxPages}
	got, err := s.list().Page(ctx, e.client, how)
	if err != nil {
		return nil, (&run{engine: e, query: q}).final(s, err)
	}
	page := &normalize.Page{Total: got.Total}
	if got.Missing != nil {
		page.Errors = append(page.Errors, (&run{engine: e, query: q}).final(s, got.Missing))
	}
	next, ended := s.pick(page, got.Items, q.Limit)
	switch {
	case next != nil:
		page.Next = s.encodeToken(*next)
	case !ended && got.Next != nil:
		page.Next = s.encodeToken(*got.Next)
	default:
		page.Next = beginToken(scans[1:])
	}
	if s.fetches() {
		s.addTranscripts(ctx, page)
	}
	if err := ctx.Err(); err != nil {
		return nil, (&run{engine: e, query: q}).final(s, err)
	}
	return page, nil
}

// pick moves what the query asks for into the page. It gives where to go on when
// the limit was reached in the middle, and whether the source has no more.
func (s *scan) pick(page *normalize.Page, items []rest.Item[*normalize.Conversation], limit int) (next *paging.Position, ended bool) {
	page.Conversations = make([]*normalize.Conversation, 0, len(items))
	for i := range items {
		item := &items[i]
		if item.Err != nil {
			page.Errors = append(page.Errors, public.Error(item.Err))
			continue
		}
		switch s.judge.Record(item.Record) {
		case judge.Skip:
			continue
		case judge.Done:
			return nil, true
		}
		if err := s.refuse(item); err != nil {
			page.Errors = append(page.Errors, err)
			continue
		}
		if !s.engine.set.WithoutRaw {
			item.Record.Raw = item.Raw
		}
		page.Conversations = append(page.Conversations, item.Record)
		if len(page.Conversations) == limit && i < len(items)-1 {
			return &item.At, false
		}
	}
	return nil, false
}

func (s *scan) addTranscripts(ctx context.Context, page *normalize.Page) {
	errs := make([]error, len(page.Conversations))
	slots := make(chan struct{}, s.engine.set.Concurrency)
	var running sync.WaitGroup
	for i, c := range page.Conversations {
		slots <- struct{}{}
		running.Go(func() {
			errs[i] = s.addTranscript(ctx, c)
			<-slots
		})
	}
	running.Wait()
	for _, err := range errs {
		if err != nil {
			page.Errors = append(page.Errors, err)
		}
	}
}
