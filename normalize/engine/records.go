package engine

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/judge"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// scanned is one record of a list that the query asks for: a conversation, or
// the error that it is.
type scanned struct {
	c   *normalize.Conversation // nil for a record error
	err error                   // a *RecordError, or a *TranscriptError beside c
	at  paging.Position         // where the record after it is
}

// begin is where the scan starts: at, or the beginning.
func (s *scan) begin(at *paging.Position) paging.Position {
	if at != nil {
		return *at
	}
	return s.source.List.Pager.Start(s.query.PageSize)
}

// refuse is, with WithStrict, the error of a record in which the query found an
// issue; those of its decoding are errors already.
func (s *scan) refuse(item *rest.Item[*normalize.Conversation]) error {
	if !s.engine.set.Strict || len(item.Record.Issues) == 0 {
		return nil
	}
	return &normalize.RecordError{
		Provider: s.engine.def.Info.Name, Operation: s.source.List.Operation.ID, Index: item.At.Skip - 1,
		Raw: bytes.Clone(item.Raw), Issues: item.Record.Issues, Err: normalize.ErrIssues,
	}
}

// records streams what the query asks for, at most left conversations where the
// query has a limit. The error is final. Once it is over, out tells how it went.
func (s *scan) records(ctx context.Context, at paging.Position, left *int, n *counts, out *rest.Outcome) iter.Seq2[scanned, error] {
	return func(yield func(scanned, error) bool) {
		run := rest.Run{Start: &at, Size: s.query.PageSize, MaxPages: s.engine.set.MaxPages, Meter: n.meter(), Outcome: out}
		beyond := false
		for item, err := range s.list().All(ctx, s.engine.client, run) {
			if err != nil {
				yield(scanned{}, err)
				return
			}
			if item.Err != nil {
				if !yield(scanned{err: public.Error(item.Err), at: item.At}, nil) {
					return
				}
				continue
			}
			verdict := s.judge.Record(item.Record)
			if verdict == judge.Skip {
				n.filtered.Add(1)
				continue
			}
			if beyond = verdict == judge.Done; beyond {
				break
			}
			if err := s.refuse(&item); err != nil {
				n.refused.Add(1)
				if !yield(scanned{err: err, at: item.At}, nil) {
					return
				}
				continue
			}
			if !s.engine.set.WithoutRaw {
				item.Record.Raw = bytes.Clone(item.Raw)
			}
			*left--
			if !yield(scanned{c: item.Record, at: item.At}, nil) || *left == 0 {
				return
			}
		}
		if beyond {
			out.Ended = true
			out.Assumptions = append(out.Assumptions, paging.Assumption{
				Name:   paging.AssumptionName(normalize.AssumeOrder),
				Detail: fmt.Sprintf("the list is documented to be %s by %s, and was left at the first record beyond the bound", s.source.Order, s.source.Time),
			})
		}
	}
}
