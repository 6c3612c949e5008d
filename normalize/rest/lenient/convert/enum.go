package convert

import "github.com/parlancehq/parlance/normalize/rest/lenient"

// Enum turns text into a value of an enum. lookup gives the value that the text
// stands for, and whether the text is accounted for; text that is not is an
// issue, and its result is used all the same, so that it may be the enum's own
// word for "unknown". An empty result is missing, and so is empty text, which is
// not looked up.
func Enum[E ~string](in lenient.Opt[string], lookup func(text string) (E, bool), s lenient.Site) lenient.Opt[E] {
	if !in.OK || in.Value == "" {
		return lenient.Opt[E]{}
	}
	value, known := lookup(in.Value)
	if !known {
		s.Text(in.Value, "not a value that the field map knows")
	}
	return lenient.Opt[E]{Value: value, OK: value != ""}
}

// EnumText gives the text where lookup has a value for it: where [Enum] gives one.
func EnumText[E ~string](in lenient.Opt[string], lookup func(text string) (E, bool)) lenient.Opt[string] {
	if !in.OK || in.Value == "" {
		return lenient.Opt[string]{}
	}
	if value, _ := lookup(in.Value); value == "" {
		return lenient.Opt[string]{}
	}
	return in
}
