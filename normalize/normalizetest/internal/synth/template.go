package synth

import (
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// layTemplate adds the overlays of a time that a template makes of several places.
func (r *Renderer) layTemplate(target string, of func(Truth) time.Time) {
	h, ok := r.Timed(target)
	if !ok || hints.ReadsWhole(h.Value) {
		return
	}
	for i, p := range hints.PathsOf(h.Value) {
		r.lay(hints.Hint{At: p}, func(t Truth) any { return hints.InstantParts(h.Value, of(t))[i] })
	}
}

// partAt gives the part of a made-up time that belongs at the place. It is false where
// the hint is not one of a template.
func partAt(h hints.Hint, place string, t time.Time) (string, bool) {
	texts := hints.InstantParts(h.Value, t)
	i := slices.IndexFunc(hints.PathsOf(h.Value), func(p jsontree.Path) bool { return strings.HasSuffix(place, p.Place()) })
	if i < 0 || i >= len(texts) {
		return "", false
	}
	return texts[i], true
}
