package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// idParam finds the parameter that takes a record's id.
func (b *builder) idParam(op *openapi.Operation, name fieldmap.Text) *openapi.Parameter {
	p := b.param(op, name, "path", "query")
	if p != nil && p.Schema.Type != openapi.String && p.Schema.Type != openapi.Integer {
		b.diags.ErrorHint(name.Pos, "P202", "name another, or mend its type in an overlay", "parameter %q of %s is of %s, which takes no id", p.Name, op.ID, typeName(p.Schema))
		return nil
	}
	return p
}

// required reports parameters that an operation cannot do without and nothing
// sets for every request.
func (b *builder) required(op *openapi.Operation, pos diag.Pos, set []Setting, id *openapi.Parameter) {
	b.requiredBody(op, pos, set)
	for _, p := range op.Params {
		ok := !p.Required || p == id || b.credential(p)
		for _, s := range set {
			ok = ok || s.Param == p && b.everyRequest(s)
			if s.Param == p && p == id {
				b.diags.ErrorHint(pos, "P203", "keep one of the two", "parameter %q of %s takes the id, and is set by scope %s as well", p.Name, op.ID, s.Value)
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
		b.diags.ErrorHint(pos, "P203", hint, "operation %s needs %s parameter %q, and nothing sets it in every request", op.ID, p.In, p.Name)
	}
}

// everyRequest reports whether a setting is part of every request.
func (b *builder) everyRequest(s Setting) bool {
	switch s.Kind {
	case SetConstant, SetPage, SetOffset:
		return true
	case SetScope:
		return b.always(s.Value)
	}
	return false
}

// constant reports a constant that its parameter does not take.
func (b *builder) constant(p *openapi.Parameter, k fieldmap.Pair) bool {
	text := k.Value.Value
	var err error
	switch p.Schema.Type {
	case openapi.String:
		if len(p.Schema.Enum) > 0 && !slices.Contains(p.Schema.Enum, text) {
			b.diags.ErrorHint(k.Value.Pos, "P203", "it has "+strings.Join(p.Schema.Enum, ", "), "parameter %q has no value %q%s", p.Name, text, diag.Suggest(text, p.Schema.Enum))
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
		b.diags.Errorf(k.Value.Pos, "P203", "parameter %q is of %s, and %q is none", p.Name, typeName(p.Schema), text)
	}
	return err == nil
}

// setOnce reports parameters of an operation that two things set.
func (b *builder) setOnce(p *fieldmap.Pagination, constants []fieldmap.Pair, filters []*fieldmap.Filter) {
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
			b.diags.ErrorHint(u.name.Pos, "P203", "keep one of the two", "parameter %q is set by %s, and by %s as well", u.name.Value, u.by, by)
			continue
		}
		first[key] = u.by
	}
}
