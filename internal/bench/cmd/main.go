// Command cmd runs the benchmarks of package bench and prints what they compare:
// each way of reading a page, and the generator against the client generator
// alone. Everything is measured in several rounds, the ways by turns, and the
// medians are printed, since a shared machine is faster at one time than at
// another. It is for reading: the exit status does not say whether a floor
// holds.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

type settings struct {
	root      string // of the module
	temp      string
	rounds    int
	benchtime time.Duration
}

func main() {
	var s settings
	flag.IntVar(&s.rounds, "rounds", 7, "how often each benchmark is run")
	flag.DurationVar(&s.benchtime, "benchtime", 300*time.Millisecond, "how long each run takes")
	jsonv2 := flag.Bool("jsonv2", true, "also measure with GOEXPERIMENT=jsonv2")
	generator := flag.Bool("generator", true, "also measure the generator")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, s, *jsonv2, *generator); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings, jsonv2, generator bool) (err error) {
	mod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return err
	}
	s.root = filepath.Dir(strings.TrimSpace(string(mod)))
	if s.temp, err = os.MkdirTemp("", "parlance-bench-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(s.temp) }()
	fmt.Printf("%s, %d processors, medians of %d rounds\n\n", runtime.Version(), runtime.NumCPU(), s.rounds)
	if err := s.pages(ctx, ""); err != nil {
		return err
	}
	if jsonv2 {
		if err := s.pages(ctx, "jsonv2"); err != nil {
			return err
		}
	}
	if !generator {
		return nil
	}
	return s.generators(ctx)
}

// build compiles a package of the module, or its tests, to a file in the
// temporary folder.
func (s *settings) build(ctx context.Context, name, experiment string, args ...string) (string, error) {
	out := filepath.Join(s.temp, name)
	cmd := exec.CommandContext(ctx, "go", append(append([]string{}, args[0:len(args)-1]...), "-o", out, args[len(args)-1])...)
	cmd.Dir, cmd.Stderr = s.root, os.Stderr
	cmd.Env = os.Environ()
	if experiment != "" {
		cmd.Env = append(cmd.Env, "GOEXPERIMENT="+experiment)
	}
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("building %s: %w", name, err)
	}
	return out, nil
}
