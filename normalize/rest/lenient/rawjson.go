package lenient

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// ScalarText gives the text of a JSON string, unescaped, or the literal of a
// number or a boolean. Objects, arrays and null are missing.
func ScalarText(in Opt[json.RawMessage]) Opt[string] {
	if !in.OK {
		return Opt[string]{}
	}
	var r Reader
	r.Reset(in.Value, nil)
	switch r.Kind() {
	case '"':
		// Not with String, whose savings are for many strings.
		inner := r.inner()
		return Some(string(appendUnquoted(make([]byte, 0, len(inner)), inner)))
	case '0', 't', 'f':
		return Some(string(r.Value()))
	}
	return Opt[string]{}
}

// TextJSON gives the text as a JSON string. What is not UTF-8 becomes U+FFFD.
func TextJSON(in Opt[string]) Opt[json.RawMessage] {
	if !in.OK {
		return Opt[json.RawMessage]{}
	}
	return Some(json.RawMessage(appendText(make([]byte, 0, len(in.Value)+2), in.Value)))
}

// IntJSON gives the number as JSON.
func IntJSON(in Opt[int64]) Opt[json.RawMessage] {
	if !in.OK {
		return Opt[json.RawMessage]{}
	}
	return Some(json.RawMessage(strconv.AppendInt(nil, in.Value, 10)))
}

// DigitsJSON gives the digits of a number as JSON.
func DigitsJSON(in Opt[string]) Opt[json.RawMessage] {
	if !in.OK {
		return Opt[json.RawMessage]{}
	}
	return Some(json.RawMessage(in.Value))
}

// FloatJSON gives the number as JSON, in its shortest form. What is not a finite
// number is missing.
func FloatJSON(in Opt[float64]) Opt[json.RawMessage] {
	if !in.OK || math.IsNaN(in.Value) || math.IsInf(in.Value, 0) {
		return Opt[json.RawMessage]{}
	}
	return Some(NumberJSON(in.Value))
}

// BoolJSON gives true or false as JSON.
func BoolJSON(in Opt[bool]) Opt[json.RawMessage] {
	if !in.OK {
		return Opt[json.RawMessage]{}
	}
	return Some(json.RawMessage(strconv.AppendBool(nil, in.Value)))
}

// TextsJSON gives the texts as a JSON array of strings.
func TextsJSON(in Opt[[]string]) Opt[json.RawMessage] {
	if !in.OK {
		return Opt[json.RawMessage]{}
	}
	size := 2
	for _, text := range in.Value {
		size += len(text) + 3
	}
	b := append(make([]byte, 0, size), '[')
	for i, text := range in.Value {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, text)
	}
	return Some(json.RawMessage(append(b, ']')))
}

// appendText appends text as a JSON string.
func appendText(b []byte, text string) []byte {
	b, _ = jsontext.AppendQuote(b, text) // an error says only that U+FFFD stands for what is not UTF-8
	return b
}

// NumberJSON gives the number as JSON writes it; what is not a finite number, which
// JSON cannot write, becomes a string that names it.
func NumberJSON(v float64) json.RawMessage {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.AppendQuote(nil, strconv.FormatFloat(v, 'g', -1, 64))
	}
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(nil, v, format, -1, 64)
}
