package times

import (
	"math"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/internal/lenienttest"
)

// utc reads an instant as the tests write it; "" is missing.
func utc(t *testing.T, text string) lenient.Opt[time.Time] {
	t.Helper()
	if text == "" {
		return lenient.Opt[time.Time]{}
	}
	v, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return lenient.Some(v.UTC())
}

func TestRFC3339(t *testing.T) {
	tests := []struct{ in, want, reason string }{
		{"2025-12-18T17:54:02.153319Z", "2025-12-18T17:54:02.153319Z", ""},
		{"2025-12-03T14:14:23.735228+00:00", "2025-12-03T14:14:23.735228Z", ""},
		{"2025-12-03T01:14:23+05:30", "2025-12-02T19:44:23Z", ""},
		{"2025-12-31T23:14:23-08:00", "2026-01-01T07:14:23Z", ""},
		{"2019-08-24t14:15:22z", "2019-08-24T14:15:22Z", ""},
		{"2019-08-24 14:15:22.5Z", "2019-08-24T14:15:22.5Z", ""},
		{"2019-08-24 14:15:22+02", "2019-08-24T12:15:22Z", ""},
		{"2019-08-24T14:15:22-0230", "2019-08-24T16:45:22Z", ""},
		{"2019-08-24T14:15:22,25Z", "2019-08-24T14:15:22.25Z", ""},
		{"2019-08-24T14:15:22.1234567899Z", "2019-08-24T14:15:22.123456789Z", ""},
		{" 2019-08-24T14:15:22Z\n", "2019-08-24T14:15:22Z", ""},
		{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", ""},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", ""},
		{"2019-08-24T4:15:22Z", "2019-08-24T04:15:22Z", ""}, // as time.Parse
		{"", "", ""},
		{"  ", "", ""},
		{"0001-01-01T00:00:00Z", "", ""},
		{"2025-12-03T14:14:22.719000", "", noZone},
		{"2025-12-03T14:14:22", "", noZone},
		{"2025-12-03 14:14", "", noZone},
		{"2025-12-03", "", noZone},
		{"2025-12-03T14:14Z", "", notTime},
		{"not-a-time", "", notTime},
		{"2025-13-03T14:14:22Z", "", notTime},
		{"2023-02-29T14:14:22Z", "", notTime},
		{"1900-02-29T14:14:22Z", "", notTime},
		{"2025-04-31T14:14:22Z", "", notTime},
		{"2025-12-00T14:14:22Z", "", notTime},
		{"2025-12-03T24:14:22Z", "", notTime},
		{"2025-12-03T14:60:22Z", "", notTime},
		{"2025-12-03T14:14:60Z", "", notTime},
		{"2025-12-03T14:14:22.Z", "", notTime},
		{"2025-12-03T14:14:22Zx", "", notTime},
		{"2025-12-03T14:14:22+5:30", "", notTime},
		{"2025-12-03T14:14:22+05:60", "2025-12-03T08:14:22Z", ""}, // as time.Parse
		{"2025-12-03T14:14:22+05:61", "", notTime},
		{"2025-12-03T14:14:22 GMT", "", notTime},
		{"+2025-12-03T14:14:22Z", "", notTime},
		{"1700000000", "", notTime},
		{"9999-12-31T23:59:59-01:00", "", timeRange},
		{"0000-01-01T00:00:00+01:00", "", timeRange},
	}
	for _, test := range tests {
		lenienttest.Converted(t, test.in, utc(t, test.want), test.reason, func(s lenient.Site) lenient.Opt[time.Time] { return RFC3339(lenient.Some(test.in), s) })
	}
}

func TestNaiveTime(t *testing.T) {
	kolkata, newYork := Zone("Asia/Kolkata"), Zone("America/New_York")
	tests := []struct {
		in     string
		zone   *time.Location
		want   string
		reason string
	}{
		{"2025-12-03T14:14:22.719000", time.UTC, "2025-12-03T14:14:22.719Z", ""},
		{"2000-02-29", time.UTC, "2000-02-29T00:00:00Z", ""},
		{"2025-12-03 14:14:22", kolkata, "2025-12-03T08:44:22Z", ""},
		{"2025-07-03T14:14", newYork, "2025-07-03T18:14:00Z", ""},
		{"2025-12-03", newYork, "2025-12-03T05:00:00Z", ""},
		{"2025-12-03T14:14:22Z", kolkata, "2025-12-03T14:14:22Z", ""},
		{"2025-12-03T14:14+01:00", kolkata, "2025-12-03T13:14:00Z", ""},
		{"2025-12-03T14:14:22+01:00", nil, "2025-12-03T13:14:22Z", ""},
		{"2025-12-03T14:14:22", nil, "", zoneUnknown},
		{"", nil, "", ""},
		{" ", nil, "", ""},
		{"0001-01-01T00:00:00", time.UTC, "", ""},
		{"2025-12-03T14", time.UTC, "", notNaive},
		{"03.12.2025", time.UTC, "", notNaive},
		{"2025-12-03T14:14:22.719000 PST", time.UTC, "", notNaive},
		{"9999-12-31T23:59:59", newYork, "", timeRange},
	}
	for _, test := range tests {
		lenienttest.Converted(t, test.in, utc(t, test.want), test.reason, func(s lenient.Site) lenient.Opt[time.Time] { return NaiveTime(lenient.Some(test.in), test.zone, s) })
	}
}

func TestLayoutTime(t *testing.T) {
	tests := []struct{ in, layout, zone, want, reason string }{
		{"Wed, 03 Dec 2025 14:14:22 +0000", time.RFC1123Z, "UTC", "2025-12-03T14:14:22Z", ""},
		{"03/12/2025 14:14", "02/01/2006 15:04", "+05:30", "2025-12-03T08:44:00Z", ""},
		{"2025-12-03 14:14 EST", "2006-01-02 15:04 MST", "America/New_York", "2025-12-03T19:14:00Z", ""},
		{"2025-12-03 14:14 GMT", "2006-01-02 15:04 MST", "America/New_York", "2025-12-03T14:14:00Z", ""},
		{"2025-12-03 14:14 PST", "2006-01-02 15:04 MST", "America/New_York", "", ambiguousZone},
		{"2025-12-03 14:14 PST -0800", "2006-01-02 15:04 MST -0700", "UTC", "2025-12-03T22:14:00Z", ""},
		{"2025-12-03", "02/01/2006", "UTC", "", notLayout},
		{"03/12/2025", "02/01/2006", "Nowhere/Nothing", "", zoneUnknown},
		{" ", "02/01/2006", "UTC", "", ""},
	}
	for _, test := range tests {
		lenienttest.Converted(t, test.in, utc(t, test.want), test.reason, func(s lenient.Site) lenient.Opt[time.Time] {
			return LayoutTime(lenient.Some(test.in), test.layout, Zone(test.zone), s)
		})
	}
}

func TestZone(t *testing.T) {
	at := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string]int{"UTC": 0, "+05:30": 19800, "-08:00": -28800, "Asia/Kolkata": 19800, "America/New_York": -14400} {
		zone := Zone(name)
		if zone == nil {
			t.Errorf("%s: not known", name)
			continue
		}
		if _, got := at.In(zone).Zone(); got != want {
			t.Errorf("%s: got offset %d, want %d", name, got, want)
		}
		if Zone(name) != zone {
			t.Errorf("%s: not cached", name)
		}
	}
	for _, name := range []string{"", "Local", "Nowhere/Nothing", "../etc", "+5"} {
		if zone := Zone(name); zone != nil {
			t.Errorf("%q: got %v", name, zone)
		}
	}
}

func TestUnixTime(t *testing.T) {
	const big = math.MaxInt64
	tests := []struct {
		in           any
		unit         time.Duration
		want, reason string
	}{
		{int64(1700000000), time.Second, "2023-11-14T22:13:20Z", ""},
		{int64(1762351405120), time.Millisecond, "2025-11-05T14:03:25.12Z", ""},
		{int64(1762351405120001), time.Microsecond, "2025-11-05T14:03:25.120001Z", ""},
		{int64(29000000), time.Minute, "2025-02-19T21:20:00Z", ""},
		{int64(0), time.Second, "", ""},
		{int64(-1), time.Second, "", beforeEpoch},
		{int64(253402300799), time.Second, "9999-12-31T23:59:59Z", ""},
		{int64(253402300800), time.Second, "", timeRange},
		{int64(1762351405120), time.Second, "", timeRange},
		{int64(big), time.Minute, "", timeRange},
		{int64(big), time.Microsecond, "", timeRange},
		{1700000000.123, time.Second, "2023-11-14T22:13:20.123Z", ""},
		{1700000000.123456, time.Second, "2023-11-14T22:13:20.123456Z", ""},
		{1762351405120.5, time.Millisecond, "2025-11-05T14:03:25.1205Z", ""},
		{0.0, time.Second, "", ""},
		{math.Copysign(0, -1), time.Second, "", ""},
		{-0.5, time.Second, "", beforeEpoch},
		{1e300, time.Second, "", timeRange},
		{math.NaN(), time.Second, "", timeRange},
		{math.Inf(1), time.Second, "", timeRange},
		{253402300799.5, time.Second, "9999-12-31T23:59:59.5Z", ""},
		{"1700000000", time.Second, "2023-11-14T22:13:20Z", ""},
		{" 1700000000.123456789 ", time.Second, "2023-11-14T22:13:20.123456789Z", ""},
		{"1.7e9", time.Second, "2023-11-14T22:13:20Z", ""},
		{"1762351405120.25", time.Millisecond, "2025-11-05T14:03:25.12025Z", ""},
		{"0", time.Second, "", ""},
		{"", time.Second, "", ""},
		{" ", time.Second, "", ""},
		{"soon", time.Second, "", notNumber},
		{"2023-11-14", time.Second, "", notNumber},
		{"-1700000000", time.Second, "", beforeEpoch},
		{"99999999999999999999", time.Second, "", timeRange},
		{"1e999", time.Second, "", timeRange},
	}
	for _, test := range tests {
		lenienttest.Converted(t, test.in, utc(t, test.want), test.reason, func(s lenient.Site) lenient.Opt[time.Time] {
			switch in := test.in.(type) {
			case int64:
				return UnixTime(lenient.Some(in), test.unit, s)
			case float64:
				return UnixTimeFloat(lenient.Some(in), test.unit, s)
			}
			return UnixTimeText(lenient.Some(test.in.(string)), test.unit, s)
		})
	}
}

// Every day that can be read must be the one that package time means.
func TestCivilDays(t *testing.T) {
	for at := time.Date(0, 1, 1, 23, 59, 59, 7, time.UTC); at.Year() <= 9999; at = at.AddDate(0, 0, 1) {
		c := civil{year: at.Year(), month: int(at.Month()), day: at.Day(), hour: 23, minute: 59, second: 59, nanos: 7}
		if got := c.in(time.UTC); got != at {
			t.Fatalf("got %v, want %v", got, at)
		}
	}
}
