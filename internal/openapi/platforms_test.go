package openapi

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
)

// TestPlatforms loads curated documents of platforms that have no field map yet:
// their unions, wrappers, dotted names and open objects give no diagnostic, and
// every operation can be handed to the client generator.
func TestPlatforms(t *testing.T) {
	files, err := filepath.Glob("testdata/platforms/*/openapi.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no documents", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var diags diag.List
			doc := Load(t.Context(), Input{File: file, Data: data}, &diags)
			for _, d := range diags.Sorted() {
				t.Error(d)
			}
			if doc == nil {
				return
			}
			var keep Keep
			for _, op := range doc.Operations {
				keep.Operations = append(keep.Operations, op.ID)
			}
			if _, err := doc.Slice(keep); err != nil || len(keep.Operations) < 2 {
				t.Errorf("%d operations, %v", len(keep.Operations), err)
			}
			examples(t, filepath.Dir(file))
		})
	}
}

// examples checks that the example responses beside a document are JSON.
func examples(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(dir + "/examples/*.json")
	if err != nil || len(files) == 0 {
		t.Error("no examples", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil || !json.Valid(data) {
			t.Errorf("%s is no JSON: %v", file, err)
		}
	}
}
