// Mutate changes one token of a field map at a time, and reports which changes
// neither the compiler nor the tests of the provider notice.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/parlancehq/parlance/internal/mutate"
)

const usage = `usage: mutate [flags] [provider ...]

Tries the mistakes that specs/<provider>/mutants.yaml lists, or with -every those of every
token on the request side of the field maps. It prints what noticed each. Run it in the
module's root.

`

func main() { os.Exit(run()) }

func run() int {
	flags := flag.NewFlagSet("mutate", flag.ExitOnError)
	every := flags.Bool("every", false, "change every token on the request side, and not only those that mutants.yaml lists")
	without := flags.String("without", "", "report as well what goes unnoticed without these `tests`, a regexp")
	match := flags.String("run", "", "try only the changes whose line matches this `regexp`")
	jobs := flags.Int("j", 2, "how many providers to try at once")
	all := flags.Bool("v", false, "print what was noticed as well")
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	_ = flags.Parse(os.Args[1:])
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	providers := flags.Args()
	if len(providers) == 0 {
		found, err := filepath.Glob("specs/*/fieldmap.yaml")
		if err != nil || len(found) == 0 {
			fmt.Fprintln(os.Stderr, "mutate: there are no specs here")
			return 2
		}
		for _, name := range found {
			providers = append(providers, filepath.Base(filepath.Dir(name)))
		}
	}
	wanted, err := regexp.Compile(*match)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate: -run:", err)
		return 2
	}
	t := trial{every: *every, run: wanted, without: *without, all: *all}
	err = t.try(ctx, providers, *jobs)
	survived, failed := mutate.Report(os.Stdout, t.outcomes)
	if err := errors.Join(err, failed); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		return 2
	}
	if survived > 0 && !*every {
		return 1
	}
	return 0
}

// trial is what to try, and what came out.
type trial struct {
	every   bool           // every token, and not only those that are listed
	run     *regexp.Regexp // what the mutants' lines match
	without string         // tests
	all     bool           // print what was noticed as well

	mu       sync.Mutex
	outcomes []mutate.Outcome
	errs     []error
}

// try tries the mutants of the providers, those of one after the other.
func (t *trial) try(ctx context.Context, providers []string, jobs int) error {
	var running sync.WaitGroup
	slots := make(chan struct{}, max(jobs, 1))
	for _, provider := range providers {
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			err := t.tryOne(ctx, provider)
			t.mu.Lock()
			defer t.mu.Unlock()
			t.errs = append(t.errs, err)
		})
	}
	running.Wait()
	return errors.Join(t.errs...)
}

func (t *trial) tryOne(ctx context.Context, provider string) error {
	mutants, err := t.mutants(provider)
	if err != nil || len(mutants) == 0 {
		return err
	}
	w, err := mutate.Open(ctx, ".", provider, t.without)
	if err != nil {
		return err
	}
	for _, m := range mutants {
		o, err := w.Try(ctx, m)
		if err != nil {
			return errors.Join(err, w.Close())
		}
		t.note(o)
	}
	return w.Close()
}

func (t *trial) note(o mutate.Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.outcomes = append(t.outcomes, o)
	if t.all || o.Verdict == mutate.Survived || o.Verdict == mutate.Same {
		fmt.Println(strings.TrimSpace(fmt.Sprintf("%-8s  %s  %s", o.Verdict, o.Mutant, o.By)))
	}
}

func (t *trial) mutants(provider string) ([]mutate.Mutant, error) {
	var all []mutate.Mutant
	var err error
	if t.every {
		all, err = mutate.Systematic(".", provider)
	} else {
		all, err = mutate.Required(".", provider)
	}
	return slices.DeleteFunc(all, func(m mutate.Mutant) bool {
		return m.Provider != provider || !t.run.MatchString(m.String())
	}), err
}
