// Conformance runs the conformance suite of every generated provider and prints the
// sums: how many faults were tried and had the specified outcome, and how many of the
// expected records came. It fails if a fault had another outcome, or if a record was
// lost.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

const usage = `usage: conformance [flags of go test]

Runs the conformance suite of every provider under generated.`

func main() { os.Exit(run()) }

func run() int {
	if len(os.Args) > 1 && (os.Args[1] == "-h" || os.Args[1] == "-help" || os.Args[1] == "--help") {
		fmt.Println(usage)
		return 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	args := append([]string{"test", "-json", "-count=1", "-run", "^TestConformance$"}, os.Args[1:]...)
	cmd := exec.CommandContext(ctx, "go", append(args, "./generated/...")...)
	cmd.Stderr = os.Stderr
	events, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		return 1
	}
	results, err := collect(events)
	failed := cmd.Wait()
	if err == nil {
		err = show(os.Stdout, results)
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "conformance:", err)
		return 1
	case failed != nil:
		fmt.Fprintln(os.Stderr, "conformance: go test:", failed)
		return 1
	}
	return 0
}
