package suite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// badRecords tests lists with odd fields in a record, and with elements that are not
// records.
func (s *suite) badRecords(t *testing.T) {
	s.test(t, "record/odd field", synth.Options{Conversations: 5}, func(e *env) {
		for _, d := range damagesOf(e.source, 2) {
			e.fake.Replace(e.source.Name, 2, func(raw []byte) []byte { return spoilAt(raw, d) })
			got, records, err := e.read(e.p, normalize.Query{})
			if err != nil || len(records) > 0 || len(got) != 5 {
				e.Fatalf("%s: %d conversations, %v, %v", d.name, len(got), records, err)
			}
			e.sameIDs(d.name, got, e.allIDs())
			e.wantIssue(d, got[2])
			for _, i := range []int{0, 1, 3, 4} {
				if len(got[i].Issues) > 0 {
					e.Errorf("%s: conversation %d, which is good, has the issues %s", d.name, i, describeIssues(got[i].Issues))
				}
			}
		}
	})
	s.test(t, "record/odd text", synth.Options{Conversations: 5}, s.oddText)
	s.test(t, "record/strict", synth.Options{Conversations: s.several(28)}, func(e *env) {
		all := damagesOf(e.source, bad)
		for _, d := range all[:min(1, len(all))] {
			e.fake.Replace(e.source.Name, bad, func(raw []byte) []byte { return spoilAt(raw, d) })
			got, records, err := e.read(e.with(normalize.WithStrict()), normalize.Query{})
			if err != nil || len(got) != e.fake.Len()-1 || len(records) != 1 {
				e.Fatalf("%s: %d conversations, %v, %v", d.name, len(got), records, err)
			}
			e.wantError("strict", records[0], normalize.ErrIssues)
			e.same("strict", got, func(t synth.Truth) bool { return t.Index != bad })
		}
	})
	s.test(t, "record/no record", synth.Options{Conversations: s.several(28)}, s.noRecords)
}

// oddText puts invalid UTF-8 and half a surrogate pair into every text of a record.
// The conversation still comes, and can be written as JSON.
func (s *suite) oddText(e *env) {
	odd := jsontree.Verbatim("\"a \xff\xc3 b \\ud800 c\"")
	e.fake.Replace(e.source.Name, 2, func(raw []byte) []byte {
		v, _ := jsontree.Decode(raw)
		id, _ := e.source.Record.Of("ID")
		for _, h := range e.source.Record.Order {
			schema := schemas.At(e.source.Record.Schema, h.At)
			if schema == nil || len(h.At) == 0 || h.At.Exact() == id.At.Exact() || schemas.TypeOf(schema) != openapi.String || len(schema.Enum) > 0 || hints.EnumOf(h.Value) != nil || !s.reachesText(h) {
				continue
			}
			if at, ok := e.source.Record.Resolve(v, h); ok && !e.source.Record.Chooses(h) {
				if _, there := jsontree.Lookup(v, at); there {
					v = jsontree.Put(v, at, odd)
				}
			}
		}
		return jsontree.Encode(nil, v, jsontree.Layouts[0])
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

// oddIn gives a text in the value that is not UTF-8. JSON that is carried along, such
// as Raw, stays as it was sent and does not count.
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
func (s *suite) reachesText(h hints.Hint) bool {
	return h.Value == nil || h.Value.Kind == fieldmap.Scalar && !hints.IsTime(h)
}

func (e *env) allIDs() []string {
	var ids []string
	for i := range e.fake.Len() {
		ids = append(ids, e.truth(i).ID)
	}
	return ids
}

// wantIssue wants an issue with the damage's path and value.
func (e *env) wantIssue(d damage, c *normalize.Conversation) {
	e.Helper()
	if d.value == synth.Undocumented && d.target == "Status" && d.unknown == "keep" && (c.Status != normalize.StatusUnknown || c.StatusRaw != synth.Undocumented) {
		e.Errorf("%s: Status is %q and StatusRaw %q", d.name, c.Status, c.StatusRaw)
	}
	for _, issue := range c.Issues {
		if slices.Contains(d.names(), issue.Path) && issue.Field != "" && issue.Reason != "" && d.has(issue.Raw) {
			return
		}
	}
	e.Errorf("%s: want an issue at %s with %s, and there are %s", d.name, jsontree.PlaceName(d.at), jsontree.Encode(nil, d.value, jsontree.Layouts[0]), describeIssues(c.Issues))
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

// noRecords puts something that is not a conversation among the others.
func (s *suite) noRecords(e *env) {
	none := map[string]func(raw []byte) []byte{
		"without id": func(raw []byte) []byte {
			v, _ := jsontree.Decode(raw)
			for _, h := range e.source.Record.Order {
				if at, ok := e.source.Record.Resolve(v, h); ok && h.Target == "ID" {
					jsontree.Cut(v, at)
				}
			}
			return jsontree.Encode(nil, v, jsontree.Layouts[1])
		},
		"text":   func([]byte) []byte { return []byte(`"no record"`) },
		"number": func([]byte) []byte { return []byte(`17`) },
		"null":   func([]byte) []byte { return []byte(`null`) },
		"array":  func([]byte) []byte { return []byte(`[1, {"id": "x"}]`) },
	}
	want := slices.Delete(e.allIDs(), bad, bad+1)
	for name, replace := range none {
		e.fake.Replace(e.source.Name, bad, replace)
		sent := e.fake.Listed(e.source, bad)
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
