package convert

import (
	"reflect"
	"slices"

	"github.com/dave/jennifer/jen"
)

// RawText is the provider's own text of which the value of an enum is made,
// also where that is chosen among several: of a choice the text is chosen in the
// same way. It is nil where nothing that e can become is made of text.
func RawText(e Expr) Expr {
	texts := enumTexts(e)
	if len(texts) == 0 {
		return nil
	}
	for _, other := range texts[1:] {
		if !reflect.DeepEqual(texts[0], other) {
			return rawOf(e, false)
		}
	}
	return texts[0] // of whatever is chosen, it is what the provider says
}

// enumTexts are the texts of all enums among the values that e chooses from.
func enumTexts(e Expr) []Expr {
	var values []Expr
	switch x := e.(type) {
	case EnumMap:
		return []Expr{x.In}
	case Coalesce:
		values = x.Values
	case Match:
		values = x.values()
	case Case:
		values = x.values()
	}
	var out []Expr
	for _, v := range values {
		out = append(out, enumTexts(v)...)
	}
	return out
}

// rawOf is e with the texts in place of the values, and nothing where there is
// none: with sure also in place of a text that stands for no value, so that
// another is chosen there as well.
func rawOf(e Expr, sure bool) Expr {
	switch x := e.(type) {
	case EnumMap:
		if sure && x.partial() {
			return enumText{x}
		}
		return x.In
	case Coalesce:
		var out Coalesce
		for _, v := range x.Values {
			out.Values = append(out.Values, rawOf(v, true))
		}
		return out
	case Match:
		var out Match
		for _, entry := range x.Entries {
			out.Entries = append(out.Entries, MatchEntry{If: entry.If, Then: rawOf(entry.Then, sure)})
		}
		if x.Else != nil {
			out.Else = rawOf(x.Else, sure)
		}
		return out
	case Case:
		out := Case{On: x.On}
		for _, w := range x.Whens {
			out.Whens = append(out.Whens, When{w.Text, rawOf(w.Value, sure)})
		}
		if x.Else != nil {
			out.Else = rawOf(x.Else, sure)
		}
		return out
	}
	return Nothing{Of: Type{Kind: Text}}
}

// partial reports whether some text stands for no value.
func (e EnumMap) partial() bool {
	return e.Unknown == "" || slices.ContainsFunc(e.Cases, func(k EnumCase) bool { return k.Const == "" })
}

// enumText is the text of an enum where it stands for a value.
type enumText struct{ Of EnumMap }

// Type is text.
func (x enumText) Type() Type { return Type{Kind: Text} }

// Reads are those of the text.
func (x enumText) Reads() []Path { return x.Of.Reads() }

// Emit looks the text up as the enum does.
func (x enumText) Emit(e *Emitter) *jen.Statement {
	return call("EnumText", x.Of.In.Emit(e), jen.Id(x.Of.lookup(e)))
}

// Describe names the text's source.
func (x enumText) Describe() string { return x.Of.Describe() }
