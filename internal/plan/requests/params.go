package requests

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// IDParam finds the parameter that takes a record's id.
func (b *Builder) IDParam(op *openapi.Operation, name fieldmap.Text) *openapi.Parameter {
	p := b.Param(op, name, "path", "query")
	if p != nil && p.Schema.Type != openapi.String && p.Schema.Type != openapi.Integer {
		b.Diags.ErrorHint(name.Pos, "P202", "name another, or mend its type in an overlay", "parameter %q of %s is of %s, which takes no id", p.Name, op.ID, TypeName(p.Schema))
		return nil
	}
	return p
}

// Constants resolves the parameters that are always sent, those of the scope
// among them.
func (b *Builder) Constants(op *openapi.Operation, pairs []fieldmap.Pair) []plan.Setting {
	out := b.Scoped(op)
	for _, k := range pairs {
		p := Typed(b.Param(op, k.Key, "query", "header"), openapi.Type(k.Type))
		if p != nil && b.Constant(p, k) {
			out = append(out, plan.Setting{Param: p, Kind: plan.SetConstant, Value: k.Value.Value, With: b.With(op, k.Key, k.With)})
		}
	}
	return out
}

// Required reports parameters that an operation cannot do without and nothing
// sets for every request.
func (b *Builder) Required(op *openapi.Operation, pos diag.Pos, set []plan.Setting, id *openapi.Parameter) {
	b.requiredBody(op, pos, set)
	for _, p := range op.Params {
		ok := !p.Required || p == id || b.credential(p)
		for _, s := range set {
			ok = ok || s.Param == p && b.everyRequest(s)
			if s.Param == p && p == id {
				b.Diags.ErrorHint(pos, "P203", "keep one of the two", "parameter %q of %s takes the id, and is set by scope %s as well", p.Name, op.ID, s.Value)
			}
		}
		for _, h := range b.File.Headers {
			ok = ok || p.In == "header" && strings.EqualFold(h.Key.Value, p.Name)
		}
		if ok {
			continue
		}
		hint := "a field map cannot set it: declare it as optional in an overlay, if it is, or name another operation"
		switch {
		case p.In == "header":
			hint = "add `headers: {" + p.Name + ": ...}`"
		case p.In == "query":
			hint = "add `constants: {" + p.Name + ": ...}`, or `scope: {<name>: {param: " + p.Name + "}}` where it is the user's to say"
		case p.In == "path":
			hint = "add `scope: {<name>: {param: " + p.Name + "}}`, for a value that the user gives"
		}
		b.Diags.ErrorHint(pos, "P203", hint, "operation %s needs %s parameter %q, and nothing sets it in every request", op.ID, p.In, p.Name)
	}
}

// everyRequest reports whether a setting is part of every request.
func (b *Builder) everyRequest(s plan.Setting) bool {
	switch s.Kind {
	case plan.SetConstant, plan.SetPage, plan.SetOffset:
		return true
	case plan.SetScope:
		return b.always(s.Value)
	}
	return false
}

// Constant reports a constant that its parameter does not take.
func (b *Builder) Constant(p *openapi.Parameter, k fieldmap.Pair) bool {
	text := k.Value.Value
	var err error
	switch p.Schema.Type {
	case openapi.String:
		if len(p.Schema.Enum) > 0 && !slices.Contains(p.Schema.Enum, text) {
			b.Diags.ErrorHint(k.Value.Pos, "P203", "it has "+strings.Join(p.Schema.Enum, ", "), "parameter %q has no value %q%s", p.Name, text, diag.Suggest(text, p.Schema.Enum))
			return false
		}
	case openapi.Integer:
		_, err = strconv.ParseInt(text, 10, 64)
	case openapi.Number:
		_, err = strconv.ParseFloat(text, 64)
	case openapi.Boolean:
		if text != "true" && text != "false" {
			err = strconv.ErrSyntax
		}
	default:
		err = strconv.ErrSyntax
	}
	if err != nil {
		b.Diags.Errorf(k.Value.Pos, "P203", "parameter %q is of %s, and %q is none", p.Name, TypeName(p.Schema), text)
	}
	return err == nil
}

// SetOnce reports parameters of an operation that two things set.
func (b *Builder) SetOnce(p *fieldmap.Pagination, constants []fieldmap.Pair, filters []*fieldmap.Filter) {
	type use struct {
		by   string
		name fieldmap.Text
		with []fieldmap.Pair
	}
	var uses []use
	if p != nil {
		for _, param := range []struct {
			by    string
			param *fieldmap.Param
		}{{"page", p.Page}, {"offset", p.Offset}, {"cursor", p.Cursor}, {"size", p.Size}} {
			if param.param != nil {
				uses = append(uses, use{"pagination (" + param.by + ")", param.param.Name, nil})
			}
		}
	}
	for _, k := range constants {
		uses = append(uses, use{"constants", k.Key, k.With})
	}
	for _, s := range b.File.Scope {
		for _, name := range s.Params {
			uses = append(uses, use{"scope " + s.Name.Value, name, nil})
		}
	}
	for _, filter := range filters {
		uses = append(uses, use{"filter " + filter.Name.Value, filter.Param, filter.With})
	}
	first := map[string]string{}
	for _, u := range uses {
		key := asked(u.name.Value, u.with)
		if u.by == "constants" && u.with != nil {
			key += " always" // an element of its own beside that of a filter
		}
		if by := first[key]; by != "" && u.name.Set() {
			b.Diags.ErrorHint(u.name.Pos, "P203", "keep one of the two", "parameter %q is set by %s, and by %s as well", u.name.Value, u.by, by)
			continue
		}
		first[key] = u.by
	}
}
