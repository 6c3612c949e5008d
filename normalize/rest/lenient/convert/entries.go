package convert

import (
	"regexp"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Entries cuts text into the parts that re matches, each with its groups. What
// stands between two matches and is not blank continues the last group of the one
// before; what stands before the first is an issue.
func Entries(text lenient.Opt[string], re *regexp.Regexp, s lenient.Site) [][]string {
	var out [][]string
	end := 0
	between := func(gap string) {
		gap = strings.Trim(gap, "\r\n")
		switch n := len(out); {
		case strings.TrimSpace(gap) == "":
		case n == 0:
			s.Text(gap, "the text begins with something that is not an entry")
		default:
			last := &out[n-1][len(out[n-1])-1]
			if *last != "" {
				*last += "\n"
			}
			*last += gap
		}
	}
	for _, at := range re.FindAllStringSubmatchIndex(text.Value, -1) {
		if at[0] == at[1] {
			continue
		}
		between(text.Value[end:at[0]])
		end = at[1]
		groups := make([]string, len(at)/2)
		for i := range groups {
			if at[2*i] >= 0 {
				groups[i] = text.Value[at[2*i]:at[2*i+1]]
			}
		}
		out = append(out, groups)
	}
	between(text.Value[end:])
	return out
}

// Group gives a group of an entry; an empty one is missing.
func Group(entry []string, group int) lenient.Opt[string] {
	return lenient.Opt[string]{Value: entry[group], OK: entry[group] != ""}
}
