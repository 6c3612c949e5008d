package suite

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// damage is one way to spoil one place of a record.
type damage struct {
	name    string
	target  string
	at      jsontree.Path
	value   any
	unknown string // what the field map says of values that are not documented
}

// damages lists, for every scalar that the list's map reads into a field, the
// ways in which it can be odd.
func damagesOf(s *server.Source) []damage {
	var out []damage
	seen := map[string]bool{}
	for _, h := range s.Record.Order {
		schema := schemas.At(s.Record.Schema, h.At)
		if schema == nil || len(h.At) == 0 || h.Target == "ID" || seen[h.At.Place()] || !reads(h) {
			continue
		}
		seen[h.At.Place()] = true
		for name, value := range oddities(s, h, schema) {
			where := first(h.At)
			out = append(out, damage{name + " at " + jsontree.PlaceName(where), h.Target, where, value, hints.ScalarAt(h.Value, "unknown")})
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
	return out
}

// alwaysRead reports whether the field is what stands at the hint's place in
// every record: a case or another place before it does not decide.
func alwaysRead(s *server.Source, h hints.Hint) bool {
	first, ok := s.Record.Whole(h.Target)
	return ok && first.At.Place() == h.At.Place()
}

// reads reports whether the hint is read as a scalar: a custom attribute without
// a conversion carries any JSON, and whether something exists does not depend on
// its type.
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

// first puts the first item where a path says every item.
func first(p jsontree.Path) jsontree.Path {
	out := make(jsontree.Path, len(p))
	for i, step := range p {
		out[i] = step
		if step == "[]" {
			out[i] = "[0]"
		}
	}
	return out
}

// spoilAt puts the damage into the record.
func spoilAt(raw []byte, d damage) []byte {
	v, ok := jsontree.Decode(raw)
	if !ok {
		return raw
	}
	return jsontree.Encode(nil, jsontree.Put(v, d.at, d.value), jsontree.Layouts[0])
}
