package normalize

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// seconds is a duration that is a number of seconds in JSON. Every nanosecond
// survives a round trip.
type seconds time.Duration

func (s seconds) MarshalJSON() ([]byte, error) { return s.append(nil), nil }

func (s seconds) append(b []byte) []byte {
	n := uint64(s)
	if s < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendUint(b, n/1e9, 10)
	if frac := n % 1e9; frac != 0 {
		digits := strconv.FormatUint(1e9+frac, 10)[1:]
		b = append(b, '.')
		b = append(b, strings.TrimRight(digits, "0")...)
	}
	return b
}

func (s *seconds) UnmarshalJSON(b []byte) error {
	text := string(b)
	if text == "null" {
		return nil
	}
	whole, frac, _ := strings.Cut(text, ".")
	if strings.ContainsAny(text, "eE") || len(frac) > 9 {
		return s.parseFloat(b)
	}
	n, err := strconv.ParseInt(whole+frac+strings.Repeat("0", 9-len(frac)), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a number of seconds", text)
	}
	*s = seconds(n)
	return nil
}

func (s *seconds) parseFloat(b []byte) error {
	var f float64
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	f = math.Round(f * 1e9)
	if f >= math.MaxInt64 || f <= math.MinInt64 {
		return fmt.Errorf("%s seconds are too many", b)
	}
	*s = seconds(f)
	return nil
}
