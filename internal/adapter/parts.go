package adapter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/plan"
)

// fields fills fields of the struct that is called owner, which lies skip steps
// into their paths.
func (e *emitter) fields(em *convert.Emitter, s *within, owner string, skip int, fields []*plan.Field) []jen.Code {
	var out []jen.Code
	done := map[string]bool{}
	for _, f := range fields {
		part := partOf(f, skip)
		switch key := fmt.Sprint(part); {
		case part == nil:
			out = append(out, e.assign(em, s, owner, skip, f)...)
		case !done[key]:
			done[key] = true
			out = append(out, e.part(em, s, owner, skip, part, fields)...)
		}
	}
	return out
}

// partOf gives the steps, from skip on, to the first struct that has to be made
// for the field: a list's element that the field map names by its index, or what
// a pointer points to. It is nil where there is none.
func partOf(f *plan.Field, skip int) []model.Step {
	for i, step := range f.Target.Steps[skip:] {
		if step.Made != "" {
			return f.Target.Steps[skip : skip+i+1]
		}
	}
	return nil
}

// part fills a struct that has to be made. It is left out where nothing but
// constants would be in it, unless constants are all that the field map has.
func (e *emitter) part(em *convert.Emitter, s *within, owner string, skip int, steps []model.Step, fields []*plan.Field) []jen.Code {
	last, name, inner := steps[len(steps)-1], partName(owner, steps), skip+len(steps)
	var fill, constants []*plan.Field
	for _, f := range fields {
		switch {
		case !slices.Equal(partOf(f, skip), steps):
		case fixed(f, inner, fields):
			constants = append(constants, f)
		default:
			fill = append(fill, f)
		}
	}
	value, target := jen.Id(name), func() *jen.Statement { return place(owner, steps) }
	if last.Pointer {
		value = jen.New(value) // of a copy: the variable stays off the heap
	}
	if last.Index >= 0 {
		value = jen.Append(target(), value)
	}
	out := append([]jen.Code{jen.Var().Id(name).Qual(normalizePkg, last.Made)}, e.fields(em, s, name, inner, fill)...)
	add := append(e.fields(em, s, name, inner, constants), target().Op("=").Add(value))
	if len(fill) == 0 {
		return append(out, add...)
	}
	return append(out, jen.If(said(name, inner, fill)).Block(add...))
}

// partName names the variable in which a part is filled.
func partName(owner string, steps []model.Step) string {
	var b strings.Builder
	if owner != "c" {
		b.WriteString(owner)
	}
	for _, step := range steps {
		b.WriteString(step.Name)
	}
	name := b.String()
	name = strings.ToLower(name[:1]) + name[1:]
	if last := steps[len(steps)-1]; last.Index >= 0 {
		return fmt.Sprintf("%s%d", name, last.Index)
	}
	return name + "Part"
}

// fixed reports whether a field is a constant and, where it lies in a part of
// its own, all of that is.
func fixed(f *plan.Field, skip int, fields []*plan.Field) bool {
	part := partOf(f, skip)
	for _, other := range fields {
		if _, ok := other.Expr.(convert.Constant); !ok && (other == f || part != nil && under(other, f, skip+len(part))) {
			return false
		}
	}
	return true
}

// under reports whether the first n steps of two fields are the same.
func under(a, b *plan.Field, n int) bool {
	return len(a.Target.Steps) >= n && slices.Equal(a.Target.Steps[:n], b.Target.Steps[:n])
}

// said tests whether any of the fields has been filled.
func said(owner string, skip int, fields []*plan.Field) *jen.Statement {
	var out *jen.Statement
	done := map[string]bool{}
	for _, f := range fields {
		test, key := present(place(owner, f.Target.Steps[skip:]), f.Target.Type), f.Name
		if part := partOf(f, skip); part != nil {
			test, key = place(owner, part).Op("!=").Nil(), fmt.Sprint(part)
		}
		switch {
		case done[key]:
		case out == nil:
			out = test
		default:
			out = out.Op("||").Add(test)
		}
		done[key] = true
	}
	return out
}

// present tests whether a field has been filled.
func present(v *jen.Statement, t model.Type) *jen.Statement {
	switch t.Kind {
	case model.Time:
		return jen.Op("!").Add(v).Dot("IsZero").Call()
	case model.Bool:
		return v
	case model.Int, model.Float, model.Duration:
		return v.Op("!=").Lit(0)
	case model.Pointer, model.JSON, model.Slice, model.Map:
		return v.Op("!=").Nil()
	}
	return v.Op("!=").Lit("")
}
