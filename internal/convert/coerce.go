package convert

import (
	"github.com/dave/jennifer/jen"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// Coerced is a value turned into the type that is wanted, without loss and
// without a choice: what needs a choice is written in the field map.
type Coerced struct {
	In Expr
	To Type
	Fn string // a function that Func knows, from Opt to Opt
}

// Type is the wanted one.
func (x Coerced) Type() Type { return x.To }

// Reads are those of the value.
func (x Coerced) Reads() []Path { return x.In.Reads() }

// Emit converts.
func (x Coerced) Emit(e *Emitter) *jen.Statement { return call(x.Fn, x.In.Emit(e)) }

// Describe is the value's.
func (x Coerced) Describe() string { return x.In.Describe() }

// coerceText turns numbers and booleans into their text, and leaves the rest. A number
// that is read for its text keeps every digit.
func coerceText(e Expr) Expr {
	switch x := e.(type) {
	case Path:
		switch x.Leaf.Kind {
		case leaves.Object, leaves.Array:
			return e
		case leaves.Float:
			x.Leaf = x.Leaf.AsDigits()
			return x
		}
	case Hop:
		if x.Last {
			x.Inner = coerceText(x.Inner)
			return x
		}
	case Coalesce:
		if x.Type().Kind == Float {
			x.Values = texts(x.Values)
			return x
		}
	case Case:
		if x.Type().Kind == Float {
			for i, value := range texts(x.values()) {
				if i < len(x.Whens) {
					x.Whens[i].Value = value
				} else {
					x.Else = value
				}
			}
			return x
		}
	case Match:
		if x.Type().Kind == Float {
			for i, value := range texts(x.values()) {
				if i < len(x.Entries) {
					x.Entries[i].Then = value
				} else {
					x.Else = value
				}
			}
			return x
		}
	}
	if fn := map[Kind]string{Int: "IntText", Float: "FloatText", Bool: "BoolText", JSON: "ScalarText"}[e.Type().Kind]; fn != "" {
		return Coerced{e, Type{Kind: Text}, fn}
	}
	return e
}

// texts turns numbers, of which some may be nothing, into their text.
func texts(values []Expr) []Expr {
	var out []Expr
	for _, e := range values {
		if !isNothing(e) {
			e = coerceText(e)
		}
		out = append(out, e)
	}
	same, _ := alike(out)
	return same
}

// coerce turns e into what the target takes, or reports what must be said first.
func coerce(c *Context, pos diag.Pos, e Expr) Expr {
	have := e.Type().Kind
	want := c.want()
	switch want.Kind {
	case model.String:
		if e = coerceText(e); e.Type().Kind == Text {
			return e
		}
	case model.Bool:
		if have == Bool {
			return e
		}
	case model.Int:
		if have == Int && want.Named == "int64" {
			return e
		}
		if have == Int {
			return Coerced{e, Type{Kind: Int}, "AsInt"}
		}
	case model.Float:
		if have == Int {
			return Coerced{e, Type{Kind: Float}, "IntFloat"}
		}
		if have == Float {
			return e
		}
	case model.JSON:
		if p, ok := e.(Path); ok && p.Leaf.Kind == leaves.Float {
			p.Leaf = p.Leaf.AsDigits()
			return Coerced{p, Type{Kind: JSON}, "DigitsJSON"}
		}
		if fn := map[Kind]string{Text: "TextJSON", Int: "IntJSON", Float: "FloatJSON", Bool: "BoolJSON", Texts: "TextsJSON"}[have]; fn != "" {
			return Coerced{e, Type{Kind: JSON}, fn}
		}
		if have == JSON {
			return e
		}
	case model.Time:
		return coerceTime(c, pos, e)
	case model.Duration:
		if have == Duration {
			return e
		}
		return c.errorf(pos, "P104", "add `duration: s`, or the unit that the provider documents", "a length of time needs its unit")
	case model.EnumRef:
		if have == Enum {
			return e
		}
		return c.errorf(pos, "P104", "add `enum: {<text>: <"+want.Named+">}, unknown: keep`", "text becomes a %s only through an enum map", want.Named)
	case model.Map:
		if have == Labels && want.Elem.Kind == model.String {
			return e
		}
	case model.Slice:
		if have == Texts && want.Elem.Kind == model.String {
			return e
		}
	}
	return c.errorf(pos, "P102", mend(e, want), "%s is %s, and the field takes %s", e.Describe(), typeOf(e), wanted(want))
}

// typeOf names the type of e for a message, JSON more closely.
func typeOf(e Expr) string {
	if p, ok := e.(Path); ok {
		switch p.Leaf.Kind {
		case leaves.Object:
			return "an object"
		case leaves.Array:
			return "an array"
		}
	}
	return e.Type().String()
}

// wanted names what a field of the model takes.
func wanted(t model.Type) string {
	switch t.Kind {
	case model.String:
		return Type{Kind: Text}.String()
	case model.Bool:
		return Type{Kind: Bool}.String()
	case model.Int:
		return Type{Kind: Int}.String()
	case model.Float:
		return Type{Kind: Float}.String()
	case model.JSON:
		return Type{Kind: JSON}.String()
	case model.Slice:
		if t.Elem.Kind == model.String {
			return Type{Kind: Texts}.String()
		}
		return "a list of " + t.Elem.String()
	case model.Map:
		return "names with " + wanted(*t.Elem)
	}
	return "a " + t.String()
}

// mend says how e could become what is wanted; "" where it cannot.
func mend(e Expr, want model.Type) string {
	p, isPath := e.(Path)
	list := want.Kind == model.Slice && want.Elem.Kind == model.String
	switch {
	case list && e.Type().Kind == Text && isPath:
		return "write it as a list, [" + p.Leaf.Path.Written() + "], or cut it with split"
	case isPath && p.Leaf.Kind == leaves.Object:
		return "name a property of it"
	case isPath && p.Leaf.Kind == leaves.Array && !list:
		if list := leaves.As(p.Leaf.Schema, openapi.Array); want.Kind == model.Map && (list == nil || list.Items.Type != openapi.Object) {
			return "read it as a list of text, such as Tags, or carry it under attributes"
		}
		if want.Kind == model.Map {
			return "of an array of names and values write {pairs: " + p.Leaf.Path.Written() + ", name: <path>, value: <path>}"
		}
		return "name an element of it: " + p.Leaf.Path.Written() + "[0]"
	}
	if want.Kind == model.Int && e.Type().Kind == Float {
		return "say in an overlay that it is an integer, where it always is one; else read another property"
	}
	return ""
}

func coerceTime(c *Context, pos diag.Pos, e Expr) Expr {
	switch s := schemaOf(e); {
	case e.Type().Kind == Time:
		return e
	case e.Type().Kind == Text && s != nil && s.Format == "date-time":
		return Instant{In: e, Form: "rfc3339"}
	case e.Type().Kind == Text && s != nil && !MayBeTime(s.Format):
		return c.errorf(pos, "P102", "read another property", "the document says that %s has the format %s, which is not a time", e.Describe(), s.Format)
	case e.Type().Kind == Text:
		return c.errorf(pos, "P104", "if it is a time, add `time: rfc3339`, or `time: naive, zone: UTC` where it has no zone", "the document does not say that %s is a time, or how it is written", e.Describe())
	case e.Type().Kind == Int || e.Type().Kind == Float:
		return c.errorf(pos, "P104", "add `time: unix_s`, or unix_ms or unix_us", "a time as a number needs its unit")
	}
	return c.errorf(pos, "P102", mend(e, c.want()), "%s is %s, and no time", e.Describe(), typeOf(e))
}
