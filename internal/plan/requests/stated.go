package requests

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
)

// statedScheme is the name of a scheme that the document does not have.
const statedScheme = "auth"

// statedAuth takes the credential that the field map states. An operation that
// declares a sendable one of its own is contradicted.
func (b *Builder) statedAuth() {
	a := b.File.Auth
	if a.Param.Set() && !IsToken(a.Param.Value) {
		b.Diags.ErrorHint(a.Param.Pos, "P304", "write it like X-Api-Key", "auth: %q is not a valid %s name", a.Param.Value, a.Kind)
	}
	stated := openapi.Scheme{Name: statedScheme, Kind: openapi.SchemeKind(a.Kind), Param: a.Param.Value}
	for _, s := range b.Doc.Schemes {
		if s.Kind == stated.Kind && strings.EqualFold(s.Param, stated.Param) {
			stated = s // so that credentials can be given by its name
			break
		}
	}
	for _, op := range b.Plan.Operations {
		for _, names := range op.Security {
			if b.schemes(names) != nil {
				b.Diags.ErrorHint(a.Pos, "P303", "remove auth; what the document has wrong is for an overlay", "auth states how requests are authenticated, and for operation %s the document says it: %s", op.ID, strings.Join(names, " and "))
				return
			}
		}
	}
	b.Plan.Auth = [][]openapi.Scheme{{stated}}
}

// credential reports whether a parameter of an operation is what carries a
// credential: that which the field map states, or one of the document's.
func (b *Builder) credential(op *openapi.Operation, p *openapi.Parameter) bool {
	var all []openapi.Scheme
	if a := b.File.Auth; a != nil {
		all = append(all, openapi.Scheme{Kind: openapi.SchemeKind(a.Kind), Param: a.Param.Value})
	} else {
		for _, names := range op.Security {
			all = append(all, b.schemes(names)...)
		}
	}
	at := place(openapi.Scheme{Kind: openapi.SchemeKind(p.In), Param: p.Name})
	return (p.In == "header" || p.In == "query" || p.In == "cookie") && slices.ContainsFunc(all, func(s openapi.Scheme) bool { return place(s) == at })
}
