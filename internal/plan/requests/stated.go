package requests

import (
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
		b.Diags.ErrorHint(a.Param.Pos, "P304", "write it like X-Api-Key", "auth: %q is no name of a %s", a.Param.Value, a.Kind)
	}
	stated := openapi.Scheme{Name: statedScheme, Kind: openapi.SchemeKind(a.Kind), Param: a.Param.Value}
	for _, s := range b.Doc.Schemes {
		if s.Kind == stated.Kind && strings.EqualFold(s.Param, stated.Param) {
			stated = s // so that credentials can be given by its name
			break
		}
	}
	for _, h := range b.File.Headers {
		if b.credential(&openapi.Parameter{Name: h.Key.Value, In: "header"}) {
			b.Diags.ErrorHint(h.Key.Pos, "P304", "keep one of the two", "header %s is the credential that auth states", h.Key.Value)
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

// credential reports whether a parameter is what carries the credential that the
// field map states.
func (b *Builder) credential(p *openapi.Parameter) bool {
	a := b.File.Auth
	if a == nil {
		return false
	}
	place, name := a.Kind, a.Param.Value
	if a.Kind == string(openapi.SchemeBearer) || a.Kind == string(openapi.SchemeBasic) {
		place, name = "header", "Authorization"
	}
	if p.In != place {
		return false
	}
	return p.Name == name || place == "header" && strings.EqualFold(p.Name, name)
}
