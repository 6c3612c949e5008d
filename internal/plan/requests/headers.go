package requests

import (
	"net/http"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/plan"
)

// Headers takes the headers that go with every request.
func (b *Builder) Headers() {
	for _, h := range b.File.Headers {
		name := http.CanonicalHeaderKey(h.Key.Value)
		switch {
		case !IsToken(name):
			b.Diags.ErrorHint(h.Key.Pos, "P304", "write it like X-Api-Version", "%q is not a valid header name", h.Key.Value)
		case strings.ContainsFunc(h.Value.Value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			b.Diags.ErrorHint(h.Value.Pos, "P304", "write it on one line", "header %s: the value holds a control character", name)
		case slices.ContainsFunc(b.Plan.Headers, func(c plan.Constant) bool { return c.Name == name }):
			b.Diags.ErrorHint(h.Key.Pos, "P304", "keep one of the two", "header %s is given twice", name)
		default:
			b.Plan.Headers = append(b.Plan.Headers, plan.Constant{Name: name, Value: h.Value.Value})
			b.headerParams(h)
		}
	}
}

// headerParams checks a header against the operations that declare it.
func (b *Builder) headerParams(h fieldmap.Pair) {
	for _, op := range b.Plan.Operations {
		for _, p := range op.Params {
			if p.In == "header" && strings.EqualFold(p.Name, h.Key.Value) {
				b.Constant(p, h)
			}
		}
	}
}

// IsToken reports whether s can be the name of a header (RFC 9110).
func IsToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
