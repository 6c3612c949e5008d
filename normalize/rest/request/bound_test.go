package request

import (
	"testing"
	"time"
)

func TestBound(t *testing.T) {
	kolkata := time.FixedZone("+05:30", 5*3600+1800)
	at := time.Date(2025, 3, 10, 23, 30, 0, 250_000_000, time.UTC)
	midnight := time.Date(2025, 3, 10, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		bound        Bound
		at           time.Time
		lower, upper string
	}{
		"rfc3339 inclusive":          {Bound{Format: BoundRFC3339, Inclusive: true}, at, "2025-03-10T23:30:00.25Z", "2025-03-10T23:30:00.25Z"},
		"rfc3339 exclusive":          {Bound{Format: BoundRFC3339}, at, "2025-03-10T23:29:59.25Z", "2025-03-10T23:30:00.25Z"},
		"seconds inclusive":          {Bound{Format: BoundUnix, Inclusive: true}, at, "1741649400", "1741649401"},
		"seconds exclusive":          {Bound{Format: BoundUnix}, at, "1741649399", "1741649401"},
		"whole second":               {Bound{Format: BoundUnix}, midnight, "1741564799", "1741564800"},
		"milliseconds":               {Bound{Format: BoundUnixMilli, Inclusive: true}, at, "1741649400250", "1741649400250"},
		"microseconds":               {Bound{Format: BoundUnixMicro, Inclusive: true}, at, "1741649400250000", "1741649400250000"},
		"before 1970":                {Bound{Format: BoundUnix, Inclusive: true}, time.Unix(-2, 500), "-2", "-1"},
		"day inclusive":              {Bound{Format: BoundDate, Inclusive: true}, at, "2025-03-10", "2025-03-10"},
		"day exclusive":              {Bound{Format: BoundDate}, at, "2025-03-09", "2025-03-11"},
		"whole day":                  {Bound{Format: BoundDay, Inclusive: true}, at, "2025-03-10T00:00:00Z", "2025-03-10T23:59:59Z"},
		"whole day in a zone":        {Bound{Format: BoundDay, Inclusive: true, Zone: kolkata}, at, "2025-03-11T00:00:00+05:30", "2025-03-11T23:59:59+05:30"},
		"midnight ends the day":      {Bound{Format: BoundDate, Inclusive: true}, midnight, "2025-03-10", "2025-03-09"},
		"day in a zone":              {Bound{Format: BoundDate, Inclusive: true, Zone: kolkata}, at, "2025-03-11", "2025-03-11"},
		"day in an undocumented one": {Bound{Format: BoundDate, Inclusive: true, AnyZone: true}, at, "2025-03-10", "2025-03-11"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.bound.Lower(test.at); got != test.lower {
				t.Errorf("lower %s, want %s", got, test.lower)
			}
			if got := test.bound.Upper(test.at); got != test.upper {
				t.Errorf("upper %s, want %s", got, test.upper)
			}
		})
	}
}

// TestBoundNeverNarrows compares as a server would that reads its days in any
// zone: what is in [since, until) must pass both bounds.
func TestBoundNeverNarrows(t *testing.T) {
	since := time.Date(2025, 3, 10, 7, 45, 12, 1, time.UTC)
	until := since.Add(49*time.Hour + 3*time.Nanosecond)
	for _, inclusive := range []bool{true, false} {
		for offset := -12; offset <= 14; offset++ {
			zone := time.FixedZone("", offset*3600)
			for _, bound := range []Bound{
				{Format: BoundDate, Inclusive: inclusive, Zone: zone},
				{Format: BoundDate, Inclusive: inclusive, AnyZone: true},
			} {
				lower, _ := time.ParseInLocation(time.DateOnly, bound.Lower(since), zone)
				upper, _ := time.ParseInLocation(time.DateOnly, bound.Upper(until), zone)
				if inclusive {
					upper = upper.AddDate(0, 0, 1)
				} else {
					lower = lower.AddDate(0, 0, 1)
				}
				if lower.After(since) || upper.Before(until) {
					t.Errorf("zone %+d, inclusive %t, any zone %t: [%s, %s) leaves out some of [%s, %s)",
						offset, inclusive, bound.AnyZone, lower, upper, since, until)
				}
			}
		}
	}
}
