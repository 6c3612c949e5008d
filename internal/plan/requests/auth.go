package requests

import (
	"net/http"
	"slices"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Auth takes what authenticates requests, and reports headers of the field map that
// it writes as well.
func (b *Builder) Auth() {
	if b.File.Auth != nil {
		b.statedAuth()
	} else {
		b.documentAuth()
	}
	for _, h := range b.File.Headers {
		writes := func(s openapi.Scheme) bool { return place(s) == "header "+http.CanonicalHeaderKey(h.Key.Value) }
		switch {
		case slices.ContainsFunc(slices.Concat(b.Plan.Auth...), writes):
			b.Diags.ErrorHint(h.Key.Pos, "P304", "remove it here", "header %s carries the credential, which the user of the provider gives", h.Key.Value)
		case secret(h.Key.Value):
			b.Diags.WarnHint(h.Key.Pos, "P304", b.howToAuthenticate(&openapi.Parameter{Name: h.Key.Value, In: "header"}), "header %s has the name of a credential, and a field map is not the place for one", h.Key.Value)
		}
	}
}

// documentAuth takes the security of the first operation in use that has any, as far as
// all others take it too: what a provider's operations need is one thing, and a
// scheme that only some of them name is sent to all.
func (b *Builder) documentAuth() {
	for i, op := range b.Plan.Operations {
		for _, names := range op.Security {
			if all := b.schemes(names); all != nil {
				b.Plan.Auth = append(b.Plan.Auth, all)
			}
		}
		if len(op.Security) > 0 && len(b.Plan.Auth) == 0 {
			b.unsendable(op)
		}
		if len(b.Plan.Auth) > 0 {
			for _, other := range b.Plan.Operations[i+1:] {
				b.narrow(op, other)
			}
			return
		}
	}
	b.forgotten()
}

// forgotten warns of a document that declares how to authenticate and does not say
// where: no request would carry a credential.
func (b *Builder) forgotten() {
	if len(b.Plan.Operations) == 0 || slices.ContainsFunc(b.Plan.Operations, func(op *openapi.Operation) bool { return op.Stated || len(op.Security) > 0 }) {
		return
	}
	for _, s := range b.Doc.Schemes {
		if s.Kind != openapi.SchemeOther {
			b.Diags.WarnHint(s.Pos, "P303", "add `security: [{"+s.Name+": []}]` to the document in an overlay; if the API is open to all, add `security: []`",
				"no operation says whether it needs security scheme %s, so requests carry no credential", s.Name)
			return
		}
	}
}

// unsendable reports an operation of whose alternatives none can be sent.
func (b *Builder) unsendable(op *openapi.Operation) {
	for _, names := range op.Security {
		if first, second, clash := clashing(b.declared(names)); clash {
			b.Diags.ErrorHint(op.Pos, "P303", "say in an overlay which of the two it takes, as alternatives of their own where it takes either",
				"operation %s takes security schemes %s and %s together, and both write the %s", op.ID, first.Name, second.Name, place(first))
			return
		}
	}
	b.Diags.ErrorHint(op.Pos, "P303", "declare an API key, HTTP bearer or basic scheme, or OAuth2 client credentials",
		"operation %s needs a security scheme of a kind that cannot be sent", op.ID)
}

// clashing gives two schemes of one alternative that write the same thing: a request
// can only have one of them.
func clashing(together []openapi.Scheme) (first, second openapi.Scheme, clash bool) {
	for i, s := range together {
		for _, before := range together[:i] {
			if place(s) == place(before) {
				return before, s, true
			}
		}
	}
	return first, second, false
}

// place names what a scheme writes.
func place(s openapi.Scheme) string {
	switch s.Kind {
	case openapi.SchemeHeader:
		return "header " + http.CanonicalHeaderKey(s.Param)
	case openapi.SchemeQuery, openapi.SchemeCookie:
		return string(s.Kind) + " parameter " + s.Param
	}
	return "header Authorization"
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

// schemes gives the schemes with the names, which go together; nil where they cannot
// be sent.
func (b *Builder) schemes(names []string) []openapi.Scheme {
	all := b.declared(names)
	if _, _, clash := clashing(all); clash {
		return nil
	}
	return all
}

// declared gives the schemes with the names; nil where one is of a kind that cannot be
// sent.
func (b *Builder) declared(names []string) []openapi.Scheme {
	var out []openapi.Scheme
	for _, name := range names {
		i := slices.IndexFunc(b.Doc.Schemes, func(s openapi.Scheme) bool { return s.Name == name })
		if i < 0 || b.Doc.Schemes[i].Kind == openapi.SchemeOther {
			return nil
		}
		out = append(out, b.Doc.Schemes[i])
	}
	return out
}
