package normalize

import (
	"errors"
	"fmt"

	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// scan is a query, checked against one source: what is sent and what is applied
// here. It keeps no state of an iteration.
type scan struct {
	engine   *Engine
	source   *Source
	query    Query
	emulated []Filter // beside the times, which are always applied
	fetch    TranscriptSource
}

// check refuses what the source cannot answer, before any request.
func (e *Engine) check(src *Source, q Query) (*scan, error) {
	if err := e.checkSense(src, &q); err != nil {
		return nil, err
	}
	s := &scan{engine: e, source: src, query: q}
	for _, f := range Filters() {
		value := q.value(f)
		if value == "" {
			continue
		}
		switch src.List.Filters[f].modeFor(value) {
		case Native:
		case Emulated:
			if !isTime(f) {
				s.emulated = append(s.emulated, f)
			}
		default:
			return nil, e.refuse(src, f, value)
		}
	}
	if q.WithMessages {
		if s.fetch = src.transcripts(); s.fetch == TranscriptsNone {
			return nil, &QueryError{Provider: e.def.Info.Name, Source: src.Name, Err: ErrUnsupported,
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

func isTime(f Filter) bool {
	return f == FilterSince || f == FilterUntil || f == FilterUpdatedSince
}

func (e *Engine) refuse(src *Source, f Filter, value string) error {
	return &QueryError{Provider: e.def.Info.Name, Source: src.Name, Filter: f, Value: value, Err: ErrUnsupported,
		Reason: "the provider does not support it, and it cannot be applied to what it returns"}
}

func (e *Engine) checkSense(src *Source, q *Query) error {
	invalid := func(format string, args ...any) error {
		return &QueryError{Provider: e.def.Info.Name, Source: src.Name, Err: ErrInvalidQuery, Reason: fmt.Sprintf(format, args...)}
	}
	switch {
	case src.List == nil:
		return &QueryError{Provider: e.def.Info.Name, Source: src.Name, Err: ErrUnsupported, Reason: "conversations cannot be listed"}
	case q.PageSize < 0:
		return invalid("PageSize is %d, less than zero", q.PageSize)
	case q.Limit < 0:
		return invalid("Limit is %d, less than zero", q.Limit)
	case !q.Status.known():
		return invalid("Status %q is none of the model's values", q.Status)
	case !q.Channel.known():
		return invalid("Channel %q is none of the model's values", q.Channel)
	case !q.Direction.known():
		return invalid("Direction %q is none of the model's values", q.Direction)
	case !q.Since.IsZero() && !q.Until.IsZero() && q.Until.Before(q.Since):
		return invalid("Until (%s) is before Since (%s)", timeText(q.Until), timeText(q.Since))
	case src.Time == "" && (!q.Since.IsZero() || !q.Until.IsZero()):
		return &QueryError{Provider: e.def.Info.Name, Source: src.Name, Err: ErrUnsupported,
			Reason: "Since and Until: the provider declares no time to compare"}
	}
	return nil
}

// plan checks the query against every source of the engine and gives the scans
// that are left to do, those from the page token's source on, and where the
// first of them begins (nil for its beginning).
func (e *Engine) plan(q Query) ([]*scan, *paging.Position, error) {
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
	var token *TokenError
	return !errors.As(err, &token) || token.Kind != paging.TokenOtherSource
}
