package openapi

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/problem"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestScenarios loads the documents in testdata/scenarios. An archive holds
// openapi.yaml and maybe overlay.yaml, and the outcome: diagnostics and, where it
// loads, the document.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	told := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := runScenario(t, archive, told)
			if *update {
				if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); d != "" {
				t.Errorf("scenario differs (-want +got):\n%s", d)
			}
		})
	}
	for _, rule := range slices.Sorted(maps.Keys(problem.Rules)) {
		if !told[rule] {
			t.Errorf("no scenario shows rule %s", rule)
		}
	}
	for rule := range told {
		if problem.Rules[rule] == "" {
			t.Errorf("rule %s is not described", rule)
		}
	}
}

func runScenario(t *testing.T, archive *txtar.Archive, told map[string]bool) *txtar.Archive {
	t.Helper()
	in := Input{File: "openapi.yaml", OverlayFile: "overlay.yaml"}
	out := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		switch f.Name {
		case "openapi.yaml":
			in.Data = f.Data
		case "overlay.yaml":
			in.Overlay = f.Data
		default:
			continue
		}
		out.Files = append(out.Files, f)
	}
	var diags diag.List
	doc := Load(t.Context(), in, &diags)
	var text bytes.Buffer
	for _, d := range diags.Sorted() {
		told[d.Rule] = true
		fmt.Fprintln(&text, d)
	}
	out.Files = append(out.Files, txtar.File{Name: "diagnostics", Data: text.Bytes()})
	switch {
	case doc == nil:
		if !diags.Failed() {
			t.Error("no document and no error")
		}
	default:
		out.Files = append(out.Files, txtar.File{Name: "document", Data: dumpDocument(doc)})
	}
	return out
}
