package convert

import (
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

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
