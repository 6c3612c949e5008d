package suite

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/matching"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// damage is one way to spoil one place of a record.
type damage struct {
	name    string
	target  string
	hint    hints.Hint
	at      jsontree.Path // in the record that is spoiled
	value   any
	unknown string // what the field map says of values that are not documented
}

// damagesOf lists, for every scalar that the list's map reads into a field, the ways
// in which it can be odd in record i. What says the id, or which element of a list is
// read, is left alone.
func damagesOf(s *server.Source, i int) []damage {
	var out []damage
	record := s.Record.Conversation(s.World.Truth(i))
	id, _ := s.Record.Of("ID")
	seen := map[string]bool{id.At.Place(): true}
	for _, h := range s.Record.Order {
		schema := schemas.At(s.Record.Schema, h.At)
		if schema == nil || len(h.At) == 0 || seen[h.At.Place()] || !reads(h) || s.Record.Chooses(h) {
			continue
		}
		at, ok := placeIn(s.Record, record, h)
		if !ok {
			continue
		}
		seen[h.At.Place()] = true
		for name, value := range oddities(s, h, schema) {
			out = append(out, damage{name + " at " + jsontree.PlaceName(at), h.Target, h, at, value, hints.ScalarAt(h.Value, "unknown")})
		}
	}
	slices.SortFunc(out, func(a, b damage) int { return strings.Compare(a.name, b.name) })
	return out
}

// oddities are values that the place may not hold, by what is wrong with them.
func oddities(s *server.Source, h hints.Hint, schema *openapi.Schema) map[string]any {
	out := map[string]any{"an array": &jsontree.Array{Items: []any{true}}}
	switch schemas.TypeOf(schema) {
	case openapi.String:
		out["a number"] = jsontree.Number("12345")
	case openapi.Integer, openapi.Number, openapi.Boolean:
		out["text"] = "neither here nor there"
		return out
	default:
		return nil
	}
	if !alwaysRead(s, h) {
		return out
	}
	if hints.IsTime(h) || h.Target == s.Decl.Time.Value {
		out["a malformed time"] = "the day before yesterday"
	}
	if unknown := hints.ScalarAt(h.Value, "unknown"); hints.EnumOf(h.Value) != nil && (unknown == "keep" || unknown == "absent") {
		out["an undocumented value"] = synth.Undocumented
	}
	if hints.ScalarAt(h.Value, "json") != "" {
		out["malformed JSON"] = `{"cut`
	}
	if hints.ScalarAt(h.Value, "duration") != "" {
		out["a malformed duration"] = "a while"
	}
	if pattern := hints.ScalarAt(h.Value, "regex"); pattern != "" {
		for name, value := range out {
			text, ok := value.(string)
			if !ok {
				continue
			}
			if out[name], ok = matching.Around(pattern, text); !ok {
				delete(out, name) // the expression keeps it from the conversion
			}
		}
	}
	return out
}

// has reports whether raw is the odd value: as it was sent, or what a regular expression
// of the field map finds in it.
func (d damage) has(raw []byte) bool {
	if sameJSON(raw, jsontree.Encode(nil, d.value, jsontree.Layouts[0])) {
		return true
	}
	text, ok := d.value.(string)
	return ok && sameJSON(raw, jsontree.Encode(nil, synth.Read(d.hint.Value, text), jsontree.Layouts[0]))
}

// names are how the place may be called in an issue: by its indexes, or as the field
// map does.
func (d damage) names() []string {
	out := []string{jsontree.PlaceName(d.at), jsontree.PlaceName(d.hint.At)}
	for i, step := range d.hint.At {
		if found, ok := strings.CutPrefix(step, "[@"); ok {
			out = append(out, jsontree.PlaceName(append(jsontree.Path{"@" + strings.TrimSuffix(found, "]")}, d.hint.At[i+1:]...)))
		}
	}
	return out
}

// alwaysRead reports whether the field is what stands at the hint's place in
// every record: a case or another place before it does not decide.
func alwaysRead(s *server.Source, h hints.Hint) bool {
	first, ok := s.Record.Whole(h.Target)
	return ok && first.At.Exact() == h.At.Exact()
}

// reads reports whether the hint is read as a scalar. A custom attribute without a
// conversion carries any JSON, and exists does not look at the type.
func reads(h hints.Hint) bool {
	last := h.Target[strings.LastIndexByte(h.Target, '.')+1:]
	isField := last != "" && last[0] >= 'A' && last[0] <= 'Z'
	if h.Value.Kind != fieldmap.Mapping {
		return isField
	}
	for _, key := range []string{"enum", "json", "time", "duration", "split"} {
		isField = isField || h.Value.Get(key) != nil
	}
	return isField && h.Value.Get("exists") == nil && h.Value.Get("count") == nil
}

// placeIn is the hint's place in the record, which may have nothing there; false where
// the record has no element that the hint is about.
func placeIn(r *synth.Renderer, record any, h hints.Hint) (jsontree.Path, bool) {
	if at, ok := r.Resolve(record, h); ok {
		return at, true
	}
	if len(h.Where) > 0 || slices.ContainsFunc(h.At, func(step string) bool { return strings.HasPrefix(step, "[@") }) {
		return nil, false
	}
	at := slices.Clone(h.At)
	for i, step := range at {
		if step == "[]" {
			at[i] = "[0]"
		}
	}
	return at, true
}

// spoilAt puts the damage into the record.
func spoilAt(raw []byte, d damage) []byte {
	v, ok := jsontree.Decode(raw)
	if !ok {
		return raw
	}
	return jsontree.Encode(nil, jsontree.Put(v, d.at, d.value), jsontree.Layouts[0])
}
