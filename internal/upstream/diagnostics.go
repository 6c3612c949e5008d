package upstream

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// generated is what the generator said, by provider.
type generated struct {
	errors, warnings map[string][]string // diagnostics with their hints
	rules            map[string]map[string]int
}

var diagnostic = regexp.MustCompile(`^specs/([a-z0-9]+)(?:/[^:]*)?(?::\d+)*: (warning: )?([A-Z]\d+): `)

// read sorts the generator's diagnostics. Files get the names that they have
// outside of the copy.
func read(stderr string, providers []Provider) *generated {
	g := &generated{errors: map[string][]string{}, warnings: map[string][]string{}, rules: map[string]map[string]int{}}
	var names []string
	for _, p := range providers {
		dir := "specs/" + p.Name + "/"
		names = append(names, dir+documentFile, filepath.Base(p.Document), dir+overlayFile, dir+vendorOverlayFile)
	}
	rename := strings.NewReplacer(names...)
	var last *string
	for line := range strings.Lines(stderr) {
		m := diagnostic.FindStringSubmatch(line)
		if m == nil {
			if last != nil {
				*last += rename.Replace(line)
			}
			continue
		}
		provider, into := m[1], g.errors
		if m[2] != "" {
			into = g.warnings
			if g.rules[provider] == nil {
				g.rules[provider] = map[string]int{}
			}
			g.rules[provider][m[3]]++
		}
		into[provider] = append(into[provider], rename.Replace(line))
		last = &into[provider][len(into[provider])-1]
	}
	return g
}

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
