package upstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
	if out, err := command(ctx, module, "go", "build", "-trimpath", "-o", gen, "./gen").CombinedOutput(); err != nil {
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

// generate runs the generator within its limits.
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
	memory, made := peak(cmd.ProcessState), read(stderr.String(), r.providers)
	fmt.Fprintf(r.stdout, "vendor: generated %d of %d providers in %.1f s, with %s\n",
		len(r.providers)-len(made.errors), len(r.providers), took.Seconds(), megabytes(memory))
	if took > mostTime {
		r.fail("generating took longer than %v", mostTime)
	}
	if memory > mostMemory {
		r.fail("generating took more than %s", megabytes(mostMemory))
	}
	return made, nil
}

func megabytes(n int64) string {
	if n == 0 {
		return "an unknown amount of memory"
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// provider reports the outcome of one provider.
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
	for _, verb := range []string{"vet", "test"} {
		args := []string{verb, "-trimpath"}
		if verb == "test" { // told below
			args = append(args, "-skip", requestsTest)
		}
		out, err := command(ctx, module, "go", append(args, "./generated/"+p.Name)...).CombinedOutput()
		if err != nil {
			fmt.Fprint(r.stderr, r.beginning(string(out)))
			r.fail("%s: go %s: %v", p.Name, verb, err)
			return
		}
	}
	fmt.Fprintf(r.stdout, "vendor: %s: go vet, go test: ok\n", p.Name)
	r.requests(ctx, module, p.Name)
}

// requestsTest is the test of the golden of requests. That is of the curated document,
// which may say of a parameter what the vendor's says in words only.
const requestsTest = "^TestRequests$"

// requests warns where the provider is sent something else by the vendor's document.
func (r *run) requests(ctx context.Context, module, name string) {
	out, err := command(ctx, module, "go", "test", "-trimpath", "-run", requestsTest, "./generated/"+name).CombinedOutput()
	if err == nil {
		return
	}
	fmt.Fprintf(r.stdout, "vendor: %s: warning: by the vendor's document the requests are not those of the golden, which -v shows\n", name)
	if r.Verbose {
		fmt.Fprint(r.stdout, string(out))
	}
}

// mostOutput is how many lines of a failed test are shown.
const mostOutput = 60

// beginning gives the first lines of a text, and all of it where much is asked for.
func (r *run) beginning(text string) string {
	lines := strings.SplitAfter(text, "\n")
	if more := len(lines) - mostOutput; more > 1 && !r.Verbose {
		return strings.Join(lines[:mostOutput], "") + fmt.Sprintf("... %d more lines, which -v shows\n", more)
	}
	return text
}

// lines gives the length of a provider's client, 0 without one.
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
