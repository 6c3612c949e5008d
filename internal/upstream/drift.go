package upstream

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/drift"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Drift checks the provider's curated document against the vendor's, which is taken as
// it is, without an overlay. The diagnostics have the provider's folder as shown,
// and the vendor's document by its name alone. An error is a file that cannot be
// read.
func (p Provider) Drift(ctx context.Context, shown string, diags *diag.List) error {
	data, err := os.ReadFile(filepath.Join(p.Dir, documentFile))
	if err != nil {
		return err
	}
	overlay, err := optional(filepath.Join(p.Dir, overlayFile))
	if err != nil {
		return err
	}
	list, err := optional(filepath.Join(p.Dir, drift.File))
	if err != nil {
		return err
	}
	original, err := os.ReadFile(p.Document)
	if err != nil {
		return err
	}
	curated := load(ctx, openapi.Input{
		File: path.Join(shown, documentFile), Data: data,
		OverlayFile: path.Join(shown, overlayFile), Overlay: overlay,
	}, diags)
	vendor := load(ctx, openapi.Input{File: filepath.Base(p.Document), Data: original}, diags)
	if curated != nil && vendor != nil {
		drift.Check(curated, vendor, path.Join(shown, drift.File), list, diags)
	}
	return nil
}

// load gives a document; its warnings are told where it is generated from.
func load(ctx context.Context, in openapi.Input, diags *diag.List) *openapi.Document {
	var found diag.List
	doc := openapi.Load(ctx, in, &found)
	for _, d := range found.Sorted() {
		if d.Severity == diag.Error {
			diags.Add(d)
		}
	}
	return doc
}

// optional gives a file's bytes, nil where there is none.
func optional(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", file, err)
	case data == nil:
		return []byte{}, nil
	}
	return data, nil
}
