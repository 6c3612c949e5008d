package convert

import "reflect"

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
			return rawOf(e)
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
// none.
func rawOf(e Expr) Expr {
	switch x := e.(type) {
	case EnumMap:
		return x.In
	case Coalesce:
		var out Coalesce
		for _, v := range x.Values {
			out.Values = append(out.Values, rawOf(v))
		}
		return out
	case Match:
		var out Match
		for _, entry := range x.Entries {
			out.Entries = append(out.Entries, MatchEntry{If: entry.If, Then: rawOf(entry.Then)})
		}
		if x.Else != nil {
			out.Else = rawOf(x.Else)
		}
		return out
	case Case:
		out := Case{On: x.On}
		for _, w := range x.Whens {
			out.Whens = append(out.Whens, When{w.Text, rawOf(w.Value)})
		}
		if x.Else != nil {
			out.Else = rawOf(x.Else)
		}
		return out
	}
	return Nothing{Of: Type{Kind: Text}}
}
