package diag

import (
	"fmt"
	"slices"
	"strings"
)

// Suggest gives ` (did you mean "x"?)` for the candidate nearest to name, or
// the empty string where none is near enough to be a likely slip.
//
// What is longer than any name, or has more candidates than any real input, gets
// no suggestion: looking for one would take too long.
func Suggest(name string, candidates []string) string {
	if len(name) > maxName || len(candidates) > maxCandidates {
		return ""
	}
	best, bestDistance := "", max(1, len(name)/3)+1
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := len(c) - len(name); d >= bestDistance || -d >= bestDistance {
			continue // as far apart as their lengths, at the least
		}
		d := distance(strings.ToLower(name), strings.ToLower(c), bestDistance)
		if d < bestDistance {
			best, bestDistance = c, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// What Suggest looks at.
const (
	maxName       = 200
	maxCandidates = 5000
)

// distance is the optimal string alignment distance: a swap of neighbours
// counts one, as typing errors go. From enough on it need not be exact.
func distance(a, b string, enough int) int {
	prev2 := make([]int, len(b)+1)
	prev := make([]int, len(b)+1)
	cur := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
			least = min(least, cur[j])
		}
		if least > enough { // a swap gains one at most
			return least
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
