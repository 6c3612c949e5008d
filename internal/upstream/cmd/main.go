// Command cmd checks the providers against their vendors' own documents, in the
// folder that is its argument: the curated documents say nothing else, and the field
// maps compile against the vendors' documents as they are.
//
// Results go to standard output, what is wrong to standard error. The exit status
// is 0; 1 where something is wrong; 2 for bad usage, or where files cannot be
// read or commands be run.
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

	"github.com/parlancehq/parlance/internal/upstream"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// The exit statuses.
const (
	exitOK    = 0
	exitWrong = 1
	exitUsage = 2
)

const usage = `usage: upstream [flags] <folder of vendors' documents>

A document has the name of its provider, or begins with it and a dash, and ends
in .yaml, .yml or .json.

flags:
  -root dir   module root (default: the working directory)
  -specs dir  folder of the providers, below the root (default: specs)
  -drift      only compare the documents
  -partial    documents without a provider are not errors
  -v          show each warning
`

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c upstream.Config
	flags := flag.NewFlagSet("upstream", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage) }
	flags.StringVar(&c.Root, "root", ".", "")
	flags.StringVar(&c.Specs, "specs", "specs", "")
	flags.BoolVar(&c.DriftOnly, "drift", false, "")
	flags.BoolVar(&c.Partial, "partial", false, "")
	flags.BoolVar(&c.Verbose, "v", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitOK
		}
		return exitUsage
	}
	if flags.NArg() != 1 {
		fmt.Fprint(stderr, usage)
		return exitUsage
	}
	var err error
	if c.Root, err = filepath.Abs(c.Root); err == nil {
		c.Folder, err = filepath.Abs(flags.Arg(0))
	}
	var ok bool
	if err == nil {
		ok, err = upstream.Run(ctx, c, stdout, stderr)
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "upstream:", err)
		return exitUsage
	case !ok:
		return exitWrong
	}
	return exitOK
}
