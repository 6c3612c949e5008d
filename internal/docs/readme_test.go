package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/generated"
	"github.com/parlancehq/parlance/internal/demo/show"
)

const readme = repo + "/README.md"

// sunline gives the files of the README's provider, by their path below the
// module root.
func sunline(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, b := range blocks(t, readme) {
		if _, path, ok := strings.Cut(b.info, " "); ok && strings.HasPrefix(path, "specs/sunline/") {
			files[path] = b.text
		}
	}
	if len(files) != 3 {
		t.Fatalf("the README has %d files of its provider, want the document, the field map and an example", len(files))
	}
	return files
}

// inFolder gives the files of the provider's folder alone.
func inFolder(files map[string]string) map[string]string {
	out := map[string]string{}
	for path, text := range files {
		out[strings.TrimPrefix(path, "specs/sunline/")] = text
	}
	return out
}

// The provider of the README compiles without any diagnostic.
func TestReadmeProvider(t *testing.T) {
	root := newRoot(t)
	addProvider(t, root, "sunline", inFolder(sunline(t)))
	for _, d := range compile(t, root) {
		t.Error(d)
	}
}

// The diagnostics of the README are those of its provider, spoiled; -rewrite
// writes them anew.
func TestReadmeDiagnostics(t *testing.T) {
	files := inFolder(sunline(t))
	fm := strings.Replace(files["fieldmap.yaml"], "{const: phone}", "{const: fone}", 1)
	fm = strings.Replace(fm, "{from: seconds, duration: s}", "seconds", 1)
	files["fieldmap.yaml"] = strings.Replace(fm, "Text: text", "Text: txt", 1)
	root := newRoot(t)
	addProvider(t, root, "sunline", files)
	var all strings.Builder
	for _, d := range compile(t, root) {
		all.WriteString(d.String() + "\n")
	}
	if *rewrite {
		write(t, readme, strings.Replace(read(t, readme), one(t, "text diagnostics"), all.String(), 1))
	}
	if diff := cmp.Diff(one(t, "text diagnostics"), all.String()); diff != "" {
		t.Errorf("diagnostics (-README +compiler):\n%s", diff)
	}
}

// The output in the README is what the demo prints, some of its lines left out.
func TestReadmeDemo(t *testing.T) {
	var out strings.Builder
	opts := show.Options{Names: generated.Names(), Open: generated.Open, Specs: repo + "/specs", Conversations: 25, PageSize: 10, Seed: 1}
	if err := show.Run(t.Context(), &out, opts); err != nil {
		t.Fatal(err)
	}
	printed := map[string]bool{"...": true}
	for line := range strings.Lines(out.String()) {
		printed[words(line)] = true
	}
	for line := range strings.Lines(one(t, "text demo")) {
		if !printed[words(line)] {
			t.Errorf("the demo does not print: %s", line)
		}
	}
}

// The steps of the README make a provider that passes its tests, and its loops
// compile.
func TestReadmeSteps(t *testing.T) {
	root := copyModule(t)
	for path, text := range sunline(t) {
		file := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, file, text)
	}
	for line := range strings.Lines(one(t, "sh sunline")) {
		command, _, _ := strings.Cut(line, "#")
		run(t, root, strings.Fields(command)...)
	}
	if said := run(t, root, "go", "run", "./gen", "check", "-strict"); said != "" {
		t.Errorf("check says after the steps:\n%s", said)
	}
	if err := os.Mkdir(filepath.Join(root, "loop"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "loop", "loop.go"), strings.Replace(program, "LOOP", one(t, "go")+one(t, "go run"), 1))
	run(t, root, "go", "vet", "./loop")
}

// program is what stands around the loops of the README.
const program = `package loop

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/parlancehq/parlance/generated/eigi"
	"github.com/parlancehq/parlance/normalize"
)

func read(ctx context.Context, key string, since time.Time) error {
LOOP
	return nil
}

var _ = read
`

// copyModule copies what is compiled to a folder of its own.
func copyModule(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, dir := range []string{"gen", "generated", "internal", "normalize", "specs"} {
		if err := os.CopyFS(filepath.Join(root, dir), os.DirFS(filepath.Join(repo, dir))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		write(t, filepath.Join(root, file), read(t, filepath.Join(repo, file)))
	}
	return root
}

// run runs a command in dir and gives what it prints. Builds are told to forget
// where they are, so that the next run finds them in the build cache.
func run(t *testing.T, dir string, command ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), command[0], command[1:]...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath"), "GOWORK=off")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// one gives the only block of the README with the info string.
func one(t *testing.T, info string) string {
	t.Helper()
	var found []string
	for _, b := range blocks(t, readme) {
		if b.info == info {
			found = append(found, b.text)
		}
	}
	if len(found) != 1 {
		t.Fatalf("the README has %d blocks marked %q, want one", len(found), info)
	}
	return found[0]
}
