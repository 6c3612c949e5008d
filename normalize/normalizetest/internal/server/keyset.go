package server

import (
	"slices"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// locateMessage finds where a page of a conversation's messages begins that goes on
// from the key of one of them.
func (s *Source) locateMessage(t synth.Truth) func(key string) (int, bool) {
	p := s.Decl.Messages.Pagination
	return func(key string) (int, bool) {
		for k := range t.Messages {
			v, _ := jsontree.Lookup(s.Message.Single(t, k), jsontree.ParsePath(p.Key.Value))
			switch {
			case !slices.Equal(jsontree.Texts(v), []string{key}):
			case p.Inclusive != nil && *p.Inclusive:
				return k, true
			default:
				return k + 1, true
			}
		}
		return 0, false
	}
}
