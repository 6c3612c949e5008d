//go:build unix

package generate

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestHostileFiles puts in the place of a file what a scenario's archive cannot
// hold. Nothing is generated, and a diagnostic names the file.
func TestHostileFiles(t *testing.T) {
	sized := func(size int64) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			if err := os.Truncate(file, size); err != nil { // a hole on the disk: zeros, and no space
				t.Fatal(err)
			}
		}
	}
	instead := func(make func(file string) error) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			if err := errorsOf(os.Remove(file), make(file)); err != nil {
				t.Fatal(err)
			}
		}
	}
	link := func(to string) func(*testing.T, string) {
		return instead(func(file string) error { return os.Symlink(to, file) })
	}
	pipe := instead(func(file string) error { return syscall.Mkfifo(file, 0o666) })
	const doc, fields = "specs/acme/openapi.yaml", "specs/acme/fieldmap.yaml"
	for _, test := range []struct {
		name, file string
		attack     func(*testing.T, string)
		want       string
	}{
		{"document of 50 MB", doc, sized(50 << 20), "G102: openapi.yaml has 50 MiB, and at most 32 MiB are read"},
		{"field map of 50 MB", fields, sized(50 << 20), "G102: fieldmap.yaml has 50 MiB, and at most 512 KiB are read"},
		{"field map a bit too large", fields, sized(600 << 10), "G102: fieldmap.yaml has 600 KiB"},
		{"document a pipe", doc, pipe, "G102: openapi.yaml is not a regular file"},
		{"field map a pipe", fields, pipe, "G102: fieldmap.yaml is not a regular file"},
		{"document without end", doc, link("/dev/zero"), "G102: openapi.yaml cannot be read: path escapes from parent"},
		{"document elsewhere", doc, link("../../normalize/doc.go"), "G102: openapi.yaml cannot be read: path escapes from parent"},
		{"document itself", doc, link("openapi.yaml"), "G102: openapi.yaml cannot be read: too many levels of symbolic links"},
		{"example a pipe", "specs/acme/examples/list.json", pipe, "G102: the example is not a regular file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			writeTree(t, root, baseFiles(t))
			test.attack(t, filepath.Join(root, test.file))
			expectRefused(t, root, test.file, test.want)
		})
	}
}
