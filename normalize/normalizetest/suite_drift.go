package normalizetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
)

// drifts tests that records which are as documented are no drift, and what is
// told of those that are not.
func (s *suite) drifts(t *testing.T) {
	s.test(t, "drift/none", FakeOptions{Conversations: 20}, func(e *env) {
		log := &normalize.DriftLog{}
		p := e.with(normalize.WithDrift(log))
		e.all(p, normalize.Query{})
		for i := range 5 {
			if e.caps().Get {
				_, _ = p.Conversation(e.ctx, e.truth(i).ID)
			}
			if e.caps().Transcripts != normalize.TranscriptsNone {
				_, _ = p.Messages(e.ctx, e.truth(i).ID)
			}
		}
		for _, d := range log.Entries() {
			e.Errorf("what is documented is told as drift: %s", d)
		}
	})
	s.test(t, "drift/some", FakeOptions{Conversations: 20}, func(e *env) {
		want := []string{"unknown property undeclared_zz ({name: string, tags: [number, ...]})"}
		edits := []member{{"undeclared_zz", &object{members: []member{{"name", "Ann 5550123"}, {"tags", &array{items: []any{int64(1), int64(2)}}}}}}}
		without := ""
		for name, edit := range e.source.drifted() {
			switch {
			case edit.kind == normalize.DriftMissingProperty:
				without = name
			default:
				edits = append(edits, member{name, edit.value})
			}
			want = append(want, strings.TrimSuffix(fmt.Sprintf("%s %s (%s)", edit.kind, name, edit.sample), " ()"))
		}
		e.fake.Replace(e.source.name, 7, func(raw []byte) []byte {
			v, _ := decode(raw)
			for _, m := range edits {
				v = put(v, path{m.name}, m.value)
			}
			cut(v, path{without})
			return encode(nil, v, layouts[0])
		})
		var first []string
		log := &normalize.DriftLog{OnNew: func(d normalize.Drift) { first = append(first, d.Path) }}
		p := e.with(normalize.WithDrift(log))
		for range 2 {
			e.all(p, normalize.Query{})
		}
		e.checkDrift(log.Entries(), want)
		if len(first) != len(want) {
			e.Errorf("OnNew was called for %v", first)
		}
	})
}

// checkDrift holds what was seen, each thing twice, to what was spoiled.
func (e *env) checkDrift(entries []normalize.Drift, want []string) {
	var got []string
	for _, d := range entries {
		if d.Count != 2 || d.Provider != e.fake.Provider() || d.Operation != e.source.list.ID {
			e.Errorf("the drift is %+v", d)
		}
		got = append(got, strings.TrimSuffix(fmt.Sprintf("%s %s (%s)", d.Kind, d.Path, d.Sample), " ()"))
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		e.Errorf("drift (-want +got):\n%s", diff)
	}
}

type driftEdit struct {
	kind   any
	value  any
	sample string
}

// drifted gives, by its name, for each kind of drift a property of the list's
// records that can be spoiled so, the ID left alone.
func (s *source) drifted() map[string]driftEdit {
	id, _ := s.record.of("ID")
	out := map[string]driftEdit{}
	done := map[string]bool{}
	take := func(name, kind string, edit driftEdit) {
		if _, taken := out[name]; !taken && !done[kind] {
			out[name], done[kind] = edit, true
		}
	}
	for _, p := range s.record.schema.Properties {
		if len(id.at) > 0 && id.at[0] == p.Name {
			continue
		}
		switch {
		case p.Schema.Type == openapi.String && len(p.Schema.Enum) > 0:
			take(p.Name, "value", driftEdit{normalize.DriftUnknownValue, undocumented, undocumented})
		case p.Required:
			take(p.Name, "missing", driftEdit{kind: normalize.DriftMissingProperty})
		case p.Schema.Type == openapi.String:
			take(p.Name, "type", driftEdit{normalize.DriftOtherType, &array{items: []any{true}}, "[boolean]"})
		}
	}
	return out
}
