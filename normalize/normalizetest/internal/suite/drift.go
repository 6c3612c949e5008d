package suite

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// drifts tests that documented records are not reported as drift, and that others are.
func (s *suite) drifts(t *testing.T) {
	s.test(t, "drift/none", synth.Options{Conversations: 20}, func(e *env) {
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
			e.Errorf("something documented is reported as drift: %s", d)
		}
	})
	s.test(t, "drift/some", synth.Options{Conversations: 20}, func(e *env) {
		var want []string
		if record := e.source.Record.Schema; record.Additional == nil && !record.Free {
			want = append(want, "unknown property undeclared_zz ({name: string, tags: [number, ...]})")
		}
		edits := []jsontree.Member{{Name: "undeclared_zz", Value: &jsontree.Object{Members: []jsontree.Member{
			{Name: "name", Value: "Ann 5550123"}, {Name: "tags", Value: &jsontree.Array{Items: []any{int64(1), int64(2)}}},
		}}}}
		without := ""
		for name, edit := range drifted(e.source) {
			switch {
			case edit.kind == normalize.DriftMissingProperty:
				without = name
			default:
				edits = append(edits, jsontree.Member{Name: name, Value: edit.value})
			}
			want = append(want, strings.TrimSuffix(fmt.Sprintf("%s %s (%s)", edit.kind, name, edit.sample), " ()"))
		}
		e.fake.Replace(e.source.Name, 7, func(raw []byte) []byte {
			v, _ := jsontree.Decode(raw)
			for _, m := range edits {
				v = jsontree.Put(v, jsontree.Path{m.Name}, m.Value)
			}
			jsontree.Cut(v, jsontree.Path{without})
			return jsontree.Encode(nil, v, jsontree.Layouts[0])
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

// checkDrift compares what was seen, each thing twice, with what was spoiled.
func (e *env) checkDrift(entries []normalize.Drift, want []string) {
	var got []string
	for _, d := range entries {
		if d.Count != 2 || d.Provider != e.fake.Provider() || d.Operation != e.source.List.ID {
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
func drifted(s *server.Source) map[string]driftEdit {
	id, _ := s.Record.Of("ID")
	out := map[string]driftEdit{}
	done := map[string]bool{}
	take := func(name, kind string, edit driftEdit) {
		if _, taken := out[name]; !taken && !done[kind] {
			out[name], done[kind] = edit, true
		}
	}
	for _, p := range s.Record.Schema.Properties {
		if len(id.At) > 0 && id.At[0] == p.Name {
			continue
		}
		switch {
		case p.Schema.Type == openapi.String && len(p.Schema.Enum) > 0:
			take(p.Name, "value", driftEdit{normalize.DriftUnknownValue, synth.Undocumented, synth.Undocumented})
		case p.Required:
			take(p.Name, "missing", driftEdit{kind: normalize.DriftMissingProperty})
		case p.Schema.Type == openapi.String:
			take(p.Name, "type", driftEdit{normalize.DriftOtherType, &jsontree.Array{Items: []any{true}}, "[boolean]"})
		}
	}
	return out
}
