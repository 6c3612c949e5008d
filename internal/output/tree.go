package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// tree is the owned folder as it is and as it should be.
type tree struct {
	root    *os.Root
	owned   string
	files   []File          // wanted, sorted by path
	present map[string]bool // every file and link that is there
	folders []string        // every folder that is there below owned, parents first
	stale   []string        // there, not wanted and not kept; sorted
}

// scan finds what lies in the owned folder. Links are seen as links.
func (t *tree) scan(keep func(string) bool) error {
	t.present = make(map[string]bool)
	if err := checkParents(t.root, t.owned+"/"); err != nil {
		return err
	}
	wanted := make(map[string]bool, len(t.files))
	for _, f := range t.files {
		wanted[f.Path] = true
	}
	err := fs.WalkDir(t.root.FS(), t.owned, func(path string, d fs.DirEntry, err error) error {
		switch {
		case path == t.owned && errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case path == t.owned:
			return nil
		case d.IsDir() && keep != nil && keep(path+"/"):
			return fs.SkipDir
		case d.IsDir():
			t.folders = append(t.folders, path)
			return nil
		}
		t.present[path] = true
		if !wanted[path] && (keep == nil || !keep(path)) {
			t.stale = append(t.stale, path)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	slices.Sort(t.stale)
	return nil
}

// changed gives the wanted files that are missing or differ.
func (t *tree) changed() ([]File, error) {
	var out []File
	for _, f := range t.files {
		if err := checkParents(t.root, f.Path); err != nil {
			return nil, err
		}
		same, err := t.same(f)
		if err != nil {
			return nil, err
		}
		if !same {
			out = append(out, f)
		}
	}
	return out, nil
}

func (t *tree) same(f File) (bool, error) {
	name := filepath.FromSlash(f.Path)
	info, err := t.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("output: %w", err)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("output: %s is not a regular file; remove it", f.Path)
	case info.Size() != int64(len(f.Data)):
		return false, nil
	}
	data, err := t.root.ReadFile(name)
	if err != nil {
		return false, fmt.Errorf("output: %w", err)
	}
	return bytes.Equal(data, f.Data), nil
}

// unchanged gives the paths of the wanted files that are not in changed, which
// is in the same order.
func (t *tree) unchanged(changed []File) []string {
	var out []string
	for _, f := range t.files {
		if len(changed) > 0 && changed[0].Path == f.Path {
			changed = changed[1:]
			continue
		}
		out = append(out, f.Path)
	}
	return out
}

// removeStale removes the stale files, and then the empty folders.
func (t *tree) removeStale() ([]string, error) {
	var removed []string
	for _, path := range t.stale {
		if err := t.root.Remove(filepath.FromSlash(path)); err != nil {
			return removed, fmt.Errorf("output: %w", err)
		}
		removed = append(removed, path)
	}
	for _, dir := range slices.Backward(t.folders) {
		entries, err := fs.ReadDir(t.root.FS(), dir)
		if err == nil && len(entries) == 0 {
			err = t.root.Remove(filepath.FromSlash(dir))
		}
		if err != nil {
			return removed, fmt.Errorf("output: %w", err)
		}
	}
	return removed, nil
}
