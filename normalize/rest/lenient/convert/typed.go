package convert

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// The functions below make leaves of the fields of typed structs, as the client
// generator writes them: a plain field is a value that is always there, a
// pointer, list or raw value that is nil is missing.

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

type float interface{ ~float32 | ~float64 }

// Text gives a text field; empty text is there.
func Text[S ~string](v S) lenient.Opt[string] { return lenient.Some(string(v)) }

// TextPtr gives the text that p points to; nil is missing.
func TextPtr[S ~string](p *S) lenient.Opt[string] {
	if p == nil {
		return lenient.Opt[string]{}
	}
	return lenient.Some(string(*p))
}

// IntOf gives a field that is a whole number. One that does not fit into int64
// is missing.
func IntOf[I integer](v I) lenient.Opt[int64] {
	if v > 0 && uint64(v) > math.MaxInt64 {
		return lenient.Opt[int64]{}
	}
	return lenient.Some(int64(v))
}

// IntPtr is [IntOf] for what p points to; nil is missing.
func IntPtr[I integer](p *I) lenient.Opt[int64] {
	if p == nil {
		return lenient.Opt[int64]{}
	}
	return IntOf(*p)
}

// FloatOf gives a field that is a number. A float32 is taken as the shortest
// decimal that stands for it, so that 0.1 stays 0.1.
func FloatOf[F float](v F) lenient.Opt[float64] {
	wide := float64(v)
	if odd := F(1 << 24); F(odd+1) == odd { // float32: the sum needs 25 bits
		if short, err := strconv.ParseFloat(strconv.FormatFloat(wide, 'g', -1, 32), 64); err == nil {
			wide = short
		}
	}
	return lenient.Some(wide)
}

// FloatPtr is [FloatOf] for what p points to; nil is missing.
func FloatPtr[F float](p *F) lenient.Opt[float64] {
	if p == nil {
		return lenient.Opt[float64]{}
	}
	return FloatOf(*p)
}

// NumberOf gives a field that is a number with all its digits, as a float64.
func NumberOf(v json.Number) lenient.Opt[float64] {
	f, err := v.Float64()
	if err != nil {
		return lenient.Opt[float64]{}
	}
	return lenient.Some(f)
}

// NumberPtr is [NumberOf] for what p points to; nil is missing.
func NumberPtr(p *json.Number) lenient.Opt[float64] {
	if p == nil {
		return lenient.Opt[float64]{}
	}
	return NumberOf(*p)
}

// DigitsOf gives the digits of a field that is a number with all of them.
func DigitsOf(v json.Number) lenient.Opt[string] {
	digits, ok := lenient.PlainDigits(v.String())
	return lenient.Opt[string]{Value: digits, OK: ok}
}

// DigitsPtr is [DigitsOf] for what p points to; nil is missing.
func DigitsPtr(p *json.Number) lenient.Opt[string] {
	if p == nil {
		return lenient.Opt[string]{}
	}
	return DigitsOf(*p)
}

// BoolOf gives a field that is true or false.
func BoolOf[B ~bool](v B) lenient.Opt[bool] { return lenient.Some(bool(v)) }

// BoolPtr gives what p points to; nil is missing.
func BoolPtr[B ~bool](p *B) lenient.Opt[bool] {
	if p == nil {
		return lenient.Opt[bool]{}
	}
	return lenient.Some(bool(*p))
}

// TextsOf gives a copy of a list of text; nil is missing, an empty list is not.
func TextsOf[S ~string](v []S) lenient.Opt[[]string] {
	if v == nil {
		return lenient.Opt[[]string]{}
	}
	list := make([]string, len(v))
	for i := range v {
		list[i] = string(v[i])
	}
	return lenient.Some(list)
}

// TextsPtr is [TextsOf] for what p points to; nil is missing.
func TextsPtr[S ~string](p *[]S) lenient.Opt[[]string] {
	if p == nil {
		return lenient.Opt[[]string]{}
	}
	return TextsOf(*p)
}

// RawOf gives a copy of a field that is any JSON; nothing and null are missing.
func RawOf[R ~[]byte](v R) lenient.Opt[json.RawMessage] {
	text := bytes.TrimSpace(v)
	if len(text) == 0 || string(text) == "null" {
		return lenient.Opt[json.RawMessage]{}
	}
	return lenient.Some(json.RawMessage(bytes.Clone(text)))
}

// RawPtr is [RawOf] for what p points to; nil is missing.
func RawPtr[R ~[]byte](p *R) lenient.Opt[json.RawMessage] {
	if p == nil {
		return lenient.Opt[json.RawMessage]{}
	}
	return RawOf(*p)
}

// Marshal gives a field of any other type as the JSON that it marshals to. What
// is null there, and what cannot be marshaled, is missing.
func Marshal(v any) lenient.Opt[json.RawMessage] {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return lenient.Opt[json.RawMessage]{}
	}
	raw := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if string(raw) == "null" {
		return lenient.Opt[json.RawMessage]{}
	}
	return lenient.Some(json.RawMessage(raw))
}
