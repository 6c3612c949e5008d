package upstream

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// counts says how many warnings of each rule a provider has.
func (g *generated) counts(provider string) string {
	var parts []string
	for _, rule := range slices.Sorted(maps.Keys(g.rules[provider])) {
		parts = append(parts, fmt.Sprintf("%d of %s", g.rules[provider][rule], rule))
	}
	if len(parts) == 0 {
		return ", no warnings"
	}
	return ", warnings: " + strings.Join(parts, ", ")
}
