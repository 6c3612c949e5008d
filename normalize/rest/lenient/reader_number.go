package lenient

import "strconv"

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
	if !IsNumber(text) {
		return 0, notWhole
	}
	var digits []byte
	scale, i := 0, 0 // the value is digits * 10^scale
	negative := text[0] == '-'
	if negative {
		i++
	}
	fraction := false
	for ; i < len(text) && text[i] != 'e' && text[i] != 'E'; i++ {
		if text[i] == '.' {
			fraction = true
			continue
		}
		if fraction {
			scale--
		}
		if text[i] != '0' || len(digits) > 0 {
			digits = append(digits, text[i])
		}
	}
	for len(digits) > 0 && digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
		scale++
	}
	if len(digits) == 0 {
		return 0, ""
	}
	if i < len(text) {
		exponent, err := strconv.Atoi(string(text[i+1:]))
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return 0, OutOfRange
		}
		scale += exponent
	}
	switch {
	case scale < 0:
		return 0, notWhole
	case len(digits)+scale > 19:
		return 0, OutOfRange
	}
	if negative {
		digits = append([]byte{'-'}, digits...)
	}
	for ; scale > 0; scale-- {
		digits = append(digits, '0')
	}
	v, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0, OutOfRange
	}
	return v, ""
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
