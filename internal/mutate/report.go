package mutate

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// Report writes what the outcomes add up to, by the kind of the token. It gives the
// number of mutants that nothing noticed.
func Report(w io.Writer, outcomes []Outcome) (survived int, err error) {
	var kinds []string
	count := map[string]map[Verdict]int{}
	for _, o := range outcomes {
		if count[o.Mutant.Kind] == nil {
			kinds = append(kinds, o.Mutant.Kind)
			count[o.Mutant.Kind] = map[Verdict]int{}
		}
		count[o.Mutant.Kind][o.Verdict]++
	}
	slices.Sort(kinds)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kind\tmutants\trefused\tcaught\tsame code\tsurvived\t")
	all := map[Verdict]int{}
	row := func(kind string, n map[Verdict]int) {
		sum := n[Refused] + n[Caught] + n[Same] + n[Survived]
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t\n", kind, sum, n[Refused], n[Caught], n[Same], n[Survived])
	}
	for _, kind := range kinds {
		row(kind, count[kind])
		for v, n := range count[kind] {
			all[v] += n
		}
	}
	row("all", all)
	if err := t.Flush(); err != nil {
		return 0, err
	}
	survived = all[Same] + all[Survived]
	if n := len(outcomes); n > 0 {
		_, err = fmt.Fprintf(w, "%d of %d went unnoticed: %.1f %%\n", survived, n, 100*float64(survived)/float64(n))
	}
	var without int
	for _, o := range outcomes {
		if o.Without == Survived || o.Without == Same {
			without++
		}
	}
	if err == nil && without > 0 {
		_, err = fmt.Fprintf(w, "without the tests that were left out %d: %.1f %%\n", without, 100*float64(without)/float64(len(outcomes)))
	}
	return survived, err
}
