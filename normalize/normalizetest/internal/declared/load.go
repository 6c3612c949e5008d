// Package declared reads what is declared of a provider: the document, the field map
// and the examples of its folder.
package declared

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// stateAuth puts the credential that the field map states into the document, as
// what every operation needs.
func (d *Declarations) stateAuth() {
	a := d.File.Auth
	if a == nil {
		return
	}
	d.Doc.Schemes = append(d.Doc.Schemes, openapi.Scheme{Name: "stated", Kind: openapi.SchemeKind(a.Kind), Param: a.Param.Value})
	for _, op := range d.Doc.Operations {
		op.Security = [][]string{{"stated"}}
	}
}

func SortedKeys(m map[string][]byte) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Declarations are one provider's two files, as loaded.
type Declarations struct {
	Doc      *openapi.Document
	File     *fieldmap.File
	Examples map[string][]byte      // by file name, error bodies and goldens included
	Headers  map[string]http.Header // of the examples that have some, by the example's file name
	samples  map[string]string      // texts of the examples by place
	Shared   sync.Map               // sources, by sourceKey
	Bodies   sync.Map               // made-up bodies of answers, by bodyKey
	patterns sync.Map               // compiled, by their text
}

// Load reads the document, its overlay, the field map and the examples of dir.
func Load(dir string) (*Declarations, error) {
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
	d := &Declarations{File: fieldmap.Parse(filepath.ToSlash(name), data, &diags)}
	in.Named = d.File.Places()
	d.Doc = openapi.Load(context.Background(), in, &diags)
	if diags.Failed() || d.Doc == nil || d.File == nil {
		return nil, fmt.Errorf("%s: %s", dir, describe(&diags))
	}
	d.stateAuth()
	if err := d.readExamples(filepath.Join(dir, "examples")); err != nil {
		return nil, err
	}
	d.learnSamples()
	return d, nil
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

// readExamples reads the examples, and the headers that stand beside them: those of
// list.json are in list.headers.json.
func (d *Declarations) readExamples(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	d.Examples, d.Headers = map[string][]byte{}, map[string]http.Header{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		base, isHeaders := strings.CutSuffix(filepath.Base(name), ".headers.json")
		if !isHeaders {
			d.Examples[base] = data
			continue
		}
		var values map[string]string
		if err := json.Unmarshal(data, &values); err != nil {
			return fmt.Errorf("%s: it has to be an object of texts: %w", name, err)
		}
		header := http.Header{}
		for key, value := range values {
			header.Set(key, value)
		}
		d.Headers[base+".json"] = header
	}
	return nil
}

// Success gives the schema of the operation's successful answer.
func Success(d *Declarations, id string) (*openapi.Schema, *openapi.Operation, error) {
	op := d.Doc.Operation(id)
	if op == nil {
		return nil, nil, fmt.Errorf("%s: no operation %q", d.Doc.File, id)
	}
	r := op.Success()
	if r == nil || r.Schema == nil {
		return nil, nil, fmt.Errorf("%s: operation %q has no JSON answer", d.Doc.File, id)
	}
	return r.Schema, op, nil
}
