package openapi

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parlancehq/parlance/internal/diag"
)

// FuzzLoad checks that no input makes the loader panic or hang, that a document
// is missing only where there is an error.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var doc, overlay []byte
		for _, part := range txtar.Parse(data).Files {
			switch part.Name {
			case "openapi.yaml":
				doc = part.Data
			case "overlay.yaml":
				overlay = part.Data
			}
		}
		f.Add(doc, overlay)
	}
	f.Fuzz(func(t *testing.T, data, overlay []byte) {
		if len(overlay) == 0 {
			overlay = nil
		}
		var diags diag.List
		doc := Load(t.Context(), Input{File: "f", Data: data, OverlayFile: "o", Overlay: overlay}, &diags)
		if doc == nil && !diags.Failed() {
			t.Fatal("no document and no error")
		}
		if doc != nil {
			dumpDocument(doc)
			checkEnds(t, doc)
		}
	})
}
