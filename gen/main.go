// Command gen compiles the providers under specs into the packages under
// generated.
//
//	gen generate    write what changed, and remove what no spec stands behind
//	gen check       write nothing; fail where generated is not what the specs give
//	gen rules       explain the rules that diagnostics name
//
// Results go to standard output, diagnostics to standard error. The exit status
// is 0; 1 where the specs have errors or check found a difference; 2 for bad
// usage, or where files cannot be read or written. A provider that has errors, or
// whose files cannot be written, costs itself alone: the others are written.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/generate"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// The exit statuses.
const (
	exitOK    = 0
	exitInput = 1
	exitUsage = 2
)

const usage = `usage: gen <verb> [flags]

  generate   compile specs/ into generated/
  check      fail, naming the files, where generated/ is not what specs/ give
  rules      explain the rules that diagnostics name

flags:
  -root dir  module root (default: the nearest folder upwards with go.mod)
  -strict    warnings are errors
  -whole     clients keep whole operations, not only what the field maps reach
`

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	verb := args[0]
	flags := flag.NewFlagSet("gen "+verb, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage) }
	root := flags.String("root", "", "")
	opts := generate.Options{}
	flags.BoolVar(&opts.Strict, "strict", false, "")
	flags.BoolVar(&opts.Whole, "whole", false, "")
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitOK
		}
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "gen: unexpected argument %q\n\n%s", flags.Arg(0), usage)
		return exitUsage
	}
	switch verb {
	case "generate", "check":
	case "rules":
		printRules(stdout)
		return exitOK
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
		return exitOK
	default:
		fmt.Fprintf(stderr, "gen: unknown verb %q%s\n\n%s", verb, diag.Suggest(verb, []string{"generate", "check", "rules"}), usage)
		return exitUsage
	}
	var err error
	if opts.Root, err = findRoot(*root); err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return exitUsage
	}
	return compile(ctx, verb, opts, stdout, stderr)
}

func compile(ctx context.Context, verb string, opts generate.Options, stdout, stderr io.Writer) int {
	result, err := generate.Run(ctx, opts)
	if err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return exitUsage
	}
	status := exitOK
	told := tell(result.Errors, stderr)
	for _, d := range result.Diagnostics {
		fmt.Fprintln(stderr, d)
		if d.Severity == diag.Error {
			status = exitInput
		}
	}
	if verb == "check" {
		status = max(status, check(result, stdout, stderr))
	} else {
		save(result, stdout)
	}
	tell(result.Errors[told:], stderr)
	if len(result.Errors) > 0 {
		return exitUsage
	}
	return status
}

// tell prints errors, and gives how many.
func tell(errs []error, stderr io.Writer) int {
	for _, err := range errs {
		fmt.Fprintln(stderr, "gen:", diag.Printable(err.Error()))
	}
	return len(errs)
}

func save(result *generate.Result, stdout io.Writer) {
	written := result.Write()
	for _, path := range written.Written {
		fmt.Fprintln(stdout, "wrote", path)
	}
	for _, path := range written.Removed {
		fmt.Fprintln(stdout, "removed", diag.Printable(path))
	}
}

func check(result *generate.Result, stdout, stderr io.Writer) int {
	drift := result.Check()
	for _, d := range drift {
		fmt.Fprintf(stdout, "%s: %s\n", diag.Printable(d.Path), d.Kind)
	}
	if len(drift) > 0 {
		fmt.Fprintf(stderr, "gen: %d files under %s are not what specs give; run: go generate ./...\n", len(drift), generate.Owned)
		return exitInput
	}
	return exitOK
}

// findRoot gives the module root: dir, or the nearest folder upwards that has a
// go.mod.
func findRoot(dir string) (string, error) {
	if dir != "" {
		return filepath.Abs(dir)
	}
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", errors.New("no go.mod here or above; run it inside the module, or name its root with -root")
		}
		at = up
	}
}
