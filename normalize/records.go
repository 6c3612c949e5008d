package normalize

import (
	"bytes"
	"context"
	"iter"

	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// scanned is one record of a list that the query asks for: a conversation, or
// the error that it is.
type scanned struct {
	c   *Conversation   // nil for a record error
	err error           // a *RecordError, or a *TranscriptError beside c
	at  paging.Position // where the record after it is
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
func (s *scan) refuse(item *rest.Item[*Conversation]) error {
	if !s.engine.set.strict || len(item.Record.Issues) == 0 {
		return nil
	}
	return &RecordError{
		Provider: s.engine.def.Info.Name, Operation: s.source.List.Operation.ID, Index: item.At.Skip - 1,
		Raw: bytes.Clone(item.Raw), Issues: item.Record.Issues, Err: ErrIssues,
	}
}

// records streams what the query asks for, at most left conversations where the
// query has a limit. The error is final.
func (s *scan) records(ctx context.Context, at paging.Position, left *int, n *counts) iter.Seq2[scanned, error] {
	return func(yield func(scanned, error) bool) {
		run := rest.Run{Start: &at, Size: s.query.PageSize, MaxPages: s.engine.set.maxPages, Meter: n.meter()}
		for item, err := range s.list().All(ctx, s.engine.client, run) {
			if err != nil {
				yield(scanned{}, err)
				return
			}
			if item.Err != nil {
				if !yield(scanned{err: item.Err, at: item.At}, nil) {
					return
				}
				continue
			}
			switch s.judge(item.Record) {
			case skip:
				n.filtered.Add(1)
				continue
			case done:
				return
			}
			if err := s.refuse(&item); err != nil {
				n.refused.Add(1)
				if !yield(scanned{err: err, at: item.At}, nil) {
					return
				}
				continue
			}
			if !s.engine.set.withoutRaw {
				item.Record.Raw = bytes.Clone(item.Raw)
			}
			*left--
			if !yield(scanned{c: item.Record, at: item.At}, nil) || *left == 0 {
				return
			}
		}
	}
}
