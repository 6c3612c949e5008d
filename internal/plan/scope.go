package plan

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// scoped gives the parameters of an operation that take a value which the user
// gives when opening the provider.
func (b *builder) scoped(op *openapi.Operation) []Setting {
	var out []Setting
	for _, f := range b.File.Scope {
		for _, name := range f.Params {
			p := b.scopeParam(op, name.Value)
			if p == nil {
				continue
			}
			for _, h := range b.File.Headers {
				if p.In == "header" && strings.EqualFold(h.Key.Value, p.Name) {
					b.diags.ErrorHint(name.Pos, "P203", "keep one of the two", "parameter %q is set by scope %s, and by headers as well", p.Name, f.Name.Value)
				}
			}
			if b.scopeType(f, p) {
				out = append(out, Setting{Param: p, Kind: SetScope, Value: f.Name.Value})
			}
			s := b.scopeOf(f)
			s.used = append(s.used, name.Value)
			s.needed = s.needed || p.Required
			s.Integer = s.Integer || p.Schema.Type == openapi.Integer
		}
	}
	return out
}

// scopeParam finds a parameter by its name wherever it is, or nil.
func (b *builder) scopeParam(op *openapi.Operation, name string) *openapi.Parameter {
	for _, p := range op.Params {
		same := p.Name == name || p.In == "header" && strings.EqualFold(p.Name, name)
		if same && p.In != "cookie" && !b.credential(p) {
			return p
		}
	}
	if op.Body == nil {
		return nil
	}
	p, _ := b.bodyParam(op, name)
	return p
}

// scopeType reports a parameter that the value cannot be sent in.
func (b *builder) scopeType(f *fieldmap.Scope, p *openapi.Parameter) bool {
	if t := p.Schema.Type; t != openapi.String && t != openapi.Integer {
		b.diags.ErrorHint(f.Name.Pos, "P203", "name another, or mend its type in an overlay", "scope %s: parameter %q is of %s, and the value is text or a whole number", f.Name.Value, p.Name, typeName(p.Schema))
		return false
	}
	return !f.Default.Set() || b.constant(p, fieldmap.Pair{Key: f.Name, Value: f.Default})
}

// scopeOf gives the plan's value for one of the field map, the same each time.
func (b *builder) scopeOf(f *fieldmap.Scope) *Scope {
	for _, s := range b.plan.Scope {
		if s.Name == f.Name.Value {
			return s
		}
	}
	s := &Scope{Name: f.Name.Value, Description: f.Description.Value, Default: f.Default.Value}
	b.plan.Scope = append(b.plan.Scope, s)
	return s
}

// always reports whether every request has the value: it is required, or has a
// default. One whose need is not stated is required where a parameter is.
func (b *builder) always(scope string) bool {
	for _, f := range b.File.Scope {
		if f.Name.Value == scope {
			return f.Default.Set() || f.Required == nil || *f.Required
		}
	}
	return false
}

// scope ends what scoped began, once every operation in use is known.
func (b *builder) scope() {
	var order []string
	for _, f := range b.File.Scope {
		order = append(order, f.Name.Value)
		s := b.scopeOf(f)
		s.Required = s.needed && s.Default == ""
		if f.Required != nil {
			s.Required = *f.Required
		}
		if s.Required && f.Default.Set() {
			b.diags.ErrorHint(f.Default.Pos, "P203", "keep one of the two", "scope %s has a default, and is required as well", s.Name)
		}
		for _, name := range f.Params {
			if !slices.Contains(s.used, name.Value) && len(b.plan.Operations) > 0 {
				b.diags.ErrorHint(name.Pos, "P202", "name a path, query, header or body parameter of one", "scope %s: no operation in use has a parameter %q", s.Name, name.Value)
			}
		}
	}
	slices.SortFunc(b.plan.Scope, func(x, y *Scope) int { return slices.Index(order, x.Name) - slices.Index(order, y.Name) })
}
