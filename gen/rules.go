package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/parlancehq/parlance/internal/generate"
)

// printRules lists every rule, a line each.
func printRules(w io.Writer) {
	rules := generate.Rules()
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(w, "%s  %s\n", id, rules[id])
	}
}
