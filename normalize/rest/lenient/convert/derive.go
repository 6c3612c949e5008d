package convert

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Extract gives the first group that re matches in the text, or the whole match
// where it has no group. No match gives no value and no issue.
func Extract(in lenient.Opt[string], re *regexp.Regexp) lenient.Opt[string] {
	if !in.OK {
		return lenient.Opt[string]{}
	}
	m := re.FindStringSubmatch(in.Value)
	switch {
	case m == nil:
		return lenient.Opt[string]{}
	case len(m) > 1:
		return lenient.Opt[string]{Value: m[1], OK: m[1] != ""}
	}
	return lenient.Opt[string]{Value: m[0], OK: m[0] != ""}
}

// Matches says whether re matches in the text. Where there is none, or an empty
// one, it does not.
func Matches(in lenient.Opt[string], re *regexp.Regexp) bool {
	return in.Value != "" && re.MatchString(in.Value)
}

// ParseNumber reads a number in text. Empty text gives no value.
func ParseNumber(in lenient.Opt[string], s lenient.Site) lenient.Opt[float64] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" {
		return lenient.Opt[float64]{}
	}
	if !lenient.IsNumber([]byte(text)) {
		s.Text(in.Value, "not a number")
		return lenient.Opt[float64]{}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		s.Text(in.Value, "the number is too large")
		return lenient.Opt[float64]{}
	}
	return lenient.Some(v)
}

// ParseBool looks text up as a boolean; text that is not accounted for is an
// issue. Empty text gives no value.
func ParseBool(in lenient.Opt[string], lookup func(string) (value, known bool), s lenient.Site) lenient.Opt[bool] {
	if !in.OK || in.Value == "" {
		return lenient.Opt[bool]{}
	}
	v, known := lookup(in.Value)
	if !known {
		s.Text(in.Value, "not a value that the field map knows")
		return lenient.Opt[bool]{}
	}
	return lenient.Some(v)
}

// Not inverts a boolean that is there.
func Not(in lenient.Opt[bool]) lenient.Opt[bool] {
	return lenient.Opt[bool]{Value: in.OK && !in.Value, OK: in.OK}
}

// Scale multiplies by the fraction num/den, rounding once: 14 cents by 1/100 is
// 0.14. What is then beyond all numbers is missing.
func Scale(in lenient.Opt[float64], num, den float64) lenient.Opt[float64] {
	v := in.Value * num / den
	if !in.OK || math.IsInf(v, 0) || math.IsNaN(v) {
		return lenient.Opt[float64]{}
	}
	return lenient.Some(v)
}

// JSONOrText reads JSON in text; text that is not JSON becomes a JSON string.
// Empty text and null give no value.
func JSONOrText(in lenient.Opt[string]) lenient.Opt[json.RawMessage] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" || text == "null" {
		return lenient.Opt[json.RawMessage]{}
	}
	if raw := jsontext.Value(text); raw.IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) {
		return lenient.Some(json.RawMessage(raw))
	}
	return lenient.TextJSON(in)
}
