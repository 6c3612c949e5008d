package requestgolden

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// examples are the names of the examples of a role at the source in turn, without
// the extension: list, list_2, list_10.
func (r *recorder) examples(role string) []string {
	var out []string
	for _, file := range slices.Sorted(maps.Keys(r.cfg.Examples)) {
		base, isJSON := strings.CutSuffix(file, ".json")
		rest, isOurs := strings.CutPrefix(base, r.prefix)
		if isJSON && isOurs && !strings.HasSuffix(base, ".golden") && plays(rest, role) {
			out = append(out, base)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(number(a), number(b)) })
	return out
}

// plays reports whether an example with the name, without that of its source, is of
// the role.
func plays(name, role string) bool {
	if role == "messages" && plays(name, "transcript") {
		return true
	}
	rest, found := strings.CutPrefix(name, role)
	return found && (rest == "" || rest[0] == '_' && !strings.Contains(rest, "_error_") && number(name) > 1)
}

// number is the number behind the name, and 1 without one.
func number(name string) int {
	n, err := strconv.Atoi(name[strings.LastIndexByte(name, '_')+1:])
	if err != nil {
		return 1
	}
	return n
}

func (r *recorder) answers(examples []string) []answer {
	var out []answer
	for _, name := range examples {
		out = append(out, r.example(name, http.StatusOK))
	}
	return out
}
