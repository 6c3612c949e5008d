package hints

import (
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// Timed gives the hint for a time that stands at one place, or that a template
// puts together from several.
func (f *Family) Timed(target string) (Hint, bool) {
	if h, ok := f.Whole(target); ok {
		return h, true
	}
	h, ok := f.Of(target)
	return h, ok && len(InstantParts(h.Value, anInstant)) > 0
}

// Form is how the records write the time.
func (f *Family) Form(h Hint) TimeForm {
	if !ReadsWhole(h.Value) {
		return FormOf(h.Value, nil)
	}
	return FormOf(h.Value, schemas.At(f.Schema, h.At))
}

// anInstant is what a template is tried on.
var anInstant = time.Date(2025, time.November, 20, 21, 47, 11, 0, time.UTC)

// InstantParts gives the texts at the places of a template that makes up a time,
// in their order; nil for any other value, and where the template does not tell
// where one ends.
func InstantParts(v *fieldmap.Value, t time.Time) []string {
	template := ScalarAt(v, "template")
	if template == "" {
		return nil
	}
	text, ok := FormOf(v, nil).Value(t, 0).(string)
	if !ok {
		return nil
	}
	return parts(template, text)
}

// parts undoes a template: the texts between its literals.
func parts(template, text string) []string {
	var out []string
	literal, rest, more := strings.Cut(template, "{")
	text, ok := strings.CutPrefix(text, literal)
	for more && ok {
		_, rest, _ = strings.Cut(rest, "}")
		literal, rest, more = strings.Cut(rest, "{")
		if literal == "" && !more {
			return append(out, text)
		}
		var part string
		if part, text, ok = strings.Cut(text, literal); literal == "" {
			return nil
		}
		out = append(out, part)
	}
	if !ok {
		return nil
	}
	return out
}
