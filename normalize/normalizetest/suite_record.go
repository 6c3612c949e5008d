package normalizetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
)

// damage is one way to spoil one place of a record.
type damage struct {
	name    string
	target  string
	at      path
	value   any
	unknown string // what the field map says of values that are not documented
}

// badRecords tests what becomes of a list that has records with odd fields, and
// with things that are no records.
func (s *suite) badRecords(t *testing.T) {
	s.test(t, "record/odd field", FakeOptions{Conversations: 5}, func(e *env) {
		for _, d := range e.source.damages() {
			e.fake.Replace(e.source.name, 2, func(raw []byte) []byte { return spoilAt(raw, d) })
			got, records, err := e.read(e.p, normalize.Query{})
			if err != nil || len(records) > 0 || len(got) != 5 {
				e.Fatalf("%s: %d conversations, %v, %v", d.name, len(got), records, err)
			}
			e.sameIDs(d.name, got, e.allIDs())
			e.wantIssue(d, got[2], encode(nil, d.value, layouts[0]))
			for _, i := range []int{0, 1, 3, 4} {
				if len(got[i].Issues) > 0 {
					e.Errorf("%s: conversation %d, which is good, has the issues %s", d.name, i, describeIssues(got[i].Issues))
				}
			}
		}
	})
	s.test(t, "record/odd text", FakeOptions{Conversations: 5}, s.oddText)
	s.test(t, "record/strict", FakeOptions{Conversations: s.several(28)}, func(e *env) {
		for _, d := range e.source.damages()[:1] {
			e.fake.Replace(e.source.name, bad, func(raw []byte) []byte { return spoilAt(raw, d) })
			got, records, err := e.read(e.with(normalize.WithStrict()), normalize.Query{})
			if err != nil || len(got) != e.fake.Len()-1 || len(records) != 1 {
				e.Fatalf("%s: %d conversations, %v, %v", d.name, len(got), records, err)
			}
			e.wantError("strict", records[0], normalize.ErrIssues)
			e.same("strict", got, func(t Truth) bool { return t.Index != bad })
		}
	})
	s.test(t, "record/no record", FakeOptions{Conversations: s.several(28)}, s.noRecords)
}

// oddText puts into every text of a record, wherever it may stand, what is no UTF-8
// and half a character: what comes is the same conversation, and can be written as
// JSON.
func (s *suite) oddText(e *env) {
	odd := verbatim("\"a \xff\xc3 b \\ud800 c\"")
	e.fake.Replace(e.source.name, 2, func(raw []byte) []byte {
		v, _ := decode(raw)
		for _, h := range e.source.record.order {
			schema := at(e.source.record.schema, h.at)
			if schema == nil || len(h.at) == 0 || h.target == "ID" || typeOf(schema) != openapi.String || len(schema.Enum) > 0 || enumOf(h.value) != nil || !s.reachesText(h) {
				continue
			}
			if _, there := lookup(v, first(h.at)); there {
				v = put(v, first(h.at), odd)
			}
		}
		return encode(nil, v, layouts[0])
	})
	got, records, err := e.read(e.p, normalize.Query{})
	if err != nil || len(records) > 0 {
		e.Fatalf("%d conversations, %v, %v", len(got), records, err)
	}
	e.sameIDs("odd text", got, e.allIDs())
	for _, c := range got {
		if text, err := json.Marshal(c); err != nil || !json.Valid(text) {
			e.Errorf("the conversation %s has no JSON: %v\n%s", c.ID, err, brief(text))
		}
		if odd := oddIn(reflect.ValueOf(c)); odd != "" {
			e.Errorf("the conversation %s has the text %q", c.ID, odd)
		}
	}
}

// oddIn gives a text in the value that is no UTF-8. JSON that is carried along, such
// as Raw, is as it was sent, and no text.
func oddIn(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return v.String()
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return oddIn(v.Elem())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return ""
		}
		for i := range v.Len() {
			if odd := oddIn(v.Index(i)); odd != "" {
				return odd
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if odd := oddIn(v.Field(i)); odd != "" {
				return odd
			}
		}
	}
	return ""
}

// reachesText reports whether the hint is for a text as people read it.
func (s *suite) reachesText(h hint) bool {
	return h.value == nil || h.value.Kind == fieldmap.Scalar && !isTime(h)
}

func (e *env) allIDs() []string {
	var ids []string
	for i := range e.fake.Len() {
		ids = append(ids, e.truth(i).ID)
	}
	return ids
}

// damages lists, for every scalar that the list's map reads into a field, the
// ways in which it can be odd.
func (s *source) damages() []damage {
	var out []damage
	seen := map[string]bool{}
	for _, h := range s.record.order {
		schema := at(s.record.schema, h.at)
		if schema == nil || len(h.at) == 0 || h.target == "ID" || seen[h.at.place()] || !s.reads(h) {
			continue
		}
		seen[h.at.place()] = true
		for name, value := range s.oddities(h, schema) {
			where := first(h.at)
			out = append(out, damage{name + " at " + placeName(where), h.target, where, value, scalarAt(h.value, "unknown")})
		}
	}
	slices.SortFunc(out, func(a, b damage) int { return strings.Compare(a.name, b.name) })
	return out
}

// oddities are values that the place may not hold, by what is wrong with them.
func (s *source) oddities(h hint, schema *openapi.Schema) map[string]any {
	out := map[string]any{"an array": &array{items: []any{true}}}
	switch typeOf(schema) {
	case openapi.String:
		out["a number"] = number("12345")
	case openapi.Integer, openapi.Number, openapi.Boolean:
		out["text"] = "neither here nor there"
		return out
	default:
		return nil
	}
	if !s.alwaysRead(h) {
		return out
	}
	if isTime(h) || h.target == s.decl.Time.Value {
		out["a malformed time"] = "the day before yesterday"
	}
	if unknown := scalarAt(h.value, "unknown"); enumOf(h.value) != nil && (unknown == "keep" || unknown == "absent") {
		out["an undocumented value"] = undocumented
	}
	if scalarAt(h.value, "json") != "" {
		out["malformed JSON"] = `{"cut`
	}
	if scalarAt(h.value, "duration") != "" {
		out["a malformed duration"] = "a while"
	}
	return out
}

// alwaysRead reports whether the field is what stands at the hint's place in
// every record: a case or another place before it does not decide.
func (s *source) alwaysRead(h hint) bool {
	first, ok := s.record.whole(h.target)
	return ok && first.at.place() == h.at.place()
}

const undocumented = "undocumented_zz"

// reads reports whether the hint is read as a scalar: a custom attribute without
// a conversion carries any JSON, and whether something exists is no matter of
// its type.
func (s *source) reads(h hint) bool {
	last := h.target[strings.LastIndexByte(h.target, '.')+1:]
	isField := last != "" && last[0] >= 'A' && last[0] <= 'Z'
	if h.value.Kind != fieldmap.Mapping {
		return isField
	}
	for _, key := range []string{"enum", "json", "time", "duration", "split"} {
		isField = isField || h.value.Get(key) != nil
	}
	return isField && h.value.Get("exists") == nil && h.value.Get("count") == nil
}

// first puts the first item where a path says every item.
func first(p path) path {
	out := make(path, len(p))
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
	v, ok := decode(raw)
	if !ok {
		return raw
	}
	return encode(nil, put(v, d.at, d.value), layouts[0])
}

// wantIssue wants an issue with the damage's path and value.
func (e *env) wantIssue(d damage, c *normalize.Conversation, raw []byte) {
	e.Helper()
	if d.value == undocumented && d.target == "Status" && d.unknown == "keep" && (c.Status != normalize.StatusUnknown || c.StatusRaw != undocumented) {
		e.Errorf("%s: Status is %q and StatusRaw %q", d.name, c.Status, c.StatusRaw)
	}
	for _, issue := range c.Issues {
		if issue.Path == placeName(d.at) && issue.Field != "" && issue.Reason != "" && sameJSON(issue.Raw, raw) {
			return
		}
	}
	e.Errorf("%s: want an issue at %s with %s, and there are %s", d.name, placeName(d.at), raw, describeIssues(c.Issues))
}

func describeIssues(issues []normalize.Issue) string {
	text, err := json.Marshal(issues)
	if err != nil {
		return fmt.Sprint(issues)
	}
	return string(text)
}

func sameJSON(a, b []byte) bool {
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}

// bad is the index of the record that is, among good ones.
const bad = 13

// noRecords puts something that is no conversation among the others.
func (s *suite) noRecords(e *env) {
	none := map[string]func(raw []byte) []byte{
		"without id": func(raw []byte) []byte {
			v, _ := decode(raw)
			for _, h := range e.source.record.order {
				if h.target == "ID" {
					cut(v, h.at)
				}
			}
			return encode(nil, v, layouts[1])
		},
		"text":   func([]byte) []byte { return []byte(`"no record"`) },
		"number": func([]byte) []byte { return []byte(`17`) },
		"null":   func([]byte) []byte { return []byte(`null`) },
		"array":  func([]byte) []byte { return []byte(`[1, {"id": "x"}]`) },
	}
	want := slices.Delete(e.allIDs(), bad, bad+1)
	for name, replace := range none {
		e.fake.Replace(e.source.name, bad, replace)
		sent := e.fake.listed(e.source, bad)
		got, records, err := e.read(e.p, normalize.Query{})
		if err != nil {
			e.Fatalf("%s: %v", name, err)
		}
		e.sameIDs(name, got, want)
		var record *normalize.RecordError
		if len(records) != 1 || !errors.As(records[0], &record) || !bytes.Equal(record.Raw, sent) {
			e.Errorf("%s: the errors are %v, want one RecordError with %s", name, records, sent)
		}
	}
}
