package times

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Why a number in text or in a float cannot be used.
const (
	notNumber = "expected a number in the text"
	negative  = "negative"
)

// amount is a number of some unit that is not negative, exact to the
// nanosecond: whole units, and the fraction of one.
type amount struct {
	whole int64
	part  time.Duration // below the unit
}

// textAmount reads a number in text; reason says why it cannot.
func textAmount(text string, unit time.Duration) (a amount, reason string) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > maxNumber || !lenient.IsNumber([]byte(text)):
		return amount{}, notNumber
	case strings.ContainsAny(text, "eE"):
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return amount{}, lenient.OutOfRange
		}
		return floatAmount(v, unit)
	}
	return decimalAmount(text, unit)
}

// maxNumber bounds the text that is looked at as a number.
const maxNumber = 400

// floatAmount takes v as the shortest decimal that stands for it, which is what
// the sender wrote if that had 15 digits or fewer: 1700000000.123 is 123 ms past
// the second, though no float64 is.
func floatAmount(v float64, unit time.Duration) (a amount, reason string) {
	if !(v > -1e19 && v < 1e19) { // not a number, too
		return amount{}, lenient.OutOfRange
	}
	// With six decimals or fewer, and 15 digits at most, the decimal is the one
	// that divides back to v.
	if micros := math.Round(v * 1e6); micros >= 0 && micros < 1e15 && micros/1e6 == v && unit > 0 && unit <= time.Hour {
		n := int64(micros)
		return amount{whole: n / 1e6, part: time.Duration(n % 1e6 * int64(unit) / 1e6)}, ""
	}
	var buffer [64]byte
	return decimalAmount(strconv.AppendFloat(buffer[:0], v, 'f', -1, 64), unit)
}

// decimalAmount reads digits, a point and digits, which were checked before.
func decimalAmount[T string | []byte](text T, unit time.Duration) (a amount, reason string) {
	minus := len(text) > 0 && text[0] == '-'
	i := 0
	if minus {
		i++
	}
	var whole, part, scale uint64 = 0, 0, 1
	for ; i < len(text) && text[i] != '.'; i++ {
		digit := uint64(text[i] - '0')
		if whole > (1<<63-1-digit)/10 {
			return amount{}, lenient.OutOfRange
		}
		whole = whole*10 + digit
	}
	for i++; i < len(text) && scale < 1e18; i++ {
		part = part*10 + uint64(text[i]-'0')
		scale *= 10
	}
	if minus && (whole > 0 || part > 0) {
		return amount{}, negative
	}
	high, low := bits.Mul64(part, uint64(unit))
	nanos, _ := bits.Div64(high, low, scale) // part < scale, so it is below the unit
	return amount{whole: int64(whole), part: time.Duration(nanos)}, ""
}
