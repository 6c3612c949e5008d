package normalizetest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// declarations are one provider's two files, as loaded.
type declarations struct {
	doc      *openapi.Document
	file     *fieldmap.File
	examples map[string][]byte // by file name, error bodies and goldens included
	samples  map[string]string // texts of the examples by place
	shared   sync.Map          // sources, by sourceKey
	bodies   sync.Map          // made-up bodies of answers, by bodyKey
	patterns sync.Map          // compiled, by their text
}

// load reads the document, its overlay, the field map and the examples of dir.
func load(dir string) (*declarations, error) {
	var diags diag.List
	in := openapi.Input{File: filepath.ToSlash(filepath.Join(dir, "openapi.yaml"))}
	var err error
	if in.Data, err = os.ReadFile(filepath.Join(dir, "openapi.yaml")); err != nil {
		return nil, err
	}
	overlay := filepath.Join(dir, "overlay.yaml")
	if in.Overlay, err = os.ReadFile(overlay); err == nil {
		in.OverlayFile = filepath.ToSlash(overlay)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	name := filepath.Join(dir, "fieldmap.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	d := &declarations{file: fieldmap.Parse(filepath.ToSlash(name), data, &diags)}
	in.Named = d.file.Places()
	d.doc = openapi.Load(context.Background(), in, &diags)
	if diags.Failed() || d.doc == nil || d.file == nil {
		return nil, fmt.Errorf("%s: %s", dir, describe(&diags))
	}
	d.stateAuth()
	d.examples, err = readExamples(filepath.Join(dir, "examples"))
	d.learnSamples()
	return d, err
}

func describe(diags *diag.List) string {
	var lines []string
	for _, d := range diags.Sorted() {
		lines = append(lines, d.String())
	}
	if len(lines) == 0 {
		return "the document could not be loaded"
	}
	return strings.Join(lines, "\n")
}

func readExamples(dir string) (map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, name := range names {
		if out[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	return out, nil
}
