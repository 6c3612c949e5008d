package upstream

import (
	"context"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// Config says what to check against what.
type Config struct {
	Root      string // module root
	Specs     string // folder of the providers below it, slash-separated; "specs" where empty
	Folder    string // the vendors' documents, named as Match says
	DriftOnly bool   // only compare the documents: the providers need no field map
	Partial   bool   // a vendor's document without a provider is named, and is not an error
	Verbose   bool   // show each warning, not only how many there are
}

// run is one run of all steps.
type run struct {
	Config
	providers      []Provider
	stdout, stderr io.Writer
	failed         bool
}

// Run takes all steps, prints results to stdout and what is wrong to stderr, and
// reports whether all is well. A provider that fails does not keep the others
// from being looked at. An error is a file that cannot be read or written, or a
// command that cannot be run.
func Run(ctx context.Context, c Config, stdout, stderr io.Writer) (bool, error) {
	if c.Specs == "" {
		c.Specs = "specs"
	}
	r := &run{Config: c, stdout: stdout, stderr: stderr}
	providers, uncovered, err := Match(filepath.Join(c.Root, filepath.FromSlash(c.Specs)), c.Folder)
	if err != nil {
		return false, err
	}
	if r.providers = providers; len(providers) == 0 {
		return false, fmt.Errorf("no document in %s belongs to a provider below %s", c.Folder, c.Specs)
	}
	for _, name := range uncovered {
		if c.Partial {
			fmt.Fprintf(stdout, "vendor: %s: not covered, no provider below %s\n", name, c.Specs)
		} else {
			r.fail("%s: not covered: no provider below %s has it; -partial lets it pass", name, c.Specs)
		}
	}
	if err := r.drift(ctx); err != nil {
		return false, err
	}
	if !c.DriftOnly {
		if err := r.compile(ctx); err != nil {
			return false, err
		}
	}
	return !r.failed, nil
}

// fail tells of something that is wrong.
func (r *run) fail(format string, args ...any) {
	r.failed = true
	fmt.Fprintf(r.stderr, "vendor: "+format+"\n", args...)
}

// drift compares each provider's documents.
func (r *run) drift(ctx context.Context) error {
	var faithful []string
	for _, p := range r.providers {
		var diags diag.List
		if err := p.Drift(ctx, path.Join(r.Specs, p.Name), &diags); err != nil {
			return err
		}
		for _, d := range diags.Sorted() {
			fmt.Fprintln(r.stderr, d)
		}
		if diags.Failed() {
			r.fail("%s: %s says %d things otherwise than the vendor's document", p.Name, documentFile, diags.Errors())
			continue
		}
		faithful = append(faithful, p.Name)
	}
	if len(faithful) > 0 {
		fmt.Fprintf(r.stdout, "vendor: no drift: %s\n", strings.Join(faithful, ", "))
	}
	return nil
}
