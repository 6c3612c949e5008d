package hints

import (
	"strconv"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// Floor is the instant as coarsely as the form says it.
func (f TimeForm) Floor(t time.Time) time.Time {
	if f.Kind == "date" || f.Kind == "day" {
		y, m, d := t.In(f.Zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, f.Zone)
	}
	if grain := f.grain(); grain > time.Nanosecond {
		return time.Unix(0, t.UnixNano()/int64(grain)*int64(grain))
	}
	return t
}

// TimeForm is how a record writes an instant.
type TimeForm struct {
	Kind   string // rfc3339, naive, date, layout, unix_s, unix_ms, unix_us, unix_ns
	layout string // of kind layout
	Zone   *time.Location
	schema openapi.Type
}

const naiveLayout = "2006-01-02T15:04:05.000000"

// FormOf reads the form from the field's conversion and the schema.
func FormOf(v *fieldmap.Value, s *openapi.Schema) TimeForm {
	f := TimeForm{Kind: ScalarAt(v, "time"), layout: ScalarAt(v, "layout"), Zone: time.UTC}
	if s != nil {
		f.schema = s.Type
	}
	if loc, ok := ZoneOf(ScalarAt(v, "zone")); ok {
		f.Zone = loc
	}
	if f.layout != "" {
		f.Kind = "layout"
	}
	if f.Kind == "" {
		f.Kind = "rfc3339"
		if f.schema == openapi.Integer || f.schema == openapi.Number {
			f.Kind = "unix_s"
		}
	}
	return f
}

// ZoneOf reads a zone: an offset such as +05:30 or an IANA name.
func ZoneOf(text string) (*time.Location, bool) {
	if t, err := time.Parse("-07:00", text); err == nil {
		return t.Location(), true
	}
	loc, err := time.LoadLocation(text)
	return loc, err == nil && text != ""
}

var unixUnits = map[string]time.Duration{
	"unix_s": time.Second, "unix_ms": time.Millisecond, "unix_us": time.Microsecond, "unix_ns": time.Nanosecond,
}

// Exact gives the instant that the form can say nearest to t, not after it.
func (f TimeForm) Exact(t time.Time) time.Time {
	switch unit := unixUnits[f.Kind]; {
	case unit != 0 && f.schema == openapi.Number:
		return t.Truncate(max(time.Millisecond, unit/1000))
	case unit != 0:
		return t.Truncate(unit)
	case f.Kind == "date":
		return t.Truncate(24 * time.Hour)
	case f.Kind == "layout":
		if back, err := time.ParseInLocation(f.layout, t.In(f.Zone).Format(f.layout), f.Zone); err == nil {
			return back.UTC()
		}
	}
	return t.Truncate(time.Microsecond)
}

// Value renders t. Which of the equal spellings of RFC 3339 it takes depends on
// variant.
func (f TimeForm) Value(t time.Time, variant int) any {
	if unit := unixUnits[f.Kind]; unit != 0 {
		return f.unix(t, unit)
	}
	switch f.Kind {
	case "naive":
		return t.In(f.Zone).Format(naiveLayout)
	case "date":
		return t.In(f.Zone).Format(time.DateOnly)
	case "layout":
		return t.In(f.Zone).Format(f.layout)
	}
	if variant%3 == 1 {
		return t.In(time.FixedZone("", 5*3600+1800)).Format(time.RFC3339Nano)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func (f TimeForm) unix(t time.Time, unit time.Duration) any {
	n := t.UnixNano()
	digits := strconv.FormatInt(n/int64(unit), 10)
	if rest := n % int64(unit); rest != 0 {
		digits = strconv.FormatFloat(float64(n/int64(time.Microsecond))/float64(unit/time.Microsecond), 'f', -1, 64)
	}
	if f.schema == openapi.String {
		return digits
	}
	return jsontree.Number(digits)
}

// Parse reads a parameter in the form; false where it is not of it.
func (f TimeForm) Parse(text string) (time.Time, bool) {
	if unit := unixUnits[f.Kind]; unit != 0 {
		n, err := strconv.ParseInt(text, 10, 64)
		return time.Unix(0, 0).UTC().Add(time.Duration(n) * unit), err == nil
	}
	layout := time.RFC3339Nano
	switch f.Kind {
	case "naive":
		layout = "2006-01-02T15:04:05.999999999"
	case "date":
		layout = time.DateOnly
	case "day":
		t, err := time.Parse(time.RFC3339, text)
		return f.Floor(t), err == nil
	case "layout":
		layout = f.layout
	}
	t, err := time.ParseInLocation(layout, text, f.Zone)
	return t, err == nil
}

// grain is how finely the form's parameter can say an instant.
func (f TimeForm) grain() time.Duration {
	if unit := unixUnits[f.Kind]; unit != 0 {
		return unit
	}
	if f.Kind == "date" || f.Kind == "day" {
		return 24 * time.Hour
	}
	return time.Nanosecond
}
