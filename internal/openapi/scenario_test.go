package openapi

import (
	"bytes"
	"encoding/json"
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
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestScenarios loads the documents in testdata/scenarios. An archive holds
// openapi.yaml and maybe overlay.yaml, and what comes of them: diagnostics and,
// where it loads, the document. With a file "keep", which lists operation ids
// and the names of reached component schemas, it holds the slice instead.
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
	for _, rule := range slices.Sorted(maps.Keys(Rules)) {
		if !told[rule] {
			t.Errorf("no scenario shows rule %s", rule)
		}
	}
	for rule := range told {
		if Rules[rule] == "" {
			t.Errorf("rule %s is not described", rule)
		}
	}
}

func runScenario(t *testing.T, archive *txtar.Archive, told map[string]bool) *txtar.Archive {
	t.Helper()
	in := Input{File: "openapi.yaml", OverlayFile: "overlay.yaml"}
	out := &txtar.Archive{Comment: archive.Comment}
	var keep *Keep
	var reached []string
	for _, f := range archive.Files {
		switch f.Name {
		case "openapi.yaml":
			in.Data = f.Data
		case "overlay.yaml":
			in.Overlay = f.Data
		case "keep":
			keep = &Keep{}
			for _, word := range strings.Fields(string(f.Data)) {
				if name, ok := strings.CutPrefix(word, "schema:"); ok {
					reached = append(reached, name)
					continue
				}
				keep.Operations = append(keep.Operations, word)
			}
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
	case keep == nil:
		out.Files = append(out.Files, txtar.File{Name: "document", Data: dumpDocument(doc)})
	default:
		out.Files = append(out.Files, txtar.File{Name: "slice", Data: sliceJSON(t, doc, *keep, reached)})
	}
	return out
}

func sliceJSON(t *testing.T, doc *Document, keep Keep, reached []string) []byte {
	t.Helper()
	if reached != nil {
		keep.Reached = map[*Schema]bool{}
		for _, name := range reached {
			keep.Reached[doc.Schema(name)] = true
		}
	}
	slice, err := doc.Slice(keep)
	if err != nil {
		t.Fatal(err)
	}
	if err := slice.Validate(t.Context()); err != nil {
		t.Errorf("the slice does not validate: %v", err)
	}
	data, err := json.MarshalIndent(slice, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}
