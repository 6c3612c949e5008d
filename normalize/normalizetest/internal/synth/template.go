package synth

import (
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// layTime adds the overlays of a time.
func (r *Renderer) layTime(target string, of func(Truth) time.Time) {
	h, ok := r.Timed(target)
	if !ok {
		return
	}
	if hints.ReadsWhole(h.Value) {
		r.lay(target, func(s *openapi.Schema) func(Truth) any {
			form := hints.FormOf(h.Value, s)
			return func(t Truth) any { return form.Value(form.Exact(of(t)), t.Index) }
		})
		return
	}
	for i, p := range hints.PathsOf(h.Value) {
		r.put(hints.Hint{At: p}, func(t Truth) any { return hints.InstantParts(h.Value, of(t))[i] })
	}
}

// partAt gives the part of a made-up time that belongs at the place; false where
// the hint is none of a template.
func partAt(h hints.Hint, place string, t time.Time) (string, bool) {
	texts := hints.InstantParts(h.Value, t)
	i := slices.IndexFunc(hints.PathsOf(h.Value), func(p jsontree.Path) bool { return strings.HasSuffix(place, p.Place()) })
	if i < 0 || i >= len(texts) {
		return "", false
	}
	return texts[i], true
}
