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
	if p != nil && !takesID(p.Schema) {
		b.Diags.ErrorHint(name.Pos, "P202", "name another, or mend its type in an overlay", "parameter %q of %s is of %s, which takes no id", p.Name, op.ID, TypeName(p.Schema))
		return nil
	}
	if p != nil && !b.FreeText(name.Pos, "P202", "id", p) {
		return nil
	}
	return p
}

// takesID reports whether a parameter takes text, or whole numbers, or a text or a
// number.
func takesID(s *openapi.Schema) bool {
	if s.Type != openapi.Any || len(s.Types) == 0 {
		return s.Type == openapi.String || s.Type == openapi.Integer
	}
	return slices.Contains(s.Types, openapi.String)
}

// Constants resolves the parameters that are always sent, those of the scope
// among them.
func (b *Builder) Constants(op *openapi.Operation, pairs, scope []fieldmap.Pair) []plan.Setting {
	out := b.scoped(op, scope)
	for _, same := range together(pairs) {
		p := b.Param(op, same[0].Key, "query", "header", "path")
		if p == nil {
			continue
		}
		if secret(p.Name) {
			b.Diags.WarnHint(same[0].Key.Pos, "P203", b.howToAuthenticate(p), "parameter %q has the name of a credential, and a field map is not the place for one", p.Name)
		}
		_, _, appends := plan.CutAppend(p.Name)
		switch appends = appends && p.In == plan.InBody; {
		case appends: // an element for each
			for _, k := range same {
				out = append(out, b.constantSetting(op, p, []fieldmap.Pair{k})...)
			}
		case len(same) > 1 && list(p) == nil:
			b.wrong = append(b.wrong, wrong{op, p.Name})
			b.Diags.ErrorHint(same[1].Value.Pos, "P203", "keep one of them", "parameter %q is of %s, and several values are sent", p.Name, TypeName(p.Schema))
		default:
			out = append(out, b.constantSetting(op, p, same)...)
		}
	}
	return out
}

// together gives pairs of one key together: what the field map has as a list.
func together(pairs []fieldmap.Pair) [][]fieldmap.Pair {
	var out [][]fieldmap.Pair
	for i, k := range pairs {
		if i > 0 && pairs[i-1].Key == k.Key {
			out[len(out)-1] = append(out[len(out)-1], k)
		} else {
			out = append(out, []fieldmap.Pair{k})
		}
	}
	return out
}

// list is the parameter of one of the values, where p takes a list of text, numbers
// or booleans; else nil.
func list(p *openapi.Parameter) *openapi.Parameter {
	if p.Schema.Type != openapi.Array || p.Schema.Items == nil {
		return nil
	}
	switch p.Schema.Items.Type {
	case openapi.String, openapi.Integer, openapi.Number, openapi.Boolean:
		out := *p
		out.Schema = p.Schema.Items
		return &out
	}
	return nil
}

// constantSetting is the setting of a parameter to one value, or to a list where it
// takes one; none after it reported what is wrong.
func (b *Builder) constantSetting(op *openapi.Operation, p *openapi.Parameter, values []fieldmap.Pair) []plan.Setting {
	k := values[0]
	p = Typed(p, openapi.Type(k.Type))
	s := plan.Setting{Param: p, Kind: plan.SetConstant, Value: k.Value.Value}
	one := list(p)
	if one == nil {
		one = p
	} else {
		s.Value = ""
	}
	ok := true
	for _, k := range values {
		ok = b.Constant(one, k) && ok
		if one != p {
			s.Values = append(s.Values, k.Value.Value)
		}
	}
	if s.With = b.With(op, k.Key, k.With); !ok {
		b.wrong = append(b.wrong, wrong{op, p.Name})
		return nil
	}
	return []plan.Setting{s}
}

// FreeText reports a parameter that takes one of a few texts, where any may be sent.
func (b *Builder) FreeText(pos diag.Pos, rule, what string, p *openapi.Parameter) bool {
	one := p
	if item := list(p); item != nil {
		one = item
	}
	if len(one.Schema.Enum) == 0 {
		return true
	}
	b.Diags.ErrorHint(pos, rule, "name another, or mend it in an overlay", "%s: parameter %q takes one of %s, and nothing else", what, p.Name, strings.Join(one.Schema.Enum, ", "))
	return false
}

// Required reports parameters that an operation cannot do without and nothing
// sets for every request.
func (b *Builder) Required(op *openapi.Operation, pos diag.Pos, set []plan.Setting, id *openapi.Parameter, filters ...*fieldmap.Filter) {
	b.requiredBody(op, pos, set, filters)
	for _, p := range op.Params {
		ok := !p.Required || p == id || b.credential(op, p) || b.isWrong(op, func(name string) bool { return name == p.Name })
		for _, s := range set {
			ok = ok || s.Param == p && b.everyRequest(s)
			if s.Param == p && p == id {
				b.Diags.ErrorHint(pos, "P203", "keep one of the two", "parameter %q of %s takes the id, and is set by %s as well", p.Name, op.ID, setter(s))
			}
		}
		for _, f := range filters {
			ok = ok || f.Param.Value == p.Name && f.Default.Value.Set()
		}
		for _, h := range b.File.Headers {
			ok = ok || p.In == "header" && strings.EqualFold(h.Key.Value, p.Name)
		}
		if ok {
			continue
		}
		hint := b.howToSet(p)
		if slices.ContainsFunc(set, func(s plan.Setting) bool { return s.Param == p && s.Kind == plan.SetSize }) {
			hint = "give it a default or a maximum in an overlay, which is then sent where a query does not say a page size"
		}
		b.Diags.ErrorHint(pos, "P203", hint, "operation %s needs %s parameter %q, and nothing sets it in every request", op.ID, p.In, p.Name)
	}
}

// setter names what a setting comes from.
func setter(s plan.Setting) string {
	switch s.Kind {
	case plan.SetScope:
		return "scope " + s.Value
	case plan.SetConstant:
		return "a constant"
	}
	return "pages"
}

// everyRequest reports whether a setting is part of every request.
func (b *Builder) everyRequest(s plan.Setting) bool {
	switch s.Kind {
	case plan.SetConstant, plan.SetPage, plan.SetOffset:
		return true
	case plan.SetSize:
		return s.Param.Schema.Default != nil || s.Param.Schema.Maximum != nil
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
		b.Diags.Errorf(k.Value.Pos, "P203", "parameter %q is of %s, and %q is not", p.Name, TypeName(p.Schema), text)
	}
	return err == nil
}

// SetOnce reports parameters of an operation that two things set.
func (b *Builder) SetOnce(p *fieldmap.Pagination, constants, scope []fieldmap.Pair, filters []*fieldmap.Filter) {
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
				uses = append(uses, use{"the page (" + param.by + ")", param.param.Name, nil})
			}
		}
	}
	for i, k := range constants {
		if i == 0 || k.With != nil || constants[i-1].Key != k.Key { // of a list once
			with := k.With
			if _, _, appends := plan.CutAppend(k.Key.Value); appends { // elements differ by this value too
				with = slices.Concat(with, []fieldmap.Pair{k})
			}
			uses = append(uses, use{"a constant", k.Key, with})
		}
	}
	for _, s := range scope {
		uses = append(uses, use{"scope " + s.Value.Value, s.Key, s.With})
	}
	for _, filter := range filters {
		uses = append(uses, use{"filter " + filter.Name.Value, filter.Param, filter.With})
	}
	first := map[string]string{}
	for _, u := range uses {
		key := asked(u.name.Value, u.with)
		if u.by == "a constant" && u.with != nil {
			key += " always" // an element of its own beside that of a filter
		}
		if by := first[key]; by != "" && u.name.Set() {
			b.Diags.ErrorHint(u.name.Pos, "P203", "keep one of the two", "parameter %q is set by %s, and by %s as well", u.name.Value, u.by, by)
			continue
		}
		for _, whole := range uses {
			if rest, below := strings.CutPrefix(u.name.Value, whole.name.Value); below && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "[]")) {
				b.Diags.ErrorHint(u.name.Pos, "P203", "keep one of the two", "parameter %q is set by %s, and is part of %q, which is set by %s as a whole", u.name.Value, u.by, whole.name.Value, whole.by)
			}
		}
		first[key] = u.by
	}
}
