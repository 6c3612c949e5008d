package upstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// What generating the clients of all vendors' documents may take, and how long
// each client may be.
const (
	mostTime   = 15 * time.Second
	mostMemory = 1536 << 20
	mostLines  = 5000
	mostTimes  = 3 // as many lines as the client of the curated document: more is only told of
)

// compile generates the providers from the vendors' documents in a copy of the
// module, and vets and tests what comes out.
func (r *run) compile(ctx context.Context) (err error) {
	temp, err := os.MkdirTemp("", "parlance-vendor-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	module := filepath.Join(temp, "module")
	if err := copyModule(ctx, r.Root, module, r.providers); err != nil {
		return fmt.Errorf("copying the module: %w", err)
	}
	gen := filepath.Join(temp, "gen")
	if out, err := command(ctx, module, "go", "build", "-o", gen, "./gen").CombinedOutput(); err != nil {
		return fmt.Errorf("building ./gen: %w\n%s", err, out)
	}
	made, err := r.generate(ctx, gen, module)
	if err != nil {
		return err
	}
	for _, p := range r.providers {
		r.provider(ctx, p, module, made)
	}
	return nil
}

// generate runs the generator and holds it to its limits.
func (r *run) generate(ctx context.Context, gen, module string) (*generated, error) {
	var stderr bytes.Buffer
	cmd := command(ctx, module, gen, "generate", "-root", module)
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	took := time.Since(start)
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != 1) {
		return nil, fmt.Errorf("gen generate: %w\n%s", err, &stderr)
	}
	memory := peak(cmd.ProcessState)
	fmt.Fprintf(r.stdout, "vendor: generated %d providers in %.1f s, with %s\n", len(r.providers), took.Seconds(), megabytes(memory))
	if took > mostTime {
		r.fail("generating took longer than %v", mostTime)
	}
	if memory > mostMemory {
		r.fail("generating took more than %s", megabytes(mostMemory))
	}
	return read(stderr.String(), r.providers), nil
}

func megabytes(n int64) string {
	if n == 0 {
		return "an unknown amount of memory"
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// provider tells what came of one provider.
func (r *run) provider(ctx context.Context, p Provider, module string, made *generated) {
	if errors := made.errors[p.Name]; len(errors) > 0 {
		fmt.Fprint(r.stderr, strings.Join(errors, ""))
		r.fail("%s: not generated from the vendor's document, %d errors", p.Name, len(errors))
		return
	}
	lines, curated := r.lines(module, p.Name), r.lines(r.Root, p.Name)
	fmt.Fprintf(r.stdout, "vendor: %s: client of %d lines (curated: %d)%s\n", p.Name, lines, curated, made.counts(p.Name))
	if r.Verbose {
		fmt.Fprint(r.stdout, strings.Join(made.warnings[p.Name], ""))
	}
	switch {
	case lines == 0:
		r.fail("%s: no client was generated", p.Name)
		return
	case lines > mostLines:
		r.fail("%s: the client has more than %d lines", p.Name, mostLines)
	case curated > 0 && lines > mostTimes*curated:
		fmt.Fprintf(r.stdout, "vendor: %s: warning: the client has more than %d times as many lines as the curated one\n", p.Name, mostTimes)
	}
	for _, args := range [][]string{{"vet"}, {"test", "-trimpath"}} {
		out, err := command(ctx, module, "go", append(args, "./generated/"+p.Name)...).CombinedOutput()
		if err != nil {
			fmt.Fprint(r.stderr, string(out))
			r.fail("%s: go %s: %v", p.Name, args[0], err)
			return
		}
	}
	fmt.Fprintf(r.stdout, "vendor: %s: go vet, go test: ok\n", p.Name)
}

func (r *run) lines(root, provider string) int {
	data, err := os.ReadFile(filepath.Join(root, "generated", provider, "client.gen.go"))
	if err != nil {
		return 0
	}
	return bytes.Count(data, []byte("\n"))
}

func command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	return cmd
}

// generated is what the generator said, by provider.
type generated struct {
	errors, warnings map[string][]string // diagnostics with their hints
	rules            map[string]map[string]int
}

var diagnostic = regexp.MustCompile(`^specs/([a-z0-9]+)(?:/[^:]*)?(?::\d+)*: (warning: )?([A-Z]\d+): `)

// read sorts the generator's diagnostics. Files get the names that they have
// outside of the copy.
func read(stderr string, providers []Provider) *generated {
	g := &generated{errors: map[string][]string{}, warnings: map[string][]string{}, rules: map[string]map[string]int{}}
	var names []string
	for _, p := range providers {
		dir := "specs/" + p.Name + "/"
		names = append(names, dir+documentFile, filepath.Base(p.Document), dir+overlayFile, dir+vendorOverlayFile)
	}
	rename := strings.NewReplacer(names...)
	var last *string
	for line := range strings.Lines(stderr) {
		m := diagnostic.FindStringSubmatch(line)
		if m == nil {
			if last != nil {
				*last += rename.Replace(line)
			}
			continue
		}
		provider, into := m[1], g.errors
		if m[2] != "" {
			into = g.warnings
			if g.rules[provider] == nil {
				g.rules[provider] = map[string]int{}
			}
			g.rules[provider][m[3]]++
		}
		into[provider] = append(into[provider], rename.Replace(line))
		last = &into[provider][len(into[provider])-1]
	}
	return g
}
