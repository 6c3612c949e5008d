// Package upstream checks the providers against the vendors' own documents. A provider
// here has a curated document; its vendor publishes another, of all of the API.
// The package shows two things: that the curated document is a faithful part of
// the vendor's, and that the field map compiles against the vendor's document as
// it is, with at most a short overlay, into a client that passes every test.
package upstream

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The files of a provider's folder that matter here.
const (
	documentFile      = "openapi.yaml"
	overlayFile       = "overlay.yaml"
	vendorOverlayFile = "vendor.overlay.yaml"
)

// Provider is a provider with its vendor's document.
type Provider struct {
	Name     string
	Dir      string // its folder
	Document string // the vendor's document
}

// Match finds the vendors' documents in a folder, and the providers below specs
// that they belong to. A document has the name of the provider, which more words
// may follow after a dash, and ends in .yaml, .yml or .json: acme-calls.json is
// for the provider acme. Uncovered are the documents without a provider. Both are
// sorted. It is an error where a folder cannot be read, or a provider has several
// documents.
func Match(specs, folder string) (providers []Provider, uncovered []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the vendors' documents: %w", err)
	}
	for _, e := range entries {
		extension := filepath.Ext(e.Name())
		if e.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(extension)) {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimSuffix(e.Name(), extension), "-")
		dir := filepath.Join(specs, name)
		if _, err := os.Stat(filepath.Join(dir, documentFile)); err != nil {
			uncovered = append(uncovered, e.Name())
			continue
		}
		p := Provider{Name: name, Dir: dir, Document: filepath.Join(folder, e.Name())}
		if i := slices.IndexFunc(providers, func(p Provider) bool { return p.Name == name }); i >= 0 {
			return nil, nil, fmt.Errorf("%s and %s are both for the provider %s", providers[i].Document, p.Document, name)
		}
		providers = append(providers, p)
	}
	slices.SortFunc(providers, func(a, b Provider) int { return strings.Compare(a.Name, b.Name) })
	return providers, uncovered, nil
}
