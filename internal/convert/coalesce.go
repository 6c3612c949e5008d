package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func coalesce() Conversion {
	return Conversion{
		Keys:    []string{"coalesce"},
		Source:  true,
		Summary: "The first of several values that is there; empty text is not.",
		Example: "{coalesce: [display_name, name]}",
		Resolve: resolveCoalesce,
	}
}

// Coalesce is the first of its values that is there.
type Coalesce struct{ Values []Expr }

func resolveCoalesce(c *Context, v *fieldmap.Value, _ Expr) Expr {
	list := v.Get("coalesce")
	if list.Kind != fieldmap.Sequence || len(list.Items) < 2 {
		return c.errorf(list.Pos, "P110", "write `coalesce: [first, second]`", "coalesce takes a list of two values or more")
	}
	if !onceEach(c, list) {
		return nil
	}
	var out Coalesce
	for _, item := range list.Items {
		e := resolve(c, item)
		if e == nil {
			return nil
		}
		out.Values = append(out.Values, e)
	}
	values, bad := alike(out.Values)
	if bad != nil {
		return c.errorf(list.Pos, "P102", mendUnlike(bad), "%s", unlike(out.Values, bad))
	}
	return Coalesce{values}
}

// derivedOf are the fields of the model that values read.
func derivedOf(values []Expr) []string {
	var out []string
	for _, e := range values {
		if d, ok := e.(interface{ Derived() []string }); ok {
			out = append(out, d.Derived()...)
		}
	}
	return out
}

// alike gives values of one type, turning all to text where one of them is;
// else it gives the first that differs.
func alike(values []Expr) ([]Expr, Expr) {
	text := false
	for _, e := range values {
		text = text || !isNothing(e) && e.Type().Kind == Text
	}
	out := slices.Clone(values)
	var first Expr
	for i, e := range values {
		if isNothing(e) {
			continue
		}
		if text {
			e = coerceText(e)
		}
		if first == nil {
			first = e
		}
		if out[i] = e; e.Type() != first.Type() {
			return nil, e
		}
	}
	if first == nil {
		return nil, values[0]
	}
	for i, e := range out {
		if isNothing(e) {
			out[i] = Nothing{Of: first.Type()}
		}
	}
	return out, nil
}

func isNothing(e Expr) bool {
	_, ok := e.(Nothing)
	return ok
}

// mendUnlike says how values of several types, of which bad is one, can be
// mended.
func mendUnlike(bad Expr) string {
	if isNothing(bad) {
		return "give one of them a value, or list the field under absent"
	}
	return "convert them to the same type"
}

// unlike says that bad has another type than the other values.
func unlike(values []Expr, bad Expr) string {
	for _, e := range values {
		if !isNothing(e) {
			return fmt.Sprintf("%s is %s, and %s is %s", e.Describe(), typeOf(e), bad.Describe(), typeOf(bad))
		}
	}
	return "every value is null"
}

// Type is that of all its values.
func (x Coalesce) Type() Type { return x.Values[0].Type() }

// Reads are those of all values.
func (x Coalesce) Reads() []Path { return readsOf(x.Values) }

// Derived are the fields of the model that its values read.
func (x Coalesce) Derived() []string { return derivedOf(x.Values) }

// Emit tries the values in order.
func (x Coalesce) Emit(e *Emitter) *jen.Statement {
	var args []jen.Code
	for _, v := range x.Values {
		args = append(args, v.Emit(e))
	}
	if x.Type().Kind == Text {
		return call("FirstText", args...)
	}
	return call("First", args...)
}

// Describe joins the values.
func (x Coalesce) Describe() string { return describeAll(x.Values, " or ") }

func readsOf(values []Expr) []Path {
	var out []Path
	for _, v := range values {
		out = append(out, v.Reads()...)
	}
	return out
}

func describeAll(values []Expr, sep string) string {
	var out []string
	for _, v := range values {
		out = append(out, v.Describe())
	}
	return strings.Join(out, sep)
}
