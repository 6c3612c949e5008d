package lenient

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Extract gives the first group that re matches in the text, or the whole match
// where it has no group. No match is no value, and no issue.
func Extract(in Opt[string], re *regexp.Regexp) Opt[string] {
	if !in.OK {
		return Opt[string]{}
	}
	m := re.FindStringSubmatch(in.Value)
	switch {
	case m == nil:
		return Opt[string]{}
	case len(m) > 1:
		return Opt[string]{Value: m[1], OK: m[1] != ""}
	}
	return Opt[string]{Value: m[0], OK: m[0] != ""}
}

// Matches says whether re matches in the text. Where there is none, or an empty
// one, it does not.
func Matches(in Opt[string], re *regexp.Regexp) bool {
	return in.Value != "" && re.MatchString(in.Value)
}

// ParseNumber reads a number in text. Empty text is no value.
func ParseNumber(in Opt[string], s Site) Opt[float64] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" {
		return Opt[float64]{}
	}
	if !isNumber([]byte(text)) {
		s.Text(in.Value, "not a number")
		return Opt[float64]{}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		s.Text(in.Value, "the number is too large")
		return Opt[float64]{}
	}
	return Some(v)
}

// ParseBool looks text up as a boolean; text that is not accounted for is an
// issue. Empty text is no value.
func ParseBool(in Opt[string], lookup func(string) (value, known bool), s Site) Opt[bool] {
	if !in.OK || in.Value == "" {
		return Opt[bool]{}
	}
	v, known := lookup(in.Value)
	if !known {
		s.Text(in.Value, "not a value that the field map knows")
		return Opt[bool]{}
	}
	return Some(v)
}

// Not inverts a boolean that is there.
func Not(in Opt[bool]) Opt[bool] { return Opt[bool]{Value: in.OK && !in.Value, OK: in.OK} }

// Scale multiplies by the fraction num/den, rounding once: 14 cents by 1/100 is
// 0.14. What is then beyond all numbers is missing.
func Scale(in Opt[float64], num, den float64) Opt[float64] {
	v := in.Value * num / den
	if !in.OK || math.IsInf(v, 0) || math.IsNaN(v) {
		return Opt[float64]{}
	}
	return Some(v)
}

// JSONOrText reads JSON in text; text that is no JSON becomes a JSON string.
// Empty text, and null, is no value.
func JSONOrText(in Opt[string]) Opt[json.RawMessage] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" || text == "null" {
		return Opt[json.RawMessage]{}
	}
	if raw := jsontext.Value(text); raw.IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) {
		return Some(json.RawMessage(raw))
	}
	return TextJSON(in)
}

// After gives the time that is d after t; nothing where one of them is missing, or
// the time is beyond the years 0 to 9999, which JSON cannot carry.
func After(t Opt[time.Time], d Opt[time.Duration]) Opt[time.Time] {
	if !t.OK || !d.OK {
		return Opt[time.Time]{}
	}
	end := t.Value.Add(d.Value)
	if unix := end.Unix(); unix < minUnix || unix > maxUnix {
		return Opt[time.Time]{}
	}
	return Some(end)
}

// Sum adds two lengths of time; nothing where one of them is missing, or both are
// longer than any.
func Sum(a, b Opt[time.Duration]) Opt[time.Duration] {
	if !a.OK || !b.OK || a.Value > 0 && b.Value > math.MaxInt64-a.Value {
		return Opt[time.Duration]{}
	}
	return Some(a.Value + b.Value)
}

// Since gives the length of time from one time to another; nothing where one of
// them is missing or the second is earlier.
func Since(from, to Opt[time.Time]) Opt[time.Duration] {
	if !from.OK || !to.OK || to.Value.Before(from.Value) {
		return Opt[time.Duration]{}
	}
	return Some(to.Value.Sub(from.Value))
}
