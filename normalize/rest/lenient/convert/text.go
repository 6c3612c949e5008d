package convert

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// First gives the first value that is there.
func First[T any](values ...lenient.Opt[T]) lenient.Opt[T] {
	for i := range values {
		if values[i].OK {
			return values[i]
		}
	}
	return lenient.Opt[T]{}
}

// FirstText gives the first text that is there and not empty.
func FirstText(values ...lenient.Opt[string]) lenient.Opt[string] {
	for _, v := range values {
		if v.OK && v.Value != "" {
			return v
		}
	}
	return lenient.Opt[string]{}
}

// Template joins around[0], parts[0], around[1], ... and the last of around,
// which must have one element more than parts (one that lacks is empty). A part
// that is missing or empty leaves nothing, nor the white space that it would
// double; white space at the two ends goes. Where no part is left there is no
// value, whatever stands around them.
func Template(around []string, parts ...lenient.Opt[string]) lenient.Opt[string] {
	size, some := 0, false
	for _, text := range around {
		size += len(text)
	}
	for _, p := range parts {
		if p.OK && p.Value != "" {
			size += len(p.Value)
			some = true
		}
	}
	if !some {
		return lenient.Opt[string]{}
	}
	var b strings.Builder
	b.Grow(size)
	gap := true // nothing stands before, or a part is missing there
	for i := 0; i < len(around) || i < len(parts); i++ {
		if i < len(around) {
			text := around[i]
			if gap && endsInSpace(b.String()) {
				text = strings.TrimLeftFunc(text, unicode.IsSpace)
			}
			b.WriteString(text)
		}
		gap = true
		if i < len(parts) && parts[i].OK && parts[i].Value != "" {
			b.WriteString(parts[i].Value)
			gap = false
		}
	}
	text := strings.TrimSpace(b.String())
	return lenient.Opt[string]{Value: text, OK: text != ""}
}

// endsInSpace reports whether text is empty or its last character is white space.
func endsInSpace(text string) bool {
	last, size := utf8.DecodeLastRuneInString(text)
	return size == 0 || unicode.IsSpace(last)
}

// IntText gives the number's decimal digits.
func IntText(in lenient.Opt[int64]) lenient.Opt[string] {
	if !in.OK {
		return lenient.Opt[string]{}
	}
	return lenient.Some(strconv.FormatInt(in.Value, 10))
}

// FloatText gives the shortest decimal that stands for the number, without an
// exponent. What is not a finite number is missing.
func FloatText(in lenient.Opt[float64]) lenient.Opt[string] {
	if !in.OK || math.IsNaN(in.Value) || math.IsInf(in.Value, 0) {
		return lenient.Opt[string]{}
	}
	return lenient.Some(strconv.FormatFloat(in.Value+0, 'f', -1, 64)) // -0 is 0
}

// BoolText gives "true" or "false".
func BoolText(in lenient.Opt[bool]) lenient.Opt[string] {
	if !in.OK {
		return lenient.Opt[string]{}
	}
	return lenient.Some(strconv.FormatBool(in.Value))
}
