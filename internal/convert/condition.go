package convert

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

// Condition looks at one value of the record.
type Condition struct {
	On       Expr
	Texts    []string    // any of which the text must be
	Patterns []string    // or any of these regular expressions must match; with neither only presence counts
	Not      bool        // the value must be absent
	None     []Condition // instead of On: these must not all hold
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
		texts, patterns, ok := textsOf(c, entry.Value, !presence)
		if !ok {
			return nil
		}
		if !presence {
			on := condition(c, entry.Key.Pos, key, texts, patterns, entry.Value)
			if on == nil {
				return nil
			}
			out = append(out, Condition{On: on, Texts: texts, Patterns: patterns})
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

// condition resolves the path that is compared with texts and patterns.
func condition(c *Context, pos diag.Pos, path string, texts, patterns []string, at *fieldmap.Value) Expr {
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
	for _, pattern := range patterns {
		if closed && !slices.ContainsFunc(values, regexp.MustCompile(pattern).MatchString) {
			return c.errorf(at.Pos, "P103", mend, "%s has no value that %q matches", on.Describe(), pattern)
		}
	}
	return on
}

// textsOf reads one text or several, and where they may be, regular expressions.
func textsOf(c *Context, v *fieldmap.Value, regex bool) (texts, patterns []string, ok bool) {
	items := []*fieldmap.Value{v}
	if v.Kind == fieldmap.Sequence {
		items = v.Items
	}
	for _, item := range items {
		switch {
		case item.Kind == fieldmap.Scalar && !item.Null:
			texts = append(texts, item.Text)
		case item.Kind == fieldmap.Mapping && regex:
			o := fieldmap.Open(item, c.Field+": condition", c.Diags)
			text := o.Required("regex")
			o.Close()
			if !text.Set() || !validPattern(c, text.Pos, text.Value) {
				return nil, nil, false
			}
			patterns = append(patterns, text.Value)
		default:
			c.errorf(item.Pos, "P110", "", "a condition has text, or a list of texts, not %s", item.Describe())
			return nil, nil, false
		}
	}
	if len(items) == 0 {
		c.errorf(v.Pos, "P110", "", "the list of texts is empty")
	}
	return texts, patterns, len(items) > 0
}

// present says that the condition asks for nothing but presence, or absence.
func (k Condition) present() bool { return k.None == nil && len(k.Texts)+len(k.Patterns) == 0 }

// emit writes the condition; grouped puts alternatives in parentheses.
func (k Condition) emit(e *Emitter, grouped bool) *jen.Statement {
	if k.None != nil {
		return EmitNone(e, k.None)
	}
	if k.present() {
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
	var alternatives []*jen.Statement
	for _, text := range k.Texts {
		alternatives = append(alternatives, k.On.Emit(e).Dot("Value").Op("==").Lit(text))
	}
	for _, pattern := range k.Patterns {
		alternatives = append(alternatives, call("Matches", k.On.Emit(e), jen.Id(e.pattern(pattern))))
	}
	any := alternatives[0]
	for _, code := range alternatives[1:] {
		any = any.Op("||").Add(code)
	}
	if grouped && len(alternatives) > 1 {
		return jen.Parens(any)
	}
	return any
}

// EmitNone writes the opposite of [EmitAll].
func EmitNone(e *Emitter, all []Condition) *jen.Statement {
	if len(all) == 1 {
		switch k := all[0]; {
		case k.present():
			k.Not = !k.Not
			return k.emit(e, false)
		case k.None == nil && len(k.Texts) == 1 && len(k.Patterns) == 0:
			return k.On.Emit(e).Dot("Value").Op("!=").Lit(k.Texts[0])
		}
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
