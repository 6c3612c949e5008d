package mutate

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the list of mutants")

// Every mistake that a provider lists is one that can still be made, and every provider
// lists some.
func TestRequired(t *testing.T) {
	fieldMaps, err := filepath.Glob("../../specs/*/fieldmap.yaml")
	if err != nil || len(fieldMaps) == 0 {
		t.Fatalf("no field maps: %v", err)
	}
	count := 0
	for _, file := range fieldMaps {
		provider := filepath.Base(filepath.Dir(file))
		mutants, err := Required("../..", provider)
		if err != nil {
			t.Error(err)
		} else if len(mutants) == 0 {
			t.Errorf("specs/%s/%s lists nothing", provider, RequiredFile)
		}
		count += len(mutants)
	}
	if count < 31 {
		t.Errorf("%d mutants, want at least 31", count)
	}
}

func TestRequiredRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"- {old: 'a: b', new: 'a: c'}":        "",
		"- [{old: 'a: b', new: 'a: c'}]":      "",
		"- {old: x, new: y}":                  "is there 0 times",
		"- {old: 'a: b', new: 'a: b'}":        "changes nothing",
		"- {new: x}":                          "changes nothing",
		"- {old: 'a: b', now: 'a: c'}":        "now",
		"old: x":                              "mutants.yaml",
		"- [{old: 'a: b', new: c}, {old: z}]": "is there 0 times",
	} {
		root := t.TempDir()
		folder := filepath.Join(root, "specs", "acme")
		if err := errors.Join(os.MkdirAll(folder, 0o755),
			os.WriteFile(filepath.Join(folder, "fieldmap.yaml"), []byte("a: b\n"), 0o644),
			os.WriteFile(filepath.Join(folder, RequiredFile), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
		_, err := Required(root, "acme")
		if got := fmt.Sprint(err); (err == nil) != (want == "") || !strings.Contains(got, want) && err != nil {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestApply(t *testing.T) {
	for _, test := range []struct {
		edits []edit
		want  string // "" is an error
	}{
		{[]edit{{"since: from", "since: until"}}, "since: until, until: to, a, a"},
		{[]edit{{"until: to", "until: from"}, {"since: from", "since: to"}}, "since: to, until: from, a, a"},
		{[]edit{{"since: from", ""}, {"until", "before"}}, ", before: to, a, a"},
		{[]edit{{"a", "b"}}, ""},
		{[]edit{{"missing", "b"}}, ""},
	} {
		got, err := apply([]byte("since: from, until: to, a, a"), test.edits)
		if string(got) != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%v: %q, %v; want %q", test.edits, got, err, test.want)
		}
	}
}

// The mutants of a small field map are read in a golden: each is one token, and one
// that somebody could write.
func TestSystematic(t *testing.T) {
	const file = "testdata/sample.golden"
	mutants, err := Systematic("testdata", "sample")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, m := range mutants {
		fmt.Fprintf(&text, "%-10s %s\n", m.Kind, m)
	}
	if *update {
		if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("%s (-golden +got):\n%s", file, diff)
	}
	seen := map[string]string{}
	for _, m := range mutants {
		if other, known := seen[string(m.Data)]; known {
			t.Errorf("%s is also %s", m, other)
		}
		seen[string(m.Data)] = m.String()
	}
}

func TestFailure(t *testing.T) {
	said := "--- FAIL: TestA (0.1s)\n    --- FAIL: TestA/b (0.1s)\n        x.go:1: no\n--- FAIL: TestC (0.1s)\nFAIL\n"
	if got := failure([]byte(said)); got != "TestA/b" {
		t.Errorf("the failure is %q, want TestA/b", got)
	}
	if got := failure([]byte("panic: no\n")); got != "a test" {
		t.Errorf("the failure is %q, want a test", got)
	}
}

func TestReport(t *testing.T) {
	var b bytes.Buffer
	survived, err := Report(&b, []Outcome{
		{Mutant: Mutant{Kind: "flag"}, Verdict: Survived, Without: Survived}, {Mutant: Mutant{Kind: "flag"}, Verdict: Same, Without: Same},
		{Mutant: Mutant{Kind: "path"}, Verdict: Caught, Without: Survived}, {Mutant: Mutant{Kind: "path"}, Verdict: Refused, Without: Refused},
	})
	if err != nil || survived != 2 || !strings.Contains(b.String(), "2 of 4 went unnoticed: 50.0 %") || !strings.Contains(b.String(), "3: 75.0 %") {
		t.Errorf("%d survived, %v:\n%s", survived, err, b.String())
	}
}

// TestTry has one mutant of every verdict that does not depend on a gap.
func TestTry(t *testing.T) {
	w, err := Open(t.Context(), "../..", "voiceable", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	data, err := os.ReadFile("../../specs/voiceable/fieldmap.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		edit edit
		want Verdict
		by   string
	}{
		{edit{"cursor: {page: cursor}", "curser: {page: cursor}"}, Refused, "P202"},
		{edit{"filter: since, time: unix_s", "filter: since, time: unix_ms"}, Caught, "TestRequests"},
		{edit{"model: 1", "model: 1 # as it is"}, Same, ""},
	} {
		changed, err := apply(data, []edit{test.edit})
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Try(t.Context(), Mutant{Provider: "voiceable", What: test.edit.New, Data: changed})
		if err != nil || got.Verdict != test.want || got.By != test.by {
			t.Errorf("%s: %s by %q, %v; want %s by %q", test.edit.New, got.Verdict, got.By, err, test.want, test.by)
		}
	}
}
