package engine

import (
	"errors"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/judge"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// scan is a query, checked against one source: what is sent and what is applied
// here. It keeps no state of an iteration.
type scan struct {
	engine *Engine
	source *Source
	query  normalize.Query
	judge  judge.Judge
	fetch  normalize.TranscriptSource
}

// check refuses what the source cannot answer, before any request.
func (e *Engine) check(src *Source, q normalize.Query) (*scan, error) {
	if err := e.checkSense(src, &q); err != nil {
		return nil, err
	}
	s := &scan{engine: e, source: src, query: q}
	s.judge = judge.Judge{Query: q, Time: src.Time, Order: src.Order, Native: func(f normalize.Filter) bool {
		return src.List.Filters[f].Mode == normalize.Native
	}}
	for _, f := range normalize.Filters() {
		value := judge.Value(&q, f)
		if value == "" {
			continue
		}
		switch modeFor(src.List.Filters[f], value) {
		case normalize.Native:
		case normalize.Emulated:
			if !isTime(f) {
				s.judge.Emulated = append(s.judge.Emulated, f)
			}
		default:
			return nil, e.refuse(src, f, value)
		}
	}
	if q.WithMessages {
		if s.fetch = src.transcripts(); s.fetch == normalize.TranscriptsNone {
			return nil, &normalize.QueryError{Provider: e.def.Info.Name, Source: src.Name, Err: normalize.ErrUnsupported,
				Reason: "WithMessages: the provider gives no complete transcripts"}
		}
	}
	if limit := src.List.PageSize.Max; limit > 0 && q.PageSize > limit {
		s.query.PageSize = limit
	}
	if q.PageSize == 0 {
		s.query.PageSize = src.List.PageSize.Default
	}
	return s, nil
}

func isTime(f normalize.Filter) bool {
	return f == normalize.FilterSince || f == normalize.FilterUntil || f == normalize.FilterUpdatedSince
}

func (e *Engine) refuse(src *Source, f normalize.Filter, value string) error {
	return &normalize.QueryError{Provider: e.def.Info.Name, Source: src.Name, Filter: f, Value: value, Err: normalize.ErrUnsupported,
		Reason: "the provider does not support it, and it cannot be applied to what it returns"}
}

func (e *Engine) checkSense(src *Source, q *normalize.Query) error {
	unsupported := func(reason string) error {
		return &normalize.QueryError{Provider: e.def.Info.Name, Source: src.Name, Err: normalize.ErrUnsupported, Reason: reason}
	}
	if src.List == nil {
		return unsupported("conversations cannot be listed")
	}
	if err := q.Validate(); err != nil {
		var invalid *normalize.QueryError
		if errors.As(err, &invalid) {
			invalid.Provider, invalid.Source = e.def.Info.Name, src.Name
		}
		return err
	}
	if src.Time == "" && (!q.Since.IsZero() || !q.Until.IsZero()) {
		return unsupported("Since and Until: the provider declares no time to compare")
	}
	return nil
}

// plan checks the query against every source of the engine and gives the scans
// that are left to do, those from the page token's source on, and where the
// first of them begins (nil for its beginning).
func (e *Engine) plan(q normalize.Query) ([]*scan, *paging.Position, error) {
	scans := make([]*scan, 0, len(e.sources))
	for _, src := range e.sources {
		s, err := e.check(src, q)
		if err != nil {
			return nil, nil, err
		}
		scans = append(scans, s)
	}
	if q.PageToken == "" {
		return scans, nil, nil
	}
	var first error
	for i, s := range scans {
		at, err := s.decodeToken(q.PageToken)
		if err == nil {
			return scans[i:], &at, nil
		}
		if first == nil || sourceMatches(err) {
			first = err
		}
	}
	return nil, nil, first
}

// sourceMatches tells whether the token was refused for another reason than its
// source.
func sourceMatches(err error) bool {
	var token *normalize.TokenError
	return !errors.As(err, &token) || token.Kind != normalize.TokenOtherSource
}
