package slice_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/slice"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestScenarios slices the documents in testdata/scenarios. An archive holds
// openapi.yaml, a file "keep" with operation ids and the names of reached
// component schemas, and the outcome: diagnostics and the slice.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := runScenario(t, archive)
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
}

func runScenario(t *testing.T, archive *txtar.Archive) *txtar.Archive {
	t.Helper()
	in := openapi.Input{File: "openapi.yaml"}
	out := &txtar.Archive{Comment: archive.Comment}
	var operations, reached []string
	for _, f := range archive.Files {
		switch f.Name {
		case "openapi.yaml":
			in.Data = f.Data
		case "keep":
			for _, word := range strings.Fields(string(f.Data)) {
				if name, ok := strings.CutPrefix(word, "schema:"); ok {
					reached = append(reached, name)
					continue
				}
				operations = append(operations, word)
			}
		default:
			continue
		}
		out.Files = append(out.Files, f)
	}
	var diags diag.List
	doc := openapi.Load(t.Context(), in, &diags)
	if doc == nil {
		t.Fatal(diags.Sorted())
	}
	var text strings.Builder
	for _, d := range diags.Sorted() {
		text.WriteString(d.String() + "\n")
	}
	out.Files = append(out.Files, txtar.File{Name: "diagnostics", Data: []byte(text.String())},
		txtar.File{Name: "slice", Data: sliceJSON(t, doc, operations, reached)})
	return out
}

func sliceJSON(t *testing.T, doc *openapi.Document, operations, reached []string) []byte {
	t.Helper()
	keep := slice.Keep{Operations: operations}
	if reached != nil {
		keep.Reached = map[*openapi.Schema]bool{}
		for _, name := range reached {
			keep.Reached[doc.Schema(name)] = true
		}
	}
	out, err := slice.Document(doc, keep)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Validate(t.Context()); err != nil {
		t.Errorf("the slice does not validate: %v", err)
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}
