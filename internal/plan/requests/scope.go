package requests

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// scoped gives the parameters of an operation that take a value which the user
// gives when opening the provider.
func (b *Builder) scoped(op *openapi.Operation, pairs []fieldmap.Pair) []plan.Setting {
	var out []plan.Setting
	for _, k := range pairs {
		i := slices.IndexFunc(b.File.Scope, func(f *fieldmap.Scope) bool { return f.Name.Value == k.Value.Value })
		p := b.scopeParam(op, k.Key.Value)
		if p == nil { // what is wrong with the name is told
			p = b.Param(op, k.Key, "path", "query", "header")
		}
		if i < 0 || p == nil {
			continue
		}
		f := b.File.Scope[i]
		p = Typed(p, openapi.String)
		for _, h := range b.File.Headers {
			if p.In == "header" && strings.EqualFold(h.Key.Value, p.Name) {
				b.Diags.ErrorHint(k.Key.Pos, "P203", "keep one of the two", "parameter %q is set by scope %s, and by headers as well", p.Name, f.Name.Value)
			}
		}
		if b.scopeType(f, p) {
			out = append(out, plan.Setting{Param: p, Kind: plan.SetScope, Value: f.Name.Value, With: b.With(op, k.Key, k.With)})
		}
		s := b.scopeOf(f)
		b.scopes[s] = b.scopes[s] || p.Required
		s.Integer = s.Integer || p.Schema.Type == openapi.Integer || list(p) != nil && p.Schema.Items.Type == openapi.Integer
	}
	return out
}

// scopeParam finds a parameter by its name wherever it is, or nil.
func (b *Builder) scopeParam(op *openapi.Operation, name string) *openapi.Parameter {
	for _, p := range op.Params {
		same := p.Name == name || p.In == "header" && strings.EqualFold(p.Name, name)
		if same && p.In != "cookie" && !b.credential(op, p) {
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
func (b *Builder) scopeType(f *fieldmap.Scope, p *openapi.Parameter) bool {
	one := p
	if item := list(p); item != nil && p.In != "path" {
		one = item
	}
	if t := one.Schema.Type; t != openapi.String && t != openapi.Integer {
		b.Diags.ErrorHint(f.Name.Pos, "P203", "name another, or mend its type in an overlay", "scope %s: parameter %q is of %s, and the value is text or a whole number", f.Name.Value, p.Name, TypeName(p.Schema))
		return false
	}
	return !f.Default.Set() || b.Constant(one, fieldmap.Pair{Key: f.Name, Value: f.Default})
}

// scopeOf gives the plan's value for one of the field map, the same each time.
func (b *Builder) scopeOf(f *fieldmap.Scope) *plan.Scope {
	for _, s := range b.Plan.Scope {
		if s.Name == f.Name.Value {
			return s
		}
	}
	s := &plan.Scope{Name: f.Name.Value, Description: f.Description.Value, Default: f.Default.Value}
	b.Plan.Scope = append(b.Plan.Scope, s)
	if b.scopes == nil {
		b.scopes = map[*plan.Scope]bool{}
	}
	return s
}

// always reports whether every request has the value: it is required, or has a
// default. One whose need is not stated is required where a parameter is.
func (b *Builder) always(scope string) bool {
	for _, f := range b.File.Scope {
		if f.Name.Value == scope {
			return f.Default.Set() || f.Required == nil || *f.Required
		}
	}
	return false
}

// Scope ends what scoped began, once every operation in use is known.
func (b *Builder) Scope() {
	var order []string
	for _, f := range b.File.Scope {
		order = append(order, f.Name.Value)
		s := b.scopeOf(f)
		s.Required = b.scopes[s] && s.Default == ""
		if f.Required != nil {
			s.Required = *f.Required
		}
		if s.Required && f.Default.Set() {
			b.Diags.ErrorHint(f.Default.Pos, "P203", "keep one of the two", "scope %s has a default, and is required as well", s.Name)
		}
		if len(f.Params) == 0 {
			b.Diags.ErrorHint(f.Name.Pos, "P202", "send it with `send: {<parameter>: {scope: "+s.Name+"}}`, or remove it", "scope %s: no operation sends it", s.Name)
		}
	}
	slices.SortFunc(b.Plan.Scope, func(x, y *plan.Scope) int { return slices.Index(order, x.Name) - slices.Index(order, y.Name) })
}
