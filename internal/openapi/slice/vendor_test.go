package slice_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/slice"
)

// TestVendorDocuments loads the documents in the folder that
// PARLANCE_VENDOR_SPECS names: real ones, which must load without an error and
// give slices that validate.
func TestVendorDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(os.Getenv("PARLANCE_VENDOR_SPECS"), "*.[jy][sa][om]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var diags diag.List
			doc := openapi.Load(t.Context(), openapi.Input{File: filepath.Base(file), Data: data}, &diags)
			if doc == nil {
				t.Fatal(diags.Sorted())
			}
			if len(doc.Operations) == 0 || len(doc.Schemas) == 0 {
				t.Error("no operations or no schemas")
			}
			var keep slice.Keep
			for _, op := range doc.Operations {
				keep.Operations = append(keep.Operations, op.ID)
			}
			out, err := slice.Document(doc, keep)
			if err != nil {
				t.Fatal(err)
			}
			if err := out.Validate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
