package times

import (
	"strings"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// Why a time cannot be used.
const (
	notTime       = "not an RFC 3339 time"
	noZone        = "the time has no zone"
	notNaive      = "not an ISO 8601 date or time"
	zoneUnknown   = "the time zone of the field map is not known on this machine (a program that imports time/tzdata knows it)"
	timeRange     = "the time is out of range"
	notLayout     = "the time is not written as the field map's layout"
	ambiguousZone = "the abbreviation of the time zone does not say its offset"
)

// The instants that the years 0 to 9999 reach from and to, which are those that
// JSON can carry.
const (
	MinUnix = -62_167_219_200
	MaxUnix = 253_402_300_799
)

// RFC3339 reads a time as RFC 3339 writes it. It also takes lower-case t and z,
// a space for the T, and offsets such as +0530 and +05, but never a time without
// a zone, since that is not an instant. Empty text is missing, and so is Go's zero
// time (0001-01-01T00:00:00Z), which servers send where they mean no time. The
// result is in UTC, exact to the nanosecond, in the years 0 to 9999.
func RFC3339(in lenient.Opt[string], s lenient.Site) lenient.Opt[time.Time] {
	if !in.OK || in.Value == "" {
		return lenient.Opt[time.Time]{}
	}
	if c, ok := parseISO(in.Value); ok && c.zoned && c.form == withSeconds {
		return checked(c.in(time.UTC), in.Value, s)
	}
	return oddRFC3339(in.Value, s)
}

// oddRFC3339 is RFC3339 for what is rare.
func oddRFC3339(text string, s lenient.Site) lenient.Opt[time.Time] {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return lenient.Opt[time.Time]{}
	}
	c, ok := parseISO(trimmed)
	if ok && c.zoned && c.form == withSeconds {
		return checked(c.in(time.UTC), text, s)
	}
	if t, err := time.Parse(time.RFC3339, trimmed); err == nil {
		return checked(t.UTC(), text, s)
	}
	if ok && !c.zoned {
		s.Text(text, noZone)
	} else {
		s.Text(text, notTime)
	}
	return lenient.Opt[time.Time]{}
}

// NaiveTime reads an ISO 8601 time that does not say its zone, which is zone:
// 2006-01-02T15:04:05 with or without a fraction, with a space for the T,
// without seconds, or the date alone, which is its midnight. A time that does
// say Z or an offset is read with that. Empty text is missing, and so is Go's
// zero time. What zone's clocks skip or repeat is read as [time.Date] does. The
// result is in UTC, in the years 0 to 9999.
func NaiveTime(in lenient.Opt[string], zone *time.Location, s lenient.Site) lenient.Opt[time.Time] {
	if !in.OK || in.Value == "" {
		return lenient.Opt[time.Time]{}
	}
	text := strings.TrimSpace(in.Value)
	if text == "" {
		return lenient.Opt[time.Time]{}
	}
	c, ok := parseISO(text)
	switch {
	case !ok:
		s.Text(in.Value, notNaive)
	case zone == nil && !c.zoned:
		s.Text(in.Value, zoneUnknown)
	default:
		return checked(c.in(zone), in.Value, s)
	}
	return lenient.Opt[time.Time]{}
}

// LayoutTime reads a time in the form of layout (see [time.Layout]), which zone
// completes where layout has none. An abbreviation of a time zone that zone does
// not know is an issue, since it does not say the offset. Empty text is missing,
// and so is Go's zero time. The result is in UTC, in the years 0 to 9999.
func LayoutTime(in lenient.Opt[string], layout string, zone *time.Location, s lenient.Site) lenient.Opt[time.Time] {
	if !in.OK {
		return lenient.Opt[time.Time]{}
	}
	text := strings.TrimSpace(in.Value)
	if text == "" {
		return lenient.Opt[time.Time]{}
	}
	if zone == nil {
		s.Text(in.Value, zoneUnknown)
		return lenient.Opt[time.Time]{}
	}
	t, err := time.ParseInLocation(layout, text, zone)
	switch {
	case err != nil:
		s.Text(in.Value, notLayout)
	case fabricated(t, layout, zone):
		s.Text(in.Value, ambiguousZone)
	default:
		return checked(t.UTC(), in.Value, s)
	}
	return lenient.Opt[time.Time]{}
}

// fabricated reports whether package time made up the offset of t, as it does
// for an abbreviation that it does not know: it is 0 then.
func fabricated(t time.Time, layout string, zone *time.Location) bool {
	if t.Location() == zone || !strings.Contains(layout, "MST") || strings.Contains(layout, "-07") || strings.Contains(layout, "Z07") {
		return false
	}
	name, offset := t.Zone()
	return offset == 0 && name != "UTC" && name != "WET" && !strings.HasPrefix(name, "GMT")
}

// checked refuses a time that JSON cannot carry.
func checked(t time.Time, text string, s lenient.Site) lenient.Opt[time.Time] {
	if unix := t.Unix(); unix < MinUnix || unix > MaxUnix {
		s.Text(text, timeRange)
		return lenient.Opt[time.Time]{}
	}
	return lenient.Opt[time.Time]{Value: t, OK: !t.IsZero()}
}
