package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

func enum() Conversion {
	return Conversion{
		Keys: []string{"enum", "unknown", "rest"},
		Summary: "Text becomes a value of the model's enum, or nothing where that is `absent`. Every value of the document must be named, or covered by `rest`: a value of the model, or `absent`. `unknown` says what any other " +
			"text becomes: `keep` (the model's unknown value, the text beside it, and an issue), `absent` (nothing, and an issue), or a value of the model.",
		Example: "{from: status, enum: {open: in_progress, done: completed}, unknown: keep}",
		Resolve: resolveEnum,
	}
}

// EnumMap turns text into a value of a model enum.
type EnumMap struct {
	In      Expr
	Enum    string
	Cases   []EnumCase // in the field map's order
	Unknown string     // Go constant for other text; "" is the zero value
	Report  bool       // other text is an issue
}

// EnumCase is one value of the provider.
type EnumCase struct{ Text, Const, Model string }

func resolveEnum(c *Context, v *fieldmap.Value, in Expr) Expr {
	if in.Type().Kind == Bool || in.Type().Kind == Int {
		in = coerceText(in)
	}
	if in.Type().Kind != Text {
		return c.errorf(v.Pos, "P102", "", "enum works on text, and %s is %s", in.Describe(), typeOf(in))
	}
	want := c.want()
	if want.Kind != model.EnumRef {
		return c.errorf(v.Get("enum").Pos, "P102", "remove enum", "the model's field is not an enum")
	}
	e := EnumMap{In: in, Enum: want.Named}
	if !e.cases(c, v.Get("enum")) {
		return nil
	}
	if !e.unknown(c, v) || !e.rest(c, v) || !e.total(c, v) {
		return nil
	}
	return e
}

// rest gives the document's values that the cases do not name the value that
// the field map has for them all.
func (e *EnumMap) rest(c *Context, v *fieldmap.Value) bool {
	if v.Get("rest") == nil {
		return true
	}
	text, pos, ok := scalarAt(c, v, "rest")
	if !ok {
		return false
	}
	k := EnumCase{Model: text}
	if text == "absent" {
		k.Model = ""
	} else if k.Const = enumConst(c, pos, e.Enum, text); k.Const == "" {
		return false
	}
	values, _ := listed(e.In)
	found := false
	for _, value := range values {
		if !slices.ContainsFunc(e.Cases, func(have EnumCase) bool { return have.Text == value }) {
			k.Text, found = value, true
			e.Cases = append(e.Cases, k)
		}
	}
	if !found {
		c.errorf(pos, "P103", "remove rest; what is not documented is unknown's", "the document lists no value of %s that rest would be for", e.In.Describe())
	}
	return found
}

func (e *EnumMap) cases(c *Context, v *fieldmap.Value) bool {
	ok := true
	for _, p := range fieldmap.PairsOf(v, c.Field+": enum", c.Diags) {
		if p.Value.Value == "absent" {
			e.Cases = append(e.Cases, EnumCase{Text: p.Key.Value})
			continue
		}
		name := enumConst(c, p.Value.Pos, e.Enum, p.Value.Value, "absent")
		ok = ok && name != ""
		e.Cases = append(e.Cases, EnumCase{Text: p.Key.Value, Const: name, Model: p.Value.Value})
	}
	return ok && v.Kind == fieldmap.Mapping
}

func (e *EnumMap) unknown(c *Context, v *fieldmap.Value) bool {
	text, pos, ok := scalarAt(c, v, "unknown")
	switch {
	case !ok:
		c.errorf(v.Pos, "P104", "add `unknown: keep`", "the enum does not say what an undocumented value becomes")
		return false
	case text == "absent":
		e.Report = true
	case text == "keep":
		e.Report = true
		e.Unknown = c.Model.Enums[e.Enum].Unknown()
	default:
		e.Unknown = enumConst(c, pos, e.Enum, text, "keep", "absent")
		return e.Unknown != ""
	}
	return true
}

// total checks the cases against the values that the document lists.
func (e *EnumMap) total(c *Context, v *fieldmap.Value) bool {
	values, closed := listed(e.In)
	ok := true
	name := e.In.Describe()
	if s := schemaOf(e.In); s != nil && s.Ref != "" {
		name = "schema " + s.Ref
	}
	for _, value := range values {
		if !slices.ContainsFunc(e.Cases, func(k EnumCase) bool { return k.Text == value }) {
			c.errorf(v.Get("enum").Pos, "P103", fmt.Sprintf("add `%s: <%s>` (one of %s)", value, strings.ToLower(e.Enum), modelValues(c, e.Enum)),
				"%s has value %q that the enum map does not cover", name, value)
			ok = false
		}
	}
	for _, entry := range v.Get("enum").Entries {
		if closed && !slices.Contains(values, entry.Key.Value) {
			c.errorf(entry.Key.Pos, "P103", "remove it, or add it to the document", "%s has no value %q%s", name, entry.Key.Value, diag.Suggest(entry.Key.Value, values))
			ok = false
		}
	}
	return ok
}

// listed gives the texts that e is known to become: those that the document
// lists for what it reads, and those that the field map gives itself. closed
// tells that it can have no other.
func listed(e Expr) (values []string, closed bool) {
	var parts []Expr
	switch e := e.(type) {
	case Path:
		if e.Type().Kind == Bool {
			return []string{"true", "false"}, true
		}
		return declared(e.Leaf.Schema)
	case Hop:
		if e.Last {
			return listed(e.Inner)
		}
	case Coerced:
		if p, ok := e.In.(Path); ok && (p.Leaf.Kind == leaves.Int || p.Leaf.Kind == leaves.Bool) {
			return listed(p)
		}
	case Constant:
		return []string{e.Text}, true
	case Default:
		values, closed = listed(e.In)
		return append(slices.Clone(values), e.Text), closed
	case Coalesce:
		parts = e.Values
	case Case:
		parts = e.values()
	case Match:
		parts = e.values()
	case Nothing:
		return nil, true
	}
	closed = len(parts) > 0
	for _, part := range parts {
		more, all := listed(part)
		values = append(values, more...)
		closed = closed && all
	}
	return values, closed
}

// declared gives the values that the document lists for a text: those of its enum,
// or those that a discriminator maps, beside which there may be others.
func declared(s *openapi.Schema) (values []string, closed bool) {
	if len(s.Enum) > 0 {
		return s.Enum, true
	}
	return s.Tags, false
}

func modelValues(c *Context, enum string) string {
	var out []string
	for _, v := range c.Model.Enums[enum].Values {
		out = append(out, v.Text)
	}
	return strings.Join(out, ", ")
}

// Type is the model's enum.
func (e EnumMap) Type() Type { return Type{Kind: Enum, Name: e.Enum} }

// Reads are those of the text.
func (e EnumMap) Reads() []Path { return e.In.Reads() }

// Emit looks the text up in a function of its own.
func (e EnumMap) Emit(em *Emitter) *jen.Statement {
	return call("Enum", e.In.Emit(em), jen.Id(e.lookup(em)), em.site(sitePath(e.In)))
}

// lookup is the name of the function that knows what a text stands for.
func (e EnumMap) lookup(em *Emitter) string {
	return em.Decls.fn(fmt.Sprintf("enum %s %q %s %t", e.Enum, e.Cases, e.Unknown, e.Report), em.Map+strings.ReplaceAll(lastName(em.Field), "[]", ""), e.table)
}

// lastName is the name of a target without what it is inside of.
func lastName(field string) string {
	return field[strings.LastIndex(field, ".")+1:]
}

func (e EnumMap) table(name string) jen.Code {
	otherwise := jen.Lit("")
	if e.Unknown != "" {
		otherwise = jen.Qual(Normalize, e.Unknown)
	}
	var cases []jen.Code
	for i := 0; i < len(e.Cases); i++ {
		texts := []jen.Code{jen.Lit(e.Cases[i].Text)}
		if slices.ContainsFunc(e.Cases[:i], func(k EnumCase) bool { return k.Const == e.Cases[i].Const }) {
			continue
		}
		for _, k := range e.Cases[i+1:] {
			if k.Const == e.Cases[i].Const {
				texts = append(texts, jen.Lit(k.Text))
			}
		}
		value := jen.Lit("")
		if e.Cases[i].Const != "" {
			value = jen.Qual(Normalize, e.Cases[i].Const)
		}
		cases = append(cases, jen.Case(texts...).Block(jen.Return(value, jen.True())))
	}
	body := []jen.Code{jen.Return(otherwise, jen.Lit(!e.Report))}
	if len(cases) > 0 {
		body = append([]jen.Code{jen.Switch(jen.Id("text")).Block(cases...)}, body...)
	}
	return jen.Comment(fmt.Sprintf("%s gives the %s that the provider's text stands for,", name, e.Enum)).Line().
		Comment("and whether the text is accounted for.").Line().
		Func().Id(name).Params(jen.Id("text").String()).Params(jen.Qual(Normalize, e.Enum), jen.Bool()).Block(body...)
}

// Describe names the text's source.
func (e EnumMap) Describe() string { return e.In.Describe() }
