package times

import (
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

const beforeEpoch = "a time before 1970"

// UnixTime reads a time as a number of units (seconds, milliseconds, ...) since
// 1970-01-01T00:00:00Z. 0 is missing; a negative number, and a time after the
// year 9999 (often a wrong unit), are issues. The result is in UTC.
func UnixTime(in lenient.Opt[int64], unit time.Duration, s lenient.Site) lenient.Opt[time.Time] {
	if !in.OK || in.Value == 0 {
		return lenient.Opt[time.Time]{}
	}
	if in.Value < 0 {
		s.Raw(strconv.AppendInt(nil, in.Value, 10), beforeEpoch)
		return lenient.Opt[time.Time]{}
	}
	out, reason := unixTime(amount{whole: in.Value}, unit)
	if reason != "" {
		s.Raw(strconv.AppendInt(nil, in.Value, 10), reason)
	}
	return out
}

// UnixTimeFloat is [UnixTime] for a number with a fraction, taken as its
// shortest decimal: 1700000000.123 seconds are exactly 123 ms past the second.
func UnixTimeFloat(in lenient.Opt[float64], unit time.Duration, s lenient.Site) lenient.Opt[time.Time] {
	if !in.OK {
		return lenient.Opt[time.Time]{}
	}
	a, reason := floatAmount(in.Value, unit)
	out := lenient.Opt[time.Time]{}
	if reason == "" {
		out, reason = unixTime(a, unit)
	}
	if reason != "" {
		s.Raw(lenient.NumberJSON(in.Value), unixReason(reason))
	}
	return out
}

// UnixTimeText is [UnixTime] for a number in text, with or without a fraction,
// which is exact to the nanosecond. Empty text is missing.
func UnixTimeText(in lenient.Opt[string], unit time.Duration, s lenient.Site) lenient.Opt[time.Time] {
	if !in.OK || strings.TrimSpace(in.Value) == "" {
		return lenient.Opt[time.Time]{}
	}
	a, reason := textAmount(in.Value, unit)
	out := lenient.Opt[time.Time]{}
	if reason == "" {
		out, reason = unixTime(a, unit)
	}
	if reason != "" {
		s.Text(in.Value, unixReason(reason))
	}
	return out
}

// unixTime gives the instant that is a after the epoch.
func unixTime(a amount, unit time.Duration) (lenient.Opt[time.Time], string) {
	if unit <= 0 {
		return lenient.Opt[time.Time]{}, timeRange
	}
	var seconds, nanos int64
	if unit <= time.Second {
		perSecond := int64(time.Second / unit)
		seconds, nanos = a.whole/perSecond, a.whole%perSecond*int64(unit)
	} else {
		scale := int64(unit / time.Second)
		if a.whole > MaxUnix/scale {
			return lenient.Opt[time.Time]{}, timeRange
		}
		seconds = a.whole * scale
	}
	if seconds > MaxUnix {
		return lenient.Opt[time.Time]{}, timeRange
	}
	if a == (amount{}) {
		return lenient.Opt[time.Time]{}, ""
	}
	t := time.Unix(seconds, nanos+int64(a.part)).UTC()
	if t.Unix() > MaxUnix {
		return lenient.Opt[time.Time]{}, timeRange
	}
	return lenient.Some(t), ""
}

// unixReason says of a time what reason says of a number.
func unixReason(reason string) string {
	switch reason {
	case negative:
		return beforeEpoch
	case lenient.OutOfRange:
		return timeRange
	}
	return reason
}
