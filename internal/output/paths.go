package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// checkPaths refuses, before anything is touched, what could write or remove
// outside the owned folder or could not all exist.
func checkPaths(owned string, files []File) error {
	if !validPath(owned) {
		return fmt.Errorf("output: %q is not a folder that can be owned", owned)
	}
	names := make(map[string]bool, len(files))
	for _, f := range files {
		if !validPath(f.Path) || !strings.HasPrefix(f.Path, owned+"/") {
			return fmt.Errorf("output: path %q is not below %s", f.Path, owned)
		}
		if names[f.Path] {
			return fmt.Errorf("output: path %q is given twice", f.Path)
		}
		names[f.Path] = true
	}
	for _, f := range files {
		for dir := path.Dir(f.Path); dir != owned; dir = path.Dir(dir) {
			if names[dir] {
				return fmt.Errorf("output: path %q is a file and the folder of %q", dir, f.Path)
			}
		}
	}
	return nil
}

// validPath reports whether p is clean, relative, below its root and means the
// same on every system.
func validPath(p string) bool {
	return p != "." && fs.ValidPath(p) && !strings.ContainsAny(p, `\:`) && filepath.IsLocal(filepath.FromSlash(p))
}

// checkParents refuses a path that has anything but folders above it. What does
// not exist yet is made later.
func checkParents(root *os.Root, p string) error {
	for i, c := range p {
		if c != '/' {
			continue
		}
		done, err := checkFolder(root, p[:i])
		if done || err != nil {
			return err
		}
	}
	return nil
}

// checkFolder reports whether dir does not exist, and so nothing below it.
func checkFolder(root *os.Root, dir string) (absent bool, err error) {
	info, err := root.Lstat(filepath.FromSlash(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("output: %w", err)
	case info.Mode().Type() == fs.ModeSymlink:
		return false, fmt.Errorf("output: %s is a symbolic link; it is not followed", dir)
	case !info.IsDir():
		return false, fmt.Errorf("output: %s is not a folder", dir)
	}
	return false, nil
}
