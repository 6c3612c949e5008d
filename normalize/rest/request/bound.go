package request

import (
	"strconv"
	"time"
)

// BoundFormat is how an API takes a time bound.
type BoundFormat int

// The formats of a bound.
const (
	BoundRFC3339   BoundFormat = iota // 2006-01-02T15:04:05.999999999Z
	BoundDate                         // 2006-01-02
	BoundDay                          // a whole day: 2006-01-02T00:00:00Z as a lower bound, 2006-01-02T23:59:59Z as an upper one
	BoundUnix                         // seconds since 1970
	BoundUnixMilli                    // milliseconds since 1970
	BoundUnixMicro                    // microseconds since 1970
)

// Bound says how an API takes a time bound. What it gives is never narrower than
// the time asked for: where the API only takes coarse times, or does not say
// whether the bound itself is included or in which zone a day begins, it is
// wider, and the caller applies the exact time to what comes back.
type Bound struct {
	Format BoundFormat
	// Inclusive says that the bound itself is included: for a lower bound the
	// instant or day that it names, for an upper bound of days the named day.
	Inclusive bool
	// Zone is where days begin; nil is UTC.
	Zone *time.Location
	// AnyZone says that the zone of the days is not known.
	AnyZone bool
}

// anyZone is how far a day may begin from midnight in UTC.
const anyZone = 14 * time.Hour

// Granularity is the step between two values of the format; for BoundRFC3339
// it is 0.
func (b Bound) Granularity() time.Duration {
	switch b.Format {
	case BoundDate, BoundDay:
		return 24 * time.Hour
	case BoundUnix:
		return time.Second
	case BoundUnixMilli:
		return time.Millisecond
	case BoundUnixMicro:
		return time.Microsecond
	}
	return 0
}

// Lower gives the text of a lower bound that leaves out nothing from t on.
func (b Bound) Lower(t time.Time) string {
	if !b.days() {
		return b.text(b.lower(t))
	}
	t = t.In(b.zone())
	if b.AnyZone {
		t = t.Add(-anyZone)
	}
	if !b.Inclusive {
		t = t.AddDate(0, 0, -1)
	}
	return b.day(t, 0, 0, 0)
}

// Upper gives the text of an upper bound that leaves out nothing before t.
func (b Bound) Upper(t time.Time) string {
	if !b.days() {
		return b.text(b.upper(t))
	}
	t = t.In(b.zone())
	if b.AnyZone {
		t = t.Add(anyZone)
	}
	if t = t.Add(-1); !b.Inclusive {
		t = t.AddDate(0, 0, 1)
	}
	return b.day(t, 23, 59, 59)
}

func (b Bound) days() bool { return b.Format == BoundDate || b.Format == BoundDay }

// day gives the text of the day of t, with a time of it where the format has one.
func (b Bound) day(t time.Time, hour, minute, second int) string {
	if b.Format == BoundDate {
		return t.Format(time.DateOnly)
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, hour, minute, second, 0, b.zone()).Format(time.RFC3339)
}

// LowerUnix is Lower for a parameter that is a number.
func (b Bound) LowerUnix(t time.Time) int64 { return b.unix(b.lower(t)) }

// UpperUnix is Upper for a parameter that is a number.
func (b Bound) UpperUnix(t time.Time) int64 { return b.unix(b.upper(t)) }

// lower floors t, and goes a step further where the bound itself may be left
// out. A format without steps is taken to have one of a second, since nothing
// says how finely the API compares.
func (b Bound) lower(t time.Time) time.Time {
	if g := b.Granularity(); g > 0 {
		t = floor(t, g)
	}
	if !b.Inclusive {
		t = t.Add(-max(b.Granularity(), time.Second))
	}
	return t
}

func (b Bound) upper(t time.Time) time.Time {
	g := b.Granularity()
	if g == 0 {
		return t
	}
	if f := floor(t, g); !f.Equal(t) {
		return f.Add(g)
	}
	return t
}

// floor rounds down also before 1970, where Truncate would as well: it counts
// from the zero time.
func floor(t time.Time, g time.Duration) time.Time { return t.UTC().Truncate(g) }

func (b Bound) text(t time.Time) string {
	if b.Format == BoundRFC3339 {
		return t.UTC().Format(time.RFC3339Nano)
	}
	return strconv.FormatInt(b.unix(t), 10)
}

func (b Bound) unix(t time.Time) int64 {
	switch b.Format {
	case BoundUnixMilli:
		return t.UnixMilli()
	case BoundUnixMicro:
		return t.UnixMicro()
	}
	return t.Unix()
}

func (b Bound) zone() *time.Location {
	if b.Zone == nil {
		return time.UTC
	}
	return b.Zone
}
