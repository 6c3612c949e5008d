package normalizetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
)

// damage is one way to spoil one place of a record.
type damage struct {
	name  string
	at    path
	value any
}

// badRecords tests what becomes of a list that has records with odd fields, and
// with things that are no records.
func (s *suite) badRecords(t *testing.T) {
	s.test(t, "record/odd field", FakeOptions{Conversations: 100}, func(e *env) {
		for _, d := range e.source.damages() {
			e.fake.Replace(e.source.name, 50, func(raw []byte) []byte { return spoil(raw, d) })
			got, records, err := e.read(e.p, normalize.Query{PageSize: 100})
			if err != nil || len(records) > 0 || len(got) != 100 {
				e.Fatalf("%s: %d conversations, %v, %v", d.name, len(got), records, err)
			}
			e.sameIDs(d.name, got, e.allIDs())
			e.wantIssue(d, got[50], encode(nil, d.value, layouts[0]))
		}
	})
	s.test(t, "record/strict", FakeOptions{Conversations: 100}, func(e *env) {
		for _, d := range e.source.damages()[:1] {
			e.fake.Replace(e.source.name, 50, func(raw []byte) []byte { return spoil(raw, d) })
			got, records, err := e.read(e.with(normalize.WithStrict()), normalize.Query{PageSize: 100})
			if err != nil || len(got) != 99 || len(records) != 1 {
				e.Fatalf("%s: %d conversations, %v, %v", d.name, len(got), records, err)
			}
			e.wantError("strict", records[0], normalize.ErrIssues)
		}
	})
	s.test(t, "record/no record", FakeOptions{Conversations: 100}, s.noRecords)
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
		where := first(h.at)
		switch typeOf(schema) {
		case openapi.String, openapi.Integer, openapi.Number, openapi.Boolean:
			out = append(out, damage{"wrong type at " + placeName(where), where, &array{items: []any{true}}})
		default:
			continue
		}
		if typeOf(schema) == openapi.String && (isTime(h) || schema.Format == "date-time" && h.target == s.decl.Time.Value) {
			out = append(out, damage{"malformed time at " + placeName(where), where, "the day before yesterday"})
		}
		if typeOf(schema) == openapi.String && enumOf(h.value) != nil {
			out = append(out, damage{"unknown value at " + placeName(where), where, "undocumented_zz"})
		}
	}
	return out
}

// reads reports whether the hint is a field of the model that converts a scalar,
// and not a custom attribute, which carries any JSON.
func (s *source) reads(h hint) bool {
	last := h.target[strings.LastIndexByte(h.target, '.')+1:]
	if last == "" || last[0] < 'A' || last[0] > 'Z' {
		return false
	}
	return h.value.Kind != fieldmap.Mapping || h.value.Get("exists") == nil
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

// spoil puts the damage into the record.
func spoil(raw []byte, d damage) []byte {
	v, ok := decode(raw)
	if !ok {
		return raw
	}
	return encode(nil, put(v, d.at, d.value), layouts[0])
}

// wantIssue wants an issue with the damage's path and value.
func (e *env) wantIssue(d damage, c *normalize.Conversation, raw []byte) {
	e.Helper()
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

// noRecords puts something that is no conversation among a hundred.
func (s *suite) noRecords(e *env) {
	bad := map[string]func(raw []byte) []byte{
		"without id": func(raw []byte) []byte {
			v, _ := decode(raw)
			h, _ := e.source.record.of("ID")
			cut(v, h.at)
			return encode(nil, v, layouts[1])
		},
		"text":   func([]byte) []byte { return []byte(`"no record"`) },
		"number": func([]byte) []byte { return []byte(`17`) },
		"null":   func([]byte) []byte { return []byte(`null`) },
		"array":  func([]byte) []byte { return []byte(`[1, {"id": "x"}]`) },
	}
	want := e.allIDs()
	want = append(want[:50], want[51:]...)
	for name, replace := range bad {
		e.fake.Replace(e.source.name, 50, replace)
		sent := e.fake.listed(e.source, 50)
		got, records, err := e.read(e.p, normalize.Query{PageSize: 100})
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
