// Package output is the only part of the compiler that touches the disk beyond
// reading its input: it makes a folder hold exactly the files that were
// generated, or tells how it differs.
package output

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// File is one generated file.
type File struct {
	Path string // slash-separated, relative to the root
	Data []byte
}

// Result tells what [Write] did. Paths are sorted, slash-separated and relative
// to the root.
type Result struct {
	Written   []string // new or changed
	Unchanged []string
	Removed   []string // stale
}

// DriftKind says how a file differs from what would be generated.
type DriftKind string

const (
	Missing DriftKind = "missing" // would be generated, is not there
	Differs DriftKind = "differs" // has other content
	Extra   DriftKind = "extra"   // is there, would not be generated
)

// Drift is one file that is not as it would be generated.
type Drift struct {
	Path string
	Kind DriftKind
}

// Write makes the folder owned, below root, hold exactly files and what keep
// says to leave: it removes other files, and folders that are then empty. A file
// that is right already is not touched. Every new content is on disk before the
// first file changes, and each file changes at once; an error before that point
// leaves every file as it was.
//
// All paths are slash-separated and relative to root. A path that is not below
// owned, or goes through a symbolic link, is an error. keep is asked about each
// file that is there and not in files, and about each folder, with a slash behind
// it: what is in one that is kept is not looked at. It may be nil. Nothing else may
// write to the folder meanwhile.
func Write(root, owned string, files []File, keep func(path string) bool) (result Result, err error) {
	t, err := openTree(root, owned, files, keep)
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, t.root.Close()) }()

	changed, err := t.changed()
	if err != nil {
		return Result{}, err
	}
	var stage stage
	defer func() { err = errors.Join(err, stage.discard(t.root)) }()
	for _, f := range changed {
		if err := stage.add(t.root, f); err != nil {
			return Result{}, err
		}
	}
	result.Unchanged = t.unchanged(changed)
	if result.Written, err = stage.commit(t.root); err != nil {
		return result, err
	}
	result.Removed, err = t.removeStale()
	return result, err
}

// Check compares instead of writing; it changes nothing. The drift is sorted by
// path; none means that [Write] would change nothing.
func Check(root, owned string, files []File, keep func(path string) bool) (drift []Drift, err error) {
	t, err := openTree(root, owned, files, keep)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.root.Close()) }()

	changed, err := t.changed()
	if err != nil {
		return nil, err
	}
	for _, f := range changed {
		kind := Missing
		if t.present[f.Path] {
			kind = Differs
		}
		drift = append(drift, Drift{f.Path, kind})
	}
	for _, path := range t.stale {
		drift = append(drift, Drift{path, Extra})
	}
	slices.SortFunc(drift, func(a, b Drift) int { return strings.Compare(a.Path, b.Path) })
	return drift, nil
}

// openTree checks the arguments and looks at what is there. The caller closes
// the root.
func openTree(root, owned string, files []File, keep func(string) bool) (*tree, error) {
	if err := checkPaths(owned, files); err != nil {
		return nil, err
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	t := &tree{root: r, owned: owned, files: slices.Clone(files)}
	slices.SortFunc(t.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	if err := t.scan(keep); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return t, nil
}
