package convert

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

func match() Conversion {
	return Conversion{
		Keys:   []string{"match"},
		Source: true,
		Summary: "The value of the first entry whose conditions all hold. A condition is a path with the text, or one of several texts, that it must have or that a regular expression must match, " +
			"`exists` or `absent` with a path or several (null and empty text count as absent), or `not` with conditions that must not all hold. The last entry may be an `else`. A `then` or `else` of null gives nothing.",
		Example: "{match: [{if: {exists: ended_at}, then: {const: completed}}, {if: {state: [live, held]}, then: {const: in_progress}}, {if: {reason: {regex: \"-error$\"}}, then: {const: failed}}, {else: {const: pending}}]}",
		Resolve: resolveMatch,
	}
}

// Match picks a value by conditions.
type Match struct {
	Entries []MatchEntry
	Else    Expr // nil: nothing
}

// MatchEntry is a value and the conditions that must all hold for it.
type MatchEntry struct {
	If   []Condition
	Then Expr
}

func resolveMatch(c *Context, v *fieldmap.Value, _ Expr) Expr {
	list := v.Get("match")
	if list.Kind != fieldmap.Sequence || len(list.Items) == 0 {
		return c.errorf(list.Pos, "P110", "write `match: [{if: {<path>: <text>}, then: <value>}, {else: <value>}]`", "match takes a list of entries")
	}
	var x Match
	var values []Expr
	ok, hasElse := true, false
	for i, item := range list.Items {
		o := fieldmap.Open(item, c.Field+": match", c.Diags)
		condition, then, otherwise := o.Take("if"), o.Take("then"), o.Take("else")
		o.Close()
		switch {
		case otherwise != nil && (condition != nil || then != nil || i < len(list.Items)-1):
			c.errorf(item.Pos, "P110", "write `{else: <value>}` as the last entry", "else stands alone, at the end")
			return nil
		case otherwise != nil:
			hasElse = true
			then = otherwise
		case condition == nil || then == nil:
			c.errorf(item.Pos, "P110", "write `{if: {<path>: <text>}, then: <value>}`", "an entry has if and then, or else")
			return nil
		default:
			conditions := resolveConditions(c, condition)
			ok = ok && conditions != nil
			x.Entries = append(x.Entries, MatchEntry{If: conditions})
		}
		value := resolveOrNothing(c, then)
		ok = ok && value != nil
		values = append(values, value)
	}
	if !ok {
		return nil
	}
	same, bad := alike(values)
	if bad != nil {
		return c.errorf(list.Pos, "P102", mendUnlike(bad), "%s", unlike(values, bad))
	}
	for i := range x.Entries {
		x.Entries[i].Then = same[i]
	}
	if hasElse {
		x.Else = same[len(same)-1]
	}
	if len(x.Entries) == 0 {
		return c.errorf(list.Pos, "P110", "write the value itself", "match has nothing but an else")
	}
	return x
}

// Type is that of all values.
func (x Match) Type() Type { return x.Entries[0].Then.Type() }

// Reads are the conditions' and the values'.
func (x Match) Reads() []Path {
	var out []Path
	for _, entry := range x.Entries {
		for _, condition := range entry.If {
			out = append(out, condition.reads()...)
		}
	}
	return append(out, readsOf(x.values())...)
}

// Derived are the fields of the model that its values read.
func (x Match) Derived() []string { return derivedOf(x.values()) }

// values are what it can become.
func (x Match) values() []Expr {
	var out []Expr
	for _, entry := range x.Entries {
		out = append(out, entry.Then)
	}
	if x.Else != nil {
		out = append(out, x.Else)
	}
	return out
}

// Emit tries the conditions before the expression.
func (x Match) Emit(e *Emitter) *jen.Statement {
	name := e.variable("matched")
	before := e.Before()
	var cases []jen.Code
	for _, entry := range x.Entries {
		var all *jen.Statement
		for _, condition := range entry.If {
			code := condition.emit(e, len(entry.If) > 1)
			before = append(before, e.Before()...)
			if all == nil {
				all = code
			} else {
				all = all.Op("&&").Add(code)
			}
		}
		cases = append(cases, jen.Case(all).Block(branch(e, name, entry.Then)...))
	}
	if x.Else != nil {
		cases = append(cases, jen.Default().Block(branch(e, name, x.Else)...))
	}
	e.before = append(before,
		jen.Var().Id(name).Qual(Lenient, "Opt").Types(x.Type().Go()),
		jen.Switch().Block(cases...),
	)
	return jen.Id(name)
}

// Describe lists the values and what decides.
func (x Match) Describe() string {
	var on []string
	for _, entry := range x.Entries {
		for _, condition := range entry.If {
			for _, p := range condition.reads() {
				if d := p.Describe(); !slices.Contains(on, d) {
					on = append(on, d)
				}
			}
		}
	}
	return describeAll(x.values(), " or ") + " by " + strings.Join(on, ", ")
}
