package normalizetest

import (
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// timed gives the hint for a time that stands at one place, or that a template
// puts together from several.
func (f *family) timed(target string) (hint, bool) {
	if h, ok := f.whole(target); ok {
		return h, true
	}
	h, ok := f.of(target)
	return h, ok && len(instantParts(h.value, newest)) > 0
}

// form is how the records write the time.
func (f *family) form(h hint) timeForm {
	if !readsWhole(h.value) {
		return formOf(h.value, nil)
	}
	return formOf(h.value, at(f.schema, h.at))
}

// instantParts gives the texts at the places of a template that makes up a time,
// in their order; nil for any other value, and where the template does not tell
// where one ends.
func instantParts(v *fieldmap.Value, t time.Time) []string {
	template := scalarAt(v, "template")
	if template == "" {
		return nil
	}
	text, ok := formOf(v, nil).value(t, 0).(string)
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

// layTime adds the overlays of a time.
func (r *renderer) layTime(target string, of func(Truth) time.Time) {
	h, ok := r.timed(target)
	if !ok {
		return
	}
	if readsWhole(h.value) {
		r.lay(target, func(s *openapi.Schema) func(Truth) any {
			form := formOf(h.value, s)
			return func(t Truth) any { return form.value(form.exact(of(t)), t.Index) }
		})
		return
	}
	for i, p := range pathsOf(h.value) {
		r.put(hint{at: p}, func(t Truth) any { return instantParts(h.value, of(t))[i] })
	}
}

// partAt gives the part of a made-up time that belongs at the place; false where
// the hint is none of a template.
func partAt(h hint, place string, t time.Time) (string, bool) {
	texts := instantParts(h.value, t)
	i := slices.IndexFunc(pathsOf(h.value), func(p path) bool { return strings.HasSuffix(place, p.place()) })
	if i < 0 || i >= len(texts) {
		return "", false
	}
	return texts[i], true
}
