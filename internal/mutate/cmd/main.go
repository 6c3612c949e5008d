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
	"slices"
	"strings"
	"sync"

	"github.com/parlancehq/parlance/internal/mutate"
)

const usage = `usage: mutate [flags] [provider ...]

Tries the mistakes of the table, or with -every those of every token on the request
side of the field maps, and prints what noticed each. Run it in the module's root.

`

func main() { os.Exit(run()) }

func run() int {
	flags := flag.NewFlagSet("mutate", flag.ExitOnError)
	every := flags.Bool("every", false, "change every token on the request side, and not only those of the table")
	without := flags.String("without", "", "report as well what goes unnoticed without these `tests`, a regexp")
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
	outcomes, err := try(ctx, providers, *every, *without, *jobs, *all)
	survived, failed := mutate.Report(os.Stdout, outcomes)
	if err := errors.Join(err, failed); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		return 2
	}
	if survived > 0 && !*every {
		return 1
	}
	return 0
}

// try tries the mutants of the providers, those of one after the other.
func try(ctx context.Context, providers []string, every bool, without string, jobs int, all bool) ([]mutate.Outcome, error) {
	var mu sync.Mutex
	var outcomes []mutate.Outcome
	var errs []error
	var running sync.WaitGroup
	slots := make(chan struct{}, max(jobs, 1))
	for _, provider := range providers {
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			err := tryOne(ctx, provider, every, without, func(o mutate.Outcome) {
				mu.Lock()
				defer mu.Unlock()
				outcomes = append(outcomes, o)
				if all || o.Verdict == mutate.Survived || o.Verdict == mutate.Same {
					fmt.Println(strings.TrimSpace(fmt.Sprintf("%-8s  %s  %s", o.Verdict, o.Mutant, o.By)))
				}
			})
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
		})
	}
	running.Wait()
	return outcomes, errors.Join(errs...)
}

func tryOne(ctx context.Context, provider string, every bool, without string, note func(mutate.Outcome)) error {
	mutants, err := of(provider, every)
	if err != nil || len(mutants) == 0 {
		return err
	}
	w, err := mutate.Open(ctx, ".", provider, without)
	if err != nil {
		return err
	}
	for _, m := range mutants {
		o, err := w.Try(ctx, m)
		if err != nil {
			return errors.Join(err, w.Close())
		}
		note(o)
	}
	return w.Close()
}

func of(provider string, every bool) ([]mutate.Mutant, error) {
	if every {
		return mutate.Systematic(".", provider)
	}
	mutants, err := mutate.Required(".")
	return slices.DeleteFunc(mutants, func(m mutate.Mutant) bool { return m.Provider != provider }), err
}
