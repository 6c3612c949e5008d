package convert

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

func choose() Conversion {
	return Conversion{
		Keys:   []string{"case", "when", "else"},
		Source: true,
		Summary: "One of several values, by the text of another field. Where the document lists that field's values, `when` names all of them " +
			"or `else` says what the others give. A null gives nothing.",
		Example: "{case: direction, when: {in: caller.number, out: callee.number}}",
		Resolve: resolveCase,
	}
}

// Case picks a value by a text.
type Case struct {
	On    Expr
	Whens []When
	Else  Expr // nil: nothing
}

// When is the value for one text.
type When struct {
	Text  string
	Value Expr
}

func resolveCase(c *Context, v *fieldmap.Value, _ Expr) Expr {
	text, pos, ok := scalarAt(c, v, "case")
	if !ok {
		return nil
	}
	on := resolvePath(c, pos, text)
	if on == nil {
		return nil
	}
	x := Case{On: coerceText(on)}
	if x.On.Type().Kind != Text {
		return c.errorf(pos, "P102", "", "case looks at text, and %s is %s", on.Describe(), typeOf(on))
	}
	when := v.Get("when")
	if when == nil || when.Kind != fieldmap.Mapping || len(when.Entries) == 0 {
		return c.errorf(v.Pos, "P110", "add `when: {<text>: <value>}`", "case has no when")
	}
	if !x.resolveWhens(c, v, when) || !x.total(c, when) {
		return nil
	}
	return x
}

func (x *Case) resolveWhens(c *Context, v, when *fieldmap.Value) bool {
	var values []Expr
	for _, entry := range when.Entries {
		e := resolveOrNothing(c, entry.Value)
		if e == nil {
			return false
		}
		values = append(values, e)
	}
	if v.Get("else") != nil {
		e := resolveOrNothing(c, v.Get("else"))
		if e == nil {
			return false
		}
		values = append(values, e)
	}
	same, bad := alike(values)
	if bad != nil {
		c.errorf(when.Pos, "P102", mendUnlike(bad), "%s", unlike(values, bad))
		return false
	}
	for i, entry := range when.Entries {
		x.Whens = append(x.Whens, When{entry.Key.Value, same[i]})
	}
	if len(same) > len(when.Entries) {
		x.Else = same[len(same)-1]
	}
	return true
}

func (x *Case) total(c *Context, when *fieldmap.Value) bool {
	values, _ := listed(x.On)
	if len(values) == 0 {
		return true
	}
	ok := true
	var have []string
	for _, entry := range when.Entries {
		have = append(have, entry.Key.Value)
		if !slices.Contains(values, entry.Key.Value) {
			c.errorf(entry.Key.Pos, "P103", "remove it, or add it to the document", "%s has no value %q%s", x.On.Describe(), entry.Key.Value, diag.Suggest(entry.Key.Value, values))
			ok = false
		}
	}
	for _, value := range values {
		if x.Else == nil && !slices.Contains(have, value) {
			c.errorf(when.Pos, "P103", "add `"+value+": <value>`, or an else", "%s has value %q that when does not cover", x.On.Describe(), value)
			ok = false
		}
	}
	return ok
}

// Type is that of all values.
func (x Case) Type() Type { return x.Whens[0].Value.Type() }

// Reads are the text's and the values'.
func (x Case) Reads() []Path {
	return append(slices.Clone(x.On.Reads()), readsOf(x.values())...)
}

// Derived are the fields of the model that its values read.
func (x Case) Derived() []string { return derivedOf(x.values()) }

// values are what it can become.
func (x Case) values() []Expr {
	var out []Expr
	for _, w := range x.Whens {
		out = append(out, w.Value)
	}
	if x.Else != nil {
		out = append(out, x.Else)
	}
	return out
}

// Emit switches over the text before the expression.
func (x Case) Emit(e *Emitter) *jen.Statement {
	name := e.variable("chosen")
	before := e.Before()
	on := x.On.Emit(e)
	before = append(before, e.Before()...)
	var cases []jen.Code
	for _, w := range x.Whens {
		cases = append(cases, jen.Case(jen.Lit(w.Text)).Block(branch(e, name, w.Value)...))
	}
	if x.Else != nil {
		cases = append(cases, jen.Default().Block(branch(e, name, x.Else)...))
	}
	before = append(before,
		jen.Var().Id(name).Qual(Lenient, "Opt").Types(x.Type().Go()),
		jen.Switch(on.Dot("Value")).Block(cases...),
	)
	e.before = before
	return jen.Id(name)
}

func branch(e *Emitter, name string, value Expr) []jen.Code {
	if isNothing(value) {
		return nil
	}
	code := value.Emit(e)
	return append(e.Before(), jen.Id(name).Op("=").Add(code))
}

// Describe lists the values and what chooses.
func (x Case) Describe() string {
	return describeAll(x.values(), " or ") + " by " + x.On.Describe()
}
