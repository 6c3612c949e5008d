package normalizetest

import (
	"strconv"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// timeForm is how a record writes an instant.
type timeForm struct {
	kind   string // rfc3339, naive, date, layout, unix_s, unix_ms, unix_us, unix_ns
	layout string // of kind layout
	zone   *time.Location
	schema openapi.Type
}

const naiveLayout = "2006-01-02T15:04:05.000000"

// formOf reads the form from the field's conversion and the schema.
func formOf(v *fieldmap.Value, s *openapi.Schema) timeForm {
	f := timeForm{kind: scalarAt(v, "time"), layout: scalarAt(v, "layout"), zone: time.UTC}
	if s != nil {
		f.schema = s.Type
	}
	if loc, ok := zoneOf(scalarAt(v, "zone")); ok {
		f.zone = loc
	}
	if f.layout != "" {
		f.kind = "layout"
	}
	if f.kind == "" {
		f.kind = "rfc3339"
		if f.schema == openapi.Integer || f.schema == openapi.Number {
			f.kind = "unix_s"
		}
	}
	return f
}

// zoneOf reads a zone: an offset such as +05:30 or an IANA name.
func zoneOf(text string) (*time.Location, bool) {
	if t, err := time.Parse("-07:00", text); err == nil {
		return t.Location(), true
	}
	loc, err := time.LoadLocation(text)
	return loc, err == nil && text != ""
}

var unixUnits = map[string]time.Duration{
	"unix_s": time.Second, "unix_ms": time.Millisecond, "unix_us": time.Microsecond, "unix_ns": time.Nanosecond,
}

// exact gives the instant that the form can say nearest to t, not after it.
func (f timeForm) exact(t time.Time) time.Time {
	switch unit := unixUnits[f.kind]; {
	case unit != 0 && f.schema == openapi.Number:
		return t.Truncate(max(time.Millisecond, unit/1000))
	case unit != 0:
		return t.Truncate(unit)
	case f.kind == "date":
		return t.Truncate(24 * time.Hour)
	case f.kind == "layout":
		if back, err := time.ParseInLocation(f.layout, t.In(f.zone).Format(f.layout), f.zone); err == nil {
			return back.UTC()
		}
	}
	return t.Truncate(time.Microsecond)
}

// value renders t. Which of the equal spellings of RFC 3339 it takes depends on
// variant.
func (f timeForm) value(t time.Time, variant int) any {
	if unit := unixUnits[f.kind]; unit != 0 {
		return f.unix(t, unit)
	}
	switch f.kind {
	case "naive":
		return t.In(f.zone).Format(naiveLayout)
	case "date":
		return t.In(f.zone).Format(time.DateOnly)
	case "layout":
		return t.In(f.zone).Format(f.layout)
	}
	if variant%3 == 1 {
		return t.In(time.FixedZone("", 5*3600+1800)).Format(time.RFC3339Nano)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func (f timeForm) unix(t time.Time, unit time.Duration) any {
	n := t.UnixNano()
	digits := strconv.FormatInt(n/int64(unit), 10)
	if rest := n % int64(unit); rest != 0 {
		digits = strconv.FormatFloat(float64(n/int64(time.Microsecond))/float64(unit/time.Microsecond), 'f', -1, 64)
	}
	if f.schema == openapi.String {
		return digits
	}
	return number(digits)
}

// parse reads a parameter in the form; false where it is not of it.
func (f timeForm) parse(text string) (time.Time, bool) {
	if unit := unixUnits[f.kind]; unit != 0 {
		n, err := strconv.ParseInt(text, 10, 64)
		return time.Unix(0, 0).UTC().Add(time.Duration(n) * unit), err == nil
	}
	layout := time.RFC3339Nano
	switch f.kind {
	case "naive":
		layout = "2006-01-02T15:04:05.999999999"
	case "date":
		layout = time.DateOnly
	case "day":
		t, err := time.Parse(time.RFC3339, text)
		return f.floor(t), err == nil
	case "layout":
		layout = f.layout
	}
	t, err := time.ParseInLocation(layout, text, f.zone)
	return t, err == nil
}

// grain is how finely the form's parameter can say an instant.
func (f timeForm) grain() time.Duration {
	if unit := unixUnits[f.kind]; unit != 0 {
		return unit
	}
	if f.kind == "date" || f.kind == "day" {
		return 24 * time.Hour
	}
	return time.Nanosecond
}
