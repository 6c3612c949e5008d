package times

import (
	"math"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/internal/lenienttest"
)

func TestBetween(t *testing.T) {
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	end := start.Add(90 * time.Second)
	for name, test := range map[string]struct {
		start, end time.Time
		want       lenient.Opt[time.Duration]
	}{
		"later":    {start, end, lenient.Some(90 * time.Second)},
		"same":     {start, start, lenient.Some(time.Duration(0))},
		"earlier":  {end, start, lenient.Opt[time.Duration]{}},
		"no start": {time.Time{}, end, lenient.Opt[time.Duration]{}},
		"no end":   {start, time.Time{}, lenient.Opt[time.Duration]{}},
	} {
		if got := Between(test.start, test.end); got != test.want {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

// none is a length of time that is missing.
const none = time.Duration(-1)

func lengthWanted(d time.Duration) lenient.Opt[time.Duration] {
	if d == none {
		return lenient.Opt[time.Duration]{}
	}
	return lenient.Some(d)
}

func TestDurationOfNumber(t *testing.T) {
	tests := []struct {
		in     any
		unit   time.Duration
		want   time.Duration
		reason string
	}{
		{int64(14), time.Second, 14 * time.Second, ""},
		{int64(93610), time.Millisecond, 93610 * time.Millisecond, ""},
		{int64(0), time.Second, 0, ""},
		{int64(-1), time.Second, none, durationNegative},
		{int64(math.MinInt64), time.Second, none, durationNegative},
		{int64(9223372036), time.Second, 9223372036 * time.Second, ""},
		{int64(9223372037), time.Second, none, durationRange},
		{int64(math.MaxInt64), time.Hour, none, durationRange},
		{93.61, time.Second, 93610 * time.Millisecond, ""},
		{12345678.9, time.Second, 12345678900 * time.Millisecond, ""},
		{1.5, time.Minute, 90 * time.Second, ""},
		{0.1, time.Hour, 6 * time.Minute, ""},
		{1e-300, time.Second, 0, ""},
		{math.Copysign(0, -1), time.Second, 0, ""},
		{-0.25, time.Second, none, durationNegative},
		{1e18, time.Second, none, durationRange},
		{1e300, time.Second, none, durationRange},
		{math.NaN(), time.Second, none, durationRange},
		{math.Inf(-1), time.Second, none, durationRange},
		{"95", time.Second, 95 * time.Second, ""},
		{" 1.5 ", time.Second, 1500 * time.Millisecond, ""},
		{"1e3", time.Millisecond, time.Second, ""},
		{"9223372036.854775807", time.Second, math.MaxInt64, ""},
		{"9223372036.854775808", time.Second, none, durationRange},
		{"", time.Second, none, ""},
		{"\t", time.Second, none, ""},
		{"-5", time.Second, none, durationNegative},
		{"5s", time.Second, none, notNumber},
		{"NaN", time.Second, none, notNumber},
		{"1:30", time.Second, none, notNumber},
	}
	for _, test := range tests {
		lenienttest.Converted(t, test.in, lengthWanted(test.want), test.reason, func(s lenient.Site) lenient.Opt[time.Duration] {
			switch in := test.in.(type) {
			case int64:
				return DurationInt(lenient.Some(in), test.unit, s)
			case float64:
				return DurationFloat(lenient.Some(in), test.unit, s)
			}
			return DurationText(lenient.Some(test.in.(string)), test.unit, s)
		})
	}
}

func TestDurationOfText(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		form   func(lenient.Opt[string], lenient.Site) lenient.Opt[time.Duration]
		in     string
		want   time.Duration
		reason string
	}{
		{ISODuration, "PT1M30S", 90 * time.Second, ""},
		{ISODuration, "PT1M30.5S", 90500 * time.Millisecond, ""},
		{ISODuration, "pt0,25s", 250 * time.Millisecond, ""},
		{ISODuration, "P1DT2H", day + 2*time.Hour, ""},
		{ISODuration, "P2W", 14 * day, ""},
		{ISODuration, "PT1.5H", 90 * time.Minute, ""},
		{ISODuration, "P0Y0M1DT0H0M0S", day, ""},
		{ISODuration, "+PT1S", time.Second, ""},
		{ISODuration, "-PT0S", 0, ""},
		{ISODuration, " PT90S ", 90 * time.Second, ""},
		{ISODuration, "", none, ""},
		{ISODuration, " ", none, ""},
		{ISODuration, "-PT1S", none, durationNegative},
		{ISODuration, "P1M", none, calendarDuration},
		{ISODuration, "P0.5Y", none, calendarDuration},
		{ISODuration, "PT9999999999999H", none, durationRange},
		{ISODuration, "P100000DT2400000H", none, durationRange},
		{ISODuration, "PT99999999999999999999S", none, durationRange},
		{ISODuration, "P", none, notISODuration},
		{ISODuration, "-", none, notISODuration},
		{ISODuration, "PT", none, notISODuration},
		{ISODuration, "P1DT", none, notISODuration},
		{ISODuration, "PT1S1M", none, notISODuration},
		{ISODuration, "PT1S1S", none, notISODuration},
		{ISODuration, "P1S", none, notISODuration},
		{ISODuration, "PT1D", none, notISODuration},
		{ISODuration, "PTS", none, notISODuration},
		{ISODuration, "PT1", none, notISODuration},
		{ISODuration, "PT1.S", none, notISODuration},
		{ISODuration, "PTT1S", none, notISODuration},
		{ISODuration, "90", none, notISODuration},
		{ClockDuration, "1:30", 90 * time.Second, ""},
		{ClockDuration, "00:01:30", 90 * time.Second, ""},
		{ClockDuration, "90:00", 90 * time.Minute, ""},
		{ClockDuration, "100:00:00.5", 100*time.Hour + 500*time.Millisecond, ""},
		{ClockDuration, " 0:00 ", 0, ""},
		{ClockDuration, "", none, ""},
		{ClockDuration, "-1:30", none, durationNegative},
		{ClockDuration, "90", none, notClock},
		{ClockDuration, ":30", none, notClock},
		{ClockDuration, "1:5", none, notClock},
		{ClockDuration, "1:60", none, notClock},
		{ClockDuration, "1:60:00", none, notClock},
		{ClockDuration, "1:30:", none, notClock},
		{ClockDuration, "1:02:03:04", none, notClock},
		{ClockDuration, "1:30.", none, notClock},
		{ClockDuration, "1.5:30", none, notClock},
		{ClockDuration, "1:30x", none, notClock},
		{ClockDuration, "9999999999:00:00", none, durationRange},
		{ClockDuration, "99999999999999999999:00", none, durationRange},
		{GoDuration, "1.5s", 1500 * time.Millisecond, ""},
		{GoDuration, "1h2m3s", time.Hour + 2*time.Minute + 3*time.Second, ""},
		{GoDuration, " 0 ", 0, ""},
		{GoDuration, "", none, ""},
		{GoDuration, "-1s", none, durationNegative},
		{GoDuration, "15", none, notGoDuration},
		{GoDuration, "9999999h", none, notGoDuration},
	}
	for _, test := range tests {
		lenienttest.Converted(t, test.in, lengthWanted(test.want), test.reason, func(s lenient.Site) lenient.Opt[time.Duration] { return test.form(lenient.Some(test.in), s) })
	}
}
