package requests

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
)

// inBodyAt gives the schema of the value at a path of a body.
func inBodyAt(body *openapi.Schema, text string) (*openapi.Schema, *leaves.NotFound) {
	to, element, err := plan.BodyPath(text)
	if err != nil {
		return nil, &leaves.NotFound{Message: err.Error()}
	}
	if slices.ContainsFunc(slices.Concat(to, element), func(s leaves.Segment) bool { return s.Name == "" }) || len(to) == 0 {
		return nil, &leaves.NotFound{Message: "an index has no sense in what is sent", Hint: "write [] for an element that is appended"}
	}
	s, missing := leaves.Find(body, to)
	switch {
	case missing != nil:
		return nil, missing
	case element == nil:
		return s, nil
	case s.Type != openapi.Array || s.Items == nil:
		hint := "append to an array"
		if s.Type == openapi.Any {
			hint = "the document says that it may be one of several things: an overlay can say which of them is sent"
		}
		return nil, &leaves.NotFound{Message: to.Written() + " is of " + TypeName(s) + ", not an array", Hint: hint}
	}
	return leaves.Find(s.Items, element)
}

// Typed gives the parameter as one that takes a value of the type, where the
// document leaves open which of several a value of the body has.
func Typed(p *openapi.Parameter, t openapi.Type) *openapi.Parameter {
	if p == nil || p.In != plan.InBody || p.Schema.Type != openapi.Any || !allows(p.Schema, t, 0) {
		return p
	}
	out := *p
	out.Schema = &openapi.Schema{Type: t, Pos: p.Schema.Pos}
	return &out
}

// allows reports whether a schema of no certain type takes a value of the type.
func allows(s *openapi.Schema, t openapi.Type, depth int) bool {
	same := func(have openapi.Type) bool {
		return have == t || have == openapi.Number && t == openapi.Integer
	}
	switch {
	case s.Type != openapi.Any:
		return same(s.Type)
	case len(s.Types) > 0:
		return slices.ContainsFunc(s.Types, same)
	case len(s.Variants) > 0 && depth < 8:
		return slices.ContainsFunc(s.Variants, func(v *openapi.Schema) bool { return allows(v, t, depth+1) })
	}
	return len(s.Variants) == 0
}

// Default checks what a parameter is sent while a filter is not asked for.
func (b *Builder) Default(p *openapi.Parameter, k fieldmap.Pair) bool {
	if item := list(p); item != nil {
		p = item
	}
	return b.Constant(p, k)
}

// With resolves the other values of the element that a path appends.
func (b *Builder) With(op *openapi.Operation, param fieldmap.Text, pairs []fieldmap.Pair) []plan.Setting {
	if len(pairs) == 0 || !param.Set() {
		return nil
	}
	to, element, err := plan.BodyPath(param.Value)
	if err != nil || element == nil || len(element) == 0 || op.Body == nil {
		b.Diags.ErrorHint(pairs[0].Key.Pos, "P203", "name an array of objects", "%q does not append an element with several values", param.Value)
		return nil
	}
	array, missing := leaves.Find(op.Body.Schema, to)
	if missing != nil || array.Items == nil {
		return nil // reported of the path itself
	}
	var out []plan.Setting
	for _, k := range pairs {
		path, err := leaves.ParsePath(k.Key.Value)
		if err != nil {
			b.Diags.Errorf(k.Key.Pos, "P202", "%v", err)
			continue
		}
		s, missing := leaves.Find(array.Items, path)
		switch {
		case missing != nil:
			b.Diags.ErrorHint(k.Key.Pos, "P202", missing.Hint, "the elements of %s: %s", to.Written(), missing.Message)
			continue
		case path.Written() == element.Written():
			b.Diags.ErrorHint(k.Key.Pos, "P203", "keep one of the two", "%q of the element is what %q sets", k.Key.Value, param.Value)
			continue
		}
		p := Typed(&openapi.Parameter{Name: k.Key.Value, In: plan.InBody, Schema: s, Pos: op.Body.Pos}, openapi.Type(k.Type))
		if b.Constant(p, k) {
			out = append(out, plan.Setting{Param: p, Kind: plan.SetConstant, Value: k.Value.Value})
		}
	}
	return out
}

// asked names what a path sets, the other values of the element with it: two
// things may append to one array.
func asked(name string, with []fieldmap.Pair) string {
	if _, _, appends := plan.CutAppend(name); !appends {
		return name
	}
	var parts []string
	for _, k := range with {
		parts = append(parts, k.Key.Value+"="+k.Value.Value)
	}
	slices.Sort(parts)
	return name + " with " + strings.Join(parts, ", ")
}

// noBodyParam reports a path that the body does not have, if it begins like one.
func (b *Builder) noBodyParam(op *openapi.Operation, name fieldmap.Text) bool {
	if op.Body == nil || !strings.ContainsAny(name.Value, ".[") {
		return false
	}
	to, _, err := plan.BodyPath(name.Value)
	if err != nil || len(to) == 0 || op.Body.Schema.Property(to[0].Name) == nil {
		return false
	}
	_, missing := inBodyAt(op.Body.Schema, name.Value)
	if missing == nil {
		return false
	}
	b.Diags.ErrorHint(name.Pos, "P202", missing.Hint, "the body of %s: %s", op.ID, missing.Message)
	return true
}
