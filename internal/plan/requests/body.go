package requests

import (
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// bodyParam gives the property of the body at a path as a parameter, the same
// one each time; nil and the names of the body's own properties where there is
// none.
func (b *Builder) bodyParam(op *openapi.Operation, path string) (*openapi.Parameter, []string) {
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
	out := &openapi.Parameter{Name: path, In: plan.InBody, Schema: s, Pos: op.Body.Pos}
	b.inBody[op] = append(b.inBody[op], out)
	return out, nil
}

// requiredBody reports properties that the body cannot do without and nothing
// sets for every request.
func (b *Builder) requiredBody(op *openapi.Operation, pos diag.Pos, set []plan.Setting, filters []*fieldmap.Filter) {
	if op.Body == nil {
		return
	}
	for _, p := range op.Body.Schema.Properties {
		ok := !p.Required || b.isWrong(op, func(name string) bool { return Under(name, p.Name) })
		for _, s := range set {
			ok = ok || s.Param.In == plan.InBody && b.everyRequest(s) && Under(s.Param.Name, p.Name)
		}
		for _, f := range filters {
			ok = ok || f.Default.Value.Set() && Under(f.Param.Value, p.Name)
		}
		if !ok {
			hint := b.howToSet(&openapi.Parameter{Name: p.Name, In: plan.InBody, Schema: p.Schema})
			b.Diags.ErrorHint(pos, "P203", hint, "operation %s needs property %q in its body, and nothing sets it in every request", op.ID, p.Name)
		}
	}
}

// TypeName names the type of a schema in a message.
func TypeName(s *openapi.Schema) string {
	if s == nil || s.Type == openapi.Any {
		return "no certain type"
	}
	return "type " + string(s.Type)
}

// Under reports whether path is base or lies below it.
func Under(path, base string) bool {
	rest, ok := strings.CutPrefix(path, base)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
