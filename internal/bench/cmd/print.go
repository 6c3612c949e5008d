package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// conversations is how many a page has.
const conversations = 100

// print writes what was measured and how it compares, with the floors too if held
// is set.
func (r results) print(title string, held bool) {
	fmt.Printf("%s\n%s\n", title, strings.Repeat("-", len(title)))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(w, "provider\tway\tMB/s\tns/conversation\tallocs/conversation\tB/conversation\t")
	for _, provider := range slices.Sorted(maps.Keys(r)) {
		for _, way := range slices.Sorted(maps.Keys(r[provider])) {
			list := r[provider][way]
			_, _ = fmt.Fprintf(w, "%s\t%s\t%.1f\t%.0f\t%.1f\t%.0f\t\n", provider, way,
				medianOf(list, func(s sample) float64 { return s.bytesPerSecond / 1e6 }),
				medianOf(list, func(s sample) float64 { return s.nanos }),
				medianOf(list, func(s sample) float64 { return s.allocs / conversations }),
				medianOf(list, func(s sample) float64 { return s.size / conversations }))
		}
	}
	_ = w.Flush()
	fmt.Println()
	for _, provider := range slices.Sorted(maps.Keys(r)) {
		for _, floor := range floors {
			got := r.ratios(provider, floor.way)
			text := fmt.Sprintf("%s: %.2fx %s (%.2f to %.2f)", provider, median(got), floor.why, slices.Min(got), slices.Max(got))
			if held {
				text = verdict(text, median(got) >= floor.least, fmt.Sprintf("at least %.1fx", floor.least))
			}
			fmt.Println(text)
		}
	}
	fmt.Println()
}

func verdict(text string, holds bool, floor string) string {
	word := "holds"
	if !holds {
		word = "DOES NOT HOLD"
	}
	return fmt.Sprintf("%s; %s: %s", text, floor, word)
}
