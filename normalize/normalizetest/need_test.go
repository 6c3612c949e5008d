package normalizetest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// What the field map reads of a need is laid into the need, and not into the
// record beside which it is read.
func TestNeedsHoldTheTruth(t *testing.T) {
	dir := t.TempDir()
	for file, edit := range map[string]*strings.Replacer{
		"openapi.yaml": strings.NewReplacer("{name: {type: string}}", "{name: {type: string}, opened: {type: integer}, label: {type: string}}"),
		"fieldmap.yaml": strings.NewReplacer(
			"people: {operation", "people: {operation", "needs:\n        people:", "needs:\n        site: {operation: listPeople, id: id, record: \"people[0]\"}\n        others:",
			"ID: sid\n", "ID: sid\n      CreatedAt: {from: \"@site.opened\", time: unix_s}\n      Agent.Name: \"@site.label\"\n",
			"      Summary: note\n", "", "time: StartedAt", "time: CreatedAt", "      StartedAt: {from: started, time: unix_ms}\n", ""),
	} {
		text, err := os.ReadFile(filepath.Join("testdata/acme", file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(edit.Replace(string(text))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Open(dir, FakeOptions{Conversations: 3})
	if err != nil {
		t.Fatal(err)
	}
	s := f.source("calls")
	site := s.getNeeds[0]
	if site.decl.Name.Value != "site" {
		t.Fatalf("the first need is %s", site.decl.Name.Value)
	}
	for i := range 3 {
		truth := s.world.truth(i)
		record := site.record.conversation(truth)
		for at, want := range map[string]string{"opened": strconv.FormatInt(truth.Time.Unix(), 10), "label": truth.AgentName} {
			if v, _ := lookup(record, path{at}); strings.Join(textsOf(v), "") != want {
				t.Errorf("need %d: %s is %v, want %s", i, at, v, want)
			}
		}
		if v, there := lookup(s.detail.conversation(truth), path{"@site"}); there {
			t.Errorf("record %d has %v", i, v)
		}
	}
}
