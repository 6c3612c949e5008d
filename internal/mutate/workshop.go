package mutate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/generate"
)

// longest is how long the tests of one provider may take.
const longest = 5 * time.Minute

// Workshop tries the mutants of one provider, one after the other, in a folder of its
// own: nothing in the repository is written.
type Workshop struct {
	without  string // tests, as go test -skip takes them
	root     string // of the repository
	dir      string // of the workshop
	provider string
	original map[string][]byte // what is generated of the field map as it is
	binary   string            // its tests
}

// Open copies the provider's declarations, generates it from them as they are, and
// builds its tests, which must pass. Where without names tests, as go test -skip does,
// every mutant gets the verdict of the other tests as well.
func Open(ctx context.Context, root, provider, without string) (*Workshop, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "mutate-"+provider+"-")
	if err != nil {
		return nil, err
	}
	w := &Workshop{without: without, root: root, dir: dir, provider: provider}
	if err := w.open(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// Close removes the folder.
func (w *Workshop) Close() error { return os.RemoveAll(w.dir) }

func (w *Workshop) open(ctx context.Context) error {
	specs := filepath.Join(w.dir, "specs", w.provider)
	if err := os.CopyFS(specs, os.DirFS(filepath.Join(w.root, "specs", w.provider))); err != nil {
		return err
	}
	// The compiler reads the model there.
	if err := os.Symlink(filepath.Join(w.root, "normalize"), filepath.Join(w.dir, "normalize")); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(w.dir, generate.Owned, w.provider), 0o755); err != nil {
		return err
	}
	refused, err := w.generate(ctx, &w.original)
	if err != nil {
		return err
	}
	if refused != nil {
		return fmt.Errorf("%s has errors as it is: %s", w.provider, refused)
	}
	w.binary = filepath.Join(w.dir, "original.test")
	if said, err := w.build(ctx, w.original, w.binary); err != nil {
		return fmt.Errorf("%s does not build as it is: %w\n%s", w.provider, err, said)
	}
	if failed, err := w.test(ctx, w.binary); err != nil || failed != "" {
		return fmt.Errorf("the tests of %s fail as it is: %s: %w", w.provider, failed, err)
	}
	return nil
}

// Try gives the outcome of a mutant. An error is that it cannot be known.
func (w *Workshop) Try(ctx context.Context, m Mutant) (Outcome, error) {
	out := Outcome{Mutant: m}
	if err := os.WriteFile(filepath.Join(w.dir, "specs", w.provider, "fieldmap.yaml"), m.Data, 0o644); err != nil {
		return out, err
	}
	var files map[string][]byte
	refused, err := w.generate(ctx, &files)
	if err != nil {
		return out, fmt.Errorf("%s: %w", m, err)
	}
	if refused != nil {
		out.Verdict, out.By, out.Without = Refused, refused.Rule, Refused
		return out, nil
	}
	binary, survivor := w.binary, Same
	if !equal(files, w.original) {
		binary, survivor = filepath.Join(w.dir, "mutant.test"), Survived
		if _, err := w.build(ctx, files, binary); err != nil {
			if ctx.Err() != nil {
				return out, ctx.Err()
			}
			out.Verdict, out.By, out.Without = Caught, "go build", Caught
			return out, nil
		}
	}
	if out.Verdict, out.By, err = w.verdict(ctx, binary, survivor); err != nil {
		return out, fmt.Errorf("%s: %w", m, err)
	}
	if w.without != "" {
		if out.Without, _, err = w.verdict(ctx, binary, survivor, "-test.skip", w.without); err != nil {
			return out, fmt.Errorf("%s: %w", m, err)
		}
	}
	return out, nil
}

// verdict asks the tests. The goldens take a moment and the suite a second, so it is
// only asked where they noticed nothing.
func (w *Workshop) verdict(ctx context.Context, binary string, survivor Verdict, flags ...string) (Verdict, string, error) {
	for _, run := range []string{"^(TestRequests|TestExamples)$", "."} {
		failed, err := w.test(ctx, binary, append([]string{"-test.run", run}, flags...)...)
		if err != nil {
			return "", "", err
		}
		if failed != "" {
			return Caught, failed, nil
		}
	}
	return survivor, "", nil
}

// generate compiles the workshop's declarations. It gives the first error of the
// compiler, or the provider's files.
func (w *Workshop) generate(ctx context.Context, files *map[string][]byte) (*diag.Diagnostic, error) {
	result, err := generate.Run(ctx, generate.Options{Root: w.dir})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(result.Errors...); err != nil {
		return nil, err
	}
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			return &d, nil
		}
	}
	*files = map[string][]byte{}
	for _, f := range result.Files {
		if name, ours := strings.CutPrefix(f.Path, generate.Owned+"/"+w.provider+"/"); ours {
			(*files)[name] = f.Data
		}
	}
	return nil, nil
}

// build compiles the provider's tests with the files in place of those of the
// repository.
func (w *Workshop) build(ctx context.Context, files map[string][]byte, binary string) (string, error) {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	old, err := filepath.Glob(filepath.Join(w.root, generate.Owned, w.provider, "*.go"))
	if err != nil {
		return "", err
	}
	for _, name := range old {
		overlay.Replace[name] = "" // not there, unless it is generated
	}
	for name, data := range files {
		file := filepath.Join(w.dir, generate.Owned, w.provider, name)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return "", err
		}
		overlay.Replace[filepath.Join(w.root, generate.Owned, w.provider, name)] = file
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	list := filepath.Join(w.dir, "overlay.json")
	if err := os.WriteFile(list, text, 0o644); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", list, "-o", binary, "./"+generate.Owned+"/"+w.provider)
	cmd.Dir = w.root
	said, err := cmd.CombinedOutput()
	return string(said), err
}

// test runs tests and names the first that fails; it gives "" where all pass.
func (w *Workshop) test(ctx context.Context, binary string, flags ...string) (string, error) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	cmd := exec.CommandContext(limited, binary, append([]string{"-test.failfast"}, flags...)...)
	cmd.Dir = filepath.Join(w.dir, generate.Owned, w.provider)
	said, err := cmd.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case limited.Err() != nil:
		return "a test that does not end", nil
	case err == nil:
		return "", nil
	}
	if _, ran := errors.AsType[*exec.ExitError](err); !ran {
		return "", err
	}
	return failure(said), nil
}

// failure names the innermost test of the first failure in the output of go test.
func failure(said []byte) string {
	const none = "a test"
	first := none
	for line := range bytes.Lines(said) {
		text, found := strings.CutPrefix(strings.TrimSpace(string(line)), "--- FAIL: ")
		if !found {
			continue
		}
		name, _, _ := strings.Cut(text, " ")
		if first != none && !strings.HasPrefix(name, first+"/") {
			break
		}
		first = name
	}
	return first
}

func equal(a, b map[string][]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			return false
		}
	}
	return true
}
