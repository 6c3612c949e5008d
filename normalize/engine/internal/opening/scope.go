package opening

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/normalize"
)

// takes says whether a value can be sent: text, but none that would make the path
// of another operation, or a whole number.
func takes(p *normalize.ScopeParam, value string) bool {
	if p.Integer {
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	}
	return value != "." && value != ".." && !strings.ContainsFunc(value, unicode.IsControl)
}

// withDefaults adds to the values that were given the defaults of the others.
func withDefaults(given map[string]string, params []normalize.ScopeParam) map[string]string {
	out := map[string]string{}
	for _, p := range params {
		if value := cmp.Or(given[p.Name], p.Default); value != "" {
			out[p.Name] = value
		}
	}
	return out
}

// ScopeText is the scope's values as one text.
func (o *Opened) ScopeText() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(o.Scope)) {
		b.WriteString(strconv.Quote(name) + "=" + strconv.Quote(o.Scope[name]) + "&")
	}
	return b.String()
}
