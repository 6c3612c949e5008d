package convert

import "github.com/parlancehq/parlance/normalize/rest/lenient"

// Each makes a list of a text of every element; those that are missing or empty
// are left out. It is missing where none is left.
func Each[E any](list lenient.Opt[[]E], text func(*E) lenient.Opt[string]) lenient.Opt[[]string] {
	var out []string
	for i := range list.Value {
		if v := text(&list.Value[i]); v.OK && v.Value != "" {
			out = append(out, v.Value)
		}
	}
	return lenient.Opt[[]string]{Value: out, OK: out != nil}
}

// EachOf is [Each] for several texts of every element.
func EachOf[E any](list lenient.Opt[[]E], texts func(*E) lenient.Opt[[]string]) lenient.Opt[[]string] {
	var out []string
	for i := range list.Value {
		out = append(out, texts(&list.Value[i]).Value...)
	}
	return lenient.Opt[[]string]{Value: out, OK: out != nil}
}

// Last gives a value of the last element; of an empty list it is missing.
func Last[E, T any](list lenient.Opt[[]E], value func(*E) lenient.Opt[T]) lenient.Opt[T] {
	if n := len(list.Value); n > 0 {
		return value(&list.Value[n-1])
	}
	return lenient.Opt[T]{}
}
