package upstream

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// copyModule copies the module to dst: what git knows of or does not ignore,
// or all but dot files where there is no git. Of the specs only the providers
// are copied, each with its vendor's document in the place of its own, and
// nothing that was generated.
func copyModule(ctx context.Context, root, dst string, providers []Provider) error {
	names, err := files(ctx, root)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, p := range providers {
		wanted[p.Name] = true
	}
	for _, name := range names {
		top, below, _ := strings.Cut(name, "/")
		provider, _, inFolder := strings.Cut(below, "/")
		if top == "generated" || top == "specs" && inFolder && !wanted[provider] {
			continue
		}
		if err := copyFile(filepath.Join(root, name), filepath.Join(dst, name)); err != nil {
			return err
		}
	}
	for _, p := range providers {
		if err := p.swap(filepath.Join(dst, "specs", p.Name)); err != nil {
			return err
		}
	}
	return nil
}

// files lists the files of the module, slash-separated.
func files(ctx context.Context, root string) ([]string, error) {
	cmd := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	out, err := cmd.Output()
	if err == nil && len(out) > 0 {
		return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), nil
	}
	var names []string
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		if strings.HasPrefix(e.Name(), ".") {
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if e.Type().IsRegular() {
			name, err := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
			return err
		}
		return nil
	})
	return names, err
}

// copyFile copies a file. One that git knows of and that is gone is left out.
func copyFile(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o666)
}

// swap puts the vendor's document and the overlay that is for it in the place of
// those in the provider's copied folder.
func (p Provider) swap(dir string) error {
	data, err := os.ReadFile(p.Document)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, documentFile), data, 0o666); err != nil {
		return err
	}
	overlay := filepath.Join(dir, overlayFile)
	if err := os.RemoveAll(overlay); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(dir, vendorOverlayFile), overlay); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("taking the overlay: %w", err)
	}
	return nil
}
