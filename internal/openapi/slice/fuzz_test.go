package slice_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/slice"
)

// FuzzDocument checks that whatever loads can be sliced.
func FuzzDocument(f *testing.F) {
	for _, pattern := range []string{"testdata/scenarios/*.txtar", "../testdata/scenarios/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatal("no documents", err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range txtar.Parse(data).Files {
				if part.Name == "openapi.yaml" {
					f.Add(part.Data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var diags diag.List
		doc := openapi.Load(t.Context(), openapi.Input{File: "f", Data: data}, &diags)
		if doc == nil {
			return
		}
		var keep slice.Keep
		for _, op := range doc.Operations {
			keep.Operations = append(keep.Operations, op.ID)
		}
		if _, err := slice.Document(doc, keep); err != nil {
			t.Fatal(err)
		}
	})
}
