package server

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// What the field map reads of a need is laid into the need, and not into the
// record beside which it is read.
func TestNeedsHoldTheTruth(t *testing.T) {
	dir := t.TempDir()
	for file, edit := range map[string]*strings.Replacer{
		"openapi.yaml": strings.NewReplacer("{name: {type: string}}", "{name: {type: string}, opened: {type: integer}, label: {type: string}}"),
		"fieldmap.yaml": strings.NewReplacer(
			"people: {operation", "people: {operation", "needs:\n        people:", "needs:\n        site: {operation: listPeople, send: {id: {conversation: id}}, record: \"people[0]\"}\n        others:",
			"ID: sid\n", "ID: sid\n      CreatedAt: {from: \"@site.opened\", time: unix_s}\n      Agent.Name: \"@site.label\"\n",
			"      Summary: note\n", "", "time: StartedAt", "time: CreatedAt", "      StartedAt: {from: started, time: unix_ms}\n", ""),
	} {
		text, err := os.ReadFile(filepath.Join("../../testdata/acme", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(edit.Replace(string(text))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Open(dir, synth.Options{Conversations: 3})
	if err != nil {
		t.Fatal(err)
	}
	s := f.Source("calls")
	site := s.GetNeeds[0]
	if site.Decl.Name.Value != "site" {
		t.Fatalf("the first need is %s", site.Decl.Name.Value)
	}
	for i := range 3 {
		truth := s.World.Truth(i)
		record := site.record.Conversation(truth)
		for at, want := range map[string]string{"opened": strconv.FormatInt(truth.Time.Unix(), 10), "label": truth.AgentName} {
			if v, _ := jsontree.Lookup(record, jsontree.Path{at}); strings.Join(jsontree.Texts(v), "") != want {
				t.Errorf("need %d: %s is %v, want %s", i, at, v, want)
			}
		}
		if v, there := jsontree.Lookup(s.Detail.Conversation(truth), jsontree.Path{"@site"}); there {
			t.Errorf("record %d has %v", i, v)
		}
	}
}
