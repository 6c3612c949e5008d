package plan

import (
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

// InBody is the place of a parameter that is a property of the request's JSON
// body; its name is the property's path, as [BodyPath] reads it.
const InBody = "body"

// bodyParam gives the property of the body at a path as a parameter, the same
// one each time; nil and the names of the body's own properties where there is
// none.
func (b *builder) bodyParam(op *openapi.Operation, path string) (*openapi.Parameter, []string) {
	for _, p := range b.inBody[op] {
		if p.Name == path {
			return p, nil
		}
	}
	var names []string
	for _, p := range op.Body.Schema.Properties {
		names = append(names, p.Name)
	}
	s, missing := inBodyAt(op.Body.Schema, path)
	if missing != nil {
		return nil, names
	}
	if b.inBody == nil {
		b.inBody = map[*openapi.Operation][]*openapi.Parameter{}
	}
	out := &openapi.Parameter{Name: path, In: InBody, Schema: s, Pos: op.Body.Pos}
	b.inBody[op] = append(b.inBody[op], out)
	return out, nil
}

// requiredBody reports properties that the body cannot do without and nothing
// sets for every request.
func (b *builder) requiredBody(op *openapi.Operation, pos diag.Pos, set []Setting) {
	if op.Body == nil {
		return
	}
	for _, p := range op.Body.Schema.Properties {
		ok := !p.Required
		for _, s := range set {
			ok = ok || s.Param.In == InBody && b.everyRequest(s) && under(s.Param.Name, p.Name)
		}
		if !ok {
			b.diags.ErrorHint(pos, "P203", "add `constants: {"+p.Name+": ...}`", "operation %s needs property %q in its body, and nothing sets it in every request", op.ID, p.Name)
		}
	}
}
