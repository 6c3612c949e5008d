package convert

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

func match() Conversion {
	return Conversion{
		Keys:   []string{"match"},
		Source: true,
		Summary: "The value of the first entry whose conditions all hold. A condition is a path with the text, or one of several texts, that it must have, " +
			"`exists` or `absent` with a path or several (null and empty text count as absent), or `not` with conditions that must not all hold. The last entry may be an `else`. A `then` or `else` of null gives nothing.",
		Example: "{match: [{if: {exists: ended_at}, then: {const: completed}}, {if: {state: [live, held]}, then: {const: in_progress}}, {else: {const: pending}}]}",
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

// Condition looks at one value of the record.
type Condition struct {
	On    Expr
	Texts []string    // any of which the text must be; nil: only presence counts
	Not   bool        // the value must be absent
	None  []Condition // instead of On: these must not all hold
}

// reads is what the condition looks at.
func (k Condition) reads() []Path {
	if k.None == nil {
		return k.On.Reads()
	}
	var out []Path
	for _, inner := range k.None {
		out = append(out, inner.reads()...)
	}
	return out
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

// resolveConditions reads what stands behind if; nil after it reported what is
// wrong.
func resolveConditions(c *Context, v *fieldmap.Value) []Condition {
	if v.Kind != fieldmap.Mapping || len(v.Entries) == 0 {
		c.errorf(v.Pos, "P110", "write `if: {<path>: <text>}`, or `if: {exists: <path>}`", "if has no conditions")
		return nil
	}
	var out []Condition
	for _, entry := range v.Entries {
		key := entry.Key.Value
		if key == "not" {
			none := resolveConditions(c, entry.Value)
			if none == nil {
				return nil
			}
			out = append(out, Condition{None: none})
			continue
		}
		presence := key == "exists" || key == "absent"
		texts, ok := textsOf(c, entry.Value)
		if !ok {
			return nil
		}
		if !presence {
			on := condition(c, entry.Key.Pos, key, texts, entry.Value)
			if on == nil {
				return nil
			}
			out = append(out, Condition{On: on, Texts: texts})
			continue
		}
		for _, path := range texts {
			on := touch(c, entry.Value.Pos, path)
			if on == nil {
				return nil
			}
			out = append(out, Condition{On: on, Not: key == "absent"})
		}
	}
	return out
}

// condition resolves the path that is compared with texts.
func condition(c *Context, pos diag.Pos, path string, texts []string, at *fieldmap.Value) Expr {
	on := resolvePath(c, pos, path)
	if on == nil {
		return nil
	}
	values, closed := listed(on)
	kind, mend := on.Type().Kind, "remove it, or add it to the document"
	if kind == Bool {
		mend = "write true or false"
	}
	if on = coerceText(on); on.Type().Kind != Text {
		return c.errorf(pos, "P102", "look at a property of it, or at its presence with exists", "a condition compares text, and %s is %s", on.Describe(), typeOf(on))
	}
	for _, text := range texts {
		if _, err := strconv.ParseFloat(text, 64); err != nil && (kind == Int || kind == Float) {
			return c.errorf(at.Pos, "P103", "write the number that it must be; nothing else can be compared", "%s is a number, which %q is not", on.Describe(), text)
		}
		if closed && !slices.Contains(values, text) {
			return c.errorf(at.Pos, "P103", mend, "%s has no value %q%s", on.Describe(), text, diag.Suggest(text, values))
		}
	}
	return on
}

// textsOf reads one text or several.
func textsOf(c *Context, v *fieldmap.Value) ([]string, bool) {
	items := []*fieldmap.Value{v}
	if v.Kind == fieldmap.Sequence {
		items = v.Items
	}
	var out []string
	for _, item := range items {
		if item.Kind != fieldmap.Scalar || item.Null {
			c.errorf(item.Pos, "P110", "", "a condition has text, or a list of texts, not %s", item.Describe())
			return nil, false
		}
		out = append(out, item.Text)
	}
	if len(out) == 0 {
		c.errorf(v.Pos, "P110", "", "the list of texts is empty")
	}
	return out, len(out) > 0
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

// emit writes the condition; grouped puts alternatives in parentheses.
func (k Condition) emit(e *Emitter, grouped bool) *jen.Statement {
	if k.None != nil {
		return EmitNone(e, k.None)
	}
	if k.Texts == nil {
		said := k.On.Emit(e).Dot("OK")
		if k.On.Type().Kind == Text {
			said = k.On.Emit(e).Dot("Value").Op("!=").Lit("")
			if k.Not {
				return k.On.Emit(e).Dot("Value").Op("==").Lit("")
			}
		} else if k.Not {
			return jen.Op("!").Add(said)
		}
		return said
	}
	var any *jen.Statement
	for _, text := range k.Texts {
		code := k.On.Emit(e).Dot("Value").Op("==").Lit(text)
		if any == nil {
			any = code
		} else {
			any = any.Op("||").Add(code)
		}
	}
	if grouped && len(k.Texts) > 1 {
		return jen.Parens(any)
	}
	return any
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

// EmitNone writes the opposite of [EmitAll].
func EmitNone(e *Emitter, all []Condition) *jen.Statement {
	if k := all[0]; len(all) == 1 && k.None == nil && (k.Texts == nil || len(k.Texts) == 1) {
		if k.Texts == nil {
			k.Not = !k.Not
			return k.emit(e, false)
		}
		return k.On.Emit(e).Dot("Value").Op("!=").Lit(k.Texts[0])
	}
	return jen.Op("!").Parens(EmitAll(e, all))
}

// EmitAll writes conditions that must all hold.
func EmitAll(e *Emitter, all []Condition) *jen.Statement {
	var out *jen.Statement
	for _, k := range all {
		code := k.emit(e, len(all) > 1)
		if out == nil {
			out = code
		} else {
			out = out.Op("&&").Add(code)
		}
	}
	return out
}
