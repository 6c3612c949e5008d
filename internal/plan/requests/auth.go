package requests

import (
	"slices"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Auth takes the security of the first operation in use that has any, as far as
// all others take it too: what a provider's operations need is one thing, and a
// scheme that only some of them name is sent to all.
func (b *Builder) Auth() {
	if b.File.Auth != nil {
		b.statedAuth()
		return
	}
	for i, op := range b.Plan.Operations {
		for _, names := range op.Security {
			if all := b.schemes(names); all != nil {
				b.Plan.Auth = append(b.Plan.Auth, all)
			}
		}
		if len(op.Security) > 0 && len(b.Plan.Auth) == 0 {
			b.Diags.ErrorHint(op.Pos, "P303", "declare an API key, HTTP bearer or basic scheme, or OAuth2 client credentials",
				"operation %s needs a security scheme of a kind that cannot be sent", op.ID)
		}
		if len(b.Plan.Auth) > 0 {
			for _, other := range b.Plan.Operations[i+1:] {
				b.narrow(op, other)
			}
			return
		}
	}
}

// narrow keeps the alternatives that the other operation takes as well.
func (b *Builder) narrow(first, other *openapi.Operation) {
	if len(other.Security) == 0 {
		return
	}
	var kept [][]openapi.Scheme
	for _, together := range b.Plan.Auth {
		if slices.ContainsFunc(other.Security, func(names []string) bool { return within(names, together) }) {
			kept = append(kept, together)
		}
	}
	if len(kept) == 0 {
		b.Diags.ErrorHint(other.Pos, "P303", "say in an overlay how both are authenticated",
			"operation %s takes none of the credentials that operation %s takes", other.ID, first.ID)
		return
	}
	b.Plan.Auth = kept
}

// within reports whether the schemes have all the names.
func within(names []string, schemes []openapi.Scheme) bool {
	for _, name := range names {
		if !slices.ContainsFunc(schemes, func(s openapi.Scheme) bool { return s.Name == name }) {
			return false
		}
	}
	return true
}

func (b *Builder) schemes(names []string) []openapi.Scheme {
	out := []openapi.Scheme{}
	for _, name := range names {
		i := slices.IndexFunc(b.Doc.Schemes, func(s openapi.Scheme) bool { return s.Name == name })
		if i < 0 || b.Doc.Schemes[i].Kind == openapi.SchemeOther {
			return nil
		}
		out = append(out, b.Doc.Schemes[i])
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
