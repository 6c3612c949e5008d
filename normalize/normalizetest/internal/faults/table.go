package faults

import (
	"fmt"
	"strings"
	"time"
)

// Table gives the rows as lines of text, with a head and aligned columns, as the
// documentation of package normalize has them.
func Table(rows []Row) []string {
	cells := [][]string{{"fault", "outcome", "error", "requests", "time", "kept", "going on"}}
	for _, r := range rows {
		cells = append(cells, []string{r.Name, string(r.Outcome), r.Error.String(), r.requests(), r.time(), string(r.Kept), r.Resume})
	}
	widths := make([]int, len(cells[0]))
	for _, line := range cells {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell))
		}
	}
	rule := make([]string, len(widths))
	for i, n := range widths {
		rule[i] = strings.Repeat("-", n)
	}
	var out []string
	for i, line := range cells {
		out = append(out, aligned(line, widths))
		if i == 0 {
			out = append(out, aligned(rule, widths))
		}
	}
	return out
}

func aligned(cells []string, widths []int) string {
	var b strings.Builder
	for i, cell := range cells {
		fmt.Fprintf(&b, "%-*s  ", widths[i], cell)
	}
	return strings.TrimRight(b.String(), " ")
}

func (r *Row) requests() string {
	least, most := r.Requests, r.Requests+r.MoreRequests
	switch {
	case most == 0:
		return ""
	case least == most:
		return fmt.Sprintf("%+d", most)
	}
	return fmt.Sprintf("up to %+d", most)
}

func (r *Row) time() string {
	least, most := r.Waits[0], r.Waits[1]
	switch {
	case most == 0:
		return ""
	case least == most:
		return seconds(most) + " s"
	case most == asLong:
		return "its own"
	}
	return seconds(least) + "-" + seconds(most) + " s"
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3g", d.Seconds()) }
