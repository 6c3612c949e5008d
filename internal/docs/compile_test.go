package docs

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/generate"
)

// repo is the module root.
const repo = "../.."

// newRoot makes a module root that has the model and no provider.
func newRoot(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "normalize"), os.DirFS(filepath.Join(repo, "normalize"))); err != nil {
		t.Fatal(err)
	}
	return root
}

// addProvider writes a provider's folder, with an example and its goldens.
func addProvider(t *testing.T, root, name string, files map[string]string) {
	t.Helper()
	dir := filepath.Join(root, "specs", name)
	if err := os.MkdirAll(filepath.Join(dir, "examples"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "examples", "list.json"), "{}")
	write(t, filepath.Join(dir, "examples", "list.golden.json"), "{}")
	write(t, filepath.Join(dir, "examples", "requests.golden"), "")
	for file, text := range files {
		write(t, filepath.Join(dir, file), text)
	}
}

// compile runs the compiler over the root's providers.
func compile(t *testing.T, root string) []diag.Diagnostic {
	t.Helper()
	result, err := generate.Run(t.Context(), generate.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	return result.Diagnostics
}
