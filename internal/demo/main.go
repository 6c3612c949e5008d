// Demo starts a fake server of every generated provider on loopback, reads
// conversations of each through its generated code, over HTTP and across several
// pages, and prints them as one table, or as JSON lines.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/parlancehq/parlance/generated"
	"github.com/parlancehq/parlance/internal/demo/show"
)

func main() { os.Exit(run()) }

func run() int {
	opts := show.Options{Names: generated.Names(), Open: generated.Open}
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.IntVar(&opts.Conversations, "n", 25, "conversations of each provider (a provider with several lists: of each list)")
	flags.IntVar(&opts.PageSize, "page-size", 10, "conversations to ask for at once")
	flags.BoolVar(&opts.JSON, "json", false, "print one normalized conversation a line, as JSON, instead of the table")
	flags.StringVar(&opts.Specs, "specs", "specs", "folder with the providers' documents and field maps")
	flags.Int64Var(&opts.Seed, "seed", 1, "changes what the fake servers make up")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: demo [flags]\n\nReads conversations of every provider from fake servers on loopback.\n\nflags:")
		flags.PrintDefaults()
	}
	switch err := flags.Parse(os.Args[1:]); {
	case err == flag.ErrHelp:
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(os.Stderr, "demo: %q: no arguments are expected\n", flags.Arg(0))
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := show.Run(ctx, os.Stdout, opts); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		return 1
	}
	return 0
}
