package times

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Why a length of time cannot be used.
const (
	durationNegative = "a negative length of time"
	durationRange    = "the length of time is out of range"
	notISODuration   = "not an ISO 8601 length of time"
	calendarDuration = "years and months have no fixed length"
	notClock         = "not a length of time as m:ss or h:mm:ss"
	notGoDuration    = "not a length of time such as 1.5s or 1h2m3s"
)

// Between gives the time from start to end. It is missing where one of them is
// zero or end is before start.
func Between(start, end time.Time) lenient.Opt[time.Duration] {
	if start.IsZero() || end.IsZero() || end.Before(start) {
		return lenient.Opt[time.Duration]{}
	}
	return lenient.Some(end.Sub(start))
}

// DurationInt reads a length of time as a number of units. A negative one, and
// one of more than 292 years, are issues.
func DurationInt(in lenient.Opt[int64], unit time.Duration, s lenient.Site) lenient.Opt[time.Duration] {
	if !in.OK {
		return lenient.Opt[time.Duration]{}
	}
	a, reason := amount{whole: in.Value}, ""
	if in.Value < 0 {
		reason = negative
	}
	out, reason := length(a, unit, reason)
	if reason != "" {
		s.Raw(strconv.AppendInt(nil, in.Value, 10), reason)
	}
	return out
}

// DurationFloat is [DurationInt] for a number with a fraction, taken as its
// shortest decimal and cut to nanoseconds. What is not a finite number is an issue.
func DurationFloat(in lenient.Opt[float64], unit time.Duration, s lenient.Site) lenient.Opt[time.Duration] {
	if !in.OK {
		return lenient.Opt[time.Duration]{}
	}
	a, reason := floatAmount(in.Value, unit)
	out, reason := length(a, unit, reason)
	if reason != "" {
		s.Raw(lenient.NumberJSON(in.Value), reason)
	}
	return out
}

// DurationText is [DurationInt] for a number in text, with or without a
// fraction, which is cut to nanoseconds. Empty text is missing.
func DurationText(in lenient.Opt[string], unit time.Duration, s lenient.Site) lenient.Opt[time.Duration] {
	if !in.OK || strings.TrimSpace(in.Value) == "" {
		return lenient.Opt[time.Duration]{}
	}
	a, reason := textAmount(in.Value, unit)
	return lengthOf(in, a, unit, reason, s)
}

// GoDuration reads a length of time as Go writes it, such as 1.5s or 1h2m3s; a
// negative one is an issue. Empty text is missing.
func GoDuration(in lenient.Opt[string], s lenient.Site) lenient.Opt[time.Duration] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" {
		return lenient.Opt[time.Duration]{}
	}
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		s.Text(in.Value, notGoDuration)
	case d < 0:
		s.Text(in.Value, durationNegative)
	default:
		return lenient.Some(d)
	}
	return lenient.Opt[time.Duration]{}
}

// ClockDuration reads a length of time as m:ss or h:mm:ss with or without a
// fraction of the second. The first number may be as long as it likes, the
// others have two digits and are below 60. Empty text is missing.
func ClockDuration(in lenient.Opt[string], s lenient.Site) lenient.Opt[time.Duration] {
	text := strings.TrimSpace(in.Value)
	if !in.OK || text == "" {
		return lenient.Opt[time.Duration]{}
	}
	a, reason := clock(text)
	return lengthOf(in, a, time.Second, reason, s)
}

// clock reads seconds.
func clock(text string) (a amount, reason string) {
	first, rest, found := strings.Cut(text, ":")
	if strings.HasPrefix(first, "-") {
		return a, durationNegative
	}
	if !found || !isDigits(first) {
		return a, notClock
	}
	v, err := strconv.ParseInt(first, 10, 64)
	if err != nil || v > math.MaxInt64/3600-1 {
		return a, durationRange
	}
	a.whole = v
	for parts := 0; parts < 2 && len(rest) >= 2; parts++ {
		n := pair(rest[0], rest[1])
		if uint(n) > 59 {
			return a, notClock
		}
		a.whole = a.whole*60 + int64(n)
		rest = rest[2:]
		if rest == "" || rest[0] != ':' {
			nanos, behind := fraction(rest)
			if behind != "" {
				return a, notClock
			}
			a.part = time.Duration(nanos)
			return a, ""
		}
		rest = rest[1:]
	}
	return a, notClock
}

func isDigits(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

// lengthOf is length for a number that was read from text, reporting on s.
func lengthOf(in lenient.Opt[string], a amount, unit time.Duration, reason string, s lenient.Site) lenient.Opt[time.Duration] {
	out, reason := length(a, unit, reason)
	if reason != "" {
		s.Text(in.Value, reason)
	}
	return out
}

// length gives the length of time that a is, unless reason says already why it
// is none.
func length(a amount, unit time.Duration, reason string) (lenient.Opt[time.Duration], string) {
	switch {
	case reason == negative:
		return lenient.Opt[time.Duration]{}, durationNegative
	case reason == lenient.OutOfRange:
		return lenient.Opt[time.Duration]{}, durationRange
	case reason != "":
		return lenient.Opt[time.Duration]{}, reason
	case unit <= 0 || a.whole > math.MaxInt64/int64(unit) || a.whole*int64(unit) > math.MaxInt64-int64(a.part):
		return lenient.Opt[time.Duration]{}, durationRange
	}
	return lenient.Some(time.Duration(a.whole)*unit + a.part), ""
}
