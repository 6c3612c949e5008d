package lenient

import (
	"slices"
	"strconv"
)

const (
	notWhole    = "expected a whole number"
	OutOfRange  = "number out of range"
	maxExponent = 1000
)

// parseInt reads a JSON number that stands for a whole number; reason says why
// it does not.
func parseInt(text []byte) (v int64, reason string) {
	digits := text
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > 18 {
		return parseDecimal(text)
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return parseDecimal(text)
		}
		v = v*10 + int64(c-'0')
	}
	if len(digits) < len(text) {
		v = -v
	}
	return v, ""
}

// parseDecimal is parseInt for what is long or has a fraction or an exponent. It
// works on the digits, since float64 is exact only up to 2^53.
func parseDecimal(text []byte) (int64, string) {
	d, reason := decimalOf(text)
	switch {
	case reason != "":
		return 0, reason
	case len(d.digits) == 0:
		return 0, ""
	case d.scale < 0:
		return 0, notWhole
	case len(d.digits)+d.scale > 19:
		return 0, OutOfRange
	}
	v, err := strconv.ParseInt(d.text(), 10, 64)
	if err != nil {
		return 0, OutOfRange
	}
	return v, ""
}

// decimal is a number by its digits, which neither begin nor end with 0: they times
// ten to the power of scale.
type decimal struct {
	negative bool
	digits   []byte
	scale    int
}

// decimalOf takes a JSON number apart; reason says why it cannot.
func decimalOf(text []byte) (d decimal, reason string) {
	if !IsNumber(text) {
		return d, notWhole
	}
	i := 0
	if d.negative = text[0] == '-'; d.negative {
		i++
	}
	fraction := false
	for ; i < len(text) && text[i] != 'e' && text[i] != 'E'; i++ {
		if text[i] == '.' {
			fraction = true
			continue
		}
		if fraction {
			d.scale--
		}
		if text[i] != '0' || len(d.digits) > 0 {
			d.digits = append(d.digits, text[i])
		}
	}
	for len(d.digits) > 0 && d.digits[len(d.digits)-1] == '0' {
		d.digits = d.digits[:len(d.digits)-1]
		d.scale++
	}
	if i < len(text) && len(d.digits) > 0 {
		exponent, err := strconv.Atoi(string(text[i+1:]))
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return d, OutOfRange
		}
		d.scale += exponent
	}
	return d, ""
}

// PlainDigits gives a JSON number as [Reader.Digits] does: without an exponent, and
// without zeros that say nothing. It reports whether number is one.
func PlainDigits(number string) (digits string, ok bool) {
	d, reason := decimalOf([]byte(number))
	if reason != "" {
		return "", false
	}
	return d.text(), true
}

// text writes the number without an exponent.
func (d decimal) text() string {
	if len(d.digits) == 0 {
		return "0"
	}
	digits := d.digits
	for range d.scale {
		digits = append(digits, '0')
	}
	if d.scale < 0 {
		for len(digits) <= -d.scale {
			digits = append([]byte{'0'}, digits...)
		}
		point := len(digits) + d.scale
		digits = slices.Insert(digits, point, '.')
	}
	if d.negative {
		return "-" + string(digits)
	}
	return string(digits)
}

// IsNumber says whether text is a number as JSON writes them.
func IsNumber(text []byte) bool {
	i := 0
	digits := func() bool {
		from := i
		for i < len(text) && '0' <= text[i] && text[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(text) && text[i] == '-' {
		i++
	}
	if !digits() {
		return false
	}
	if i < len(text) && text[i] == '.' {
		i++
		if !digits() {
			return false
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		if !digits() {
			return false
		}
	}
	return i == len(text)
}
