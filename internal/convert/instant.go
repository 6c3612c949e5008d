package convert

import (
	"slices"
	"strings"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

func instant() Conversion {
	return Conversion{
		Keys: []string{"time", "zone", "layout"},
		Summary: "A time: `rfc3339` (assumed where the document says format date-time), `naive` (ISO 8601 without a zone, which `zone` states: UTC, an offset " +
			"such as +05:30, or an IANA name), `layout` (Go's reference layout in `layout`, with `zone` where it has none), `unix_s`, `unix_ms` or `unix_us` (a number, or a number in text).",
		Example: "{from: created, time: naive, zone: UTC}",
		Resolve: resolveTime,
	}
}

// Instant is a time.
type Instant struct {
	In     Expr
	Form   string // rfc3339, naive, layout, unix_s, unix_ms, unix_us
	Zone   string
	Layout string
}

var timeForms = []string{"rfc3339", "naive", "layout", "unix_s", "unix_ms", "unix_us"}

func resolveTime(c *Context, v *fieldmap.Value, in Expr) Expr {
	form, pos, ok := scalarAt(c, v, "time")
	if !ok {
		return nil
	}
	if !slices.Contains(timeForms, form) {
		return c.errorf(pos, "P110", "one of "+strings.Join(timeForms, ", "), "unknown time %q%s", form, diag.Suggest(form, timeForms))
	}
	x := Instant{In: in, Form: form}
	kind := in.Type().Kind
	unix := strings.HasPrefix(form, "unix_")
	if kind != Text && (!unix || kind != Int && kind != Float) {
		return c.errorf(pos, "P102", howTimed(kind), "time %s cannot be read from %s, which is %s", form, in.Describe(), typeOf(in))
	}
	if !x.layout(c, v, pos) || !x.zone(c, v, pos) || !fits(c, pos, "time: "+form, in, x.timeMisfit) {
		return nil
	}
	return x
}

// howTimed is the hint for a time that cannot be read from values of a kind.
func howTimed(kind Kind) string {
	switch kind {
	case Int, Float:
		return "a number is read with `time: unix_s`, unix_ms or unix_us"
	case Time:
		return "remove time"
	}
	return "read a property that is text or a number"
}

func (x *Instant) zone(c *Context, v *fieldmap.Value, pos diag.Pos) bool {
	zone, zonePos, given := scalarAt(c, v, "zone")
	naive := x.Form == "naive" || x.Form == "layout"
	switch {
	case !given && (x.Form == "naive" || x.Form == "layout" && !hasZone(x.Layout)):
		c.errorf(pos, "P104", "add `zone: UTC`, or the zone that the provider documents", "a time without a zone does not say which zone it is in")
		return false
	case given && !naive:
		c.errorf(zonePos, "P110", "remove zone", "time %s needs no zone", x.Form)
		return false
	case given && !ValidZone(zone):
		c.errorf(zonePos, "P110", "write UTC, an offset such as +05:30, or an IANA name such as Asia/Kolkata", "unknown zone %q", zone)
		return false
	}
	if x.Zone = zone; zone == "" {
		x.Zone = "UTC"
	}
	return true
}

func (x *Instant) layout(c *Context, v *fieldmap.Value, pos diag.Pos) bool {
	layout, layoutPos, given := scalarAt(c, v, "layout")
	if given != (x.Form == "layout") {
		c.errorf(pos, "P110", "write `time: layout, layout: \"2006-01-02 15:04\"`", "`time: layout` and a `layout` go together")
		return false
	}
	x.Layout = layout
	if !given {
		return true
	}
	if reason := badLayout(layout); reason != "" {
		c.errorf(layoutPos, "P110", "write how Go's reference time, 2006-01-02 15:04:05, would look", "the layout %q %s", layout, reason)
		return false
	}
	return true
}

// badLayout says why no time can be read by a layout; "" where one can. What it
// writes of a time it must read again.
func badLayout(layout string) string {
	ref := time.Date(2033, 11, 29, 21, 47, 58, 0, time.UTC)
	back, err := time.Parse(layout, ref.Format(layout))
	switch {
	case err != nil:
		return "cannot be read"
	case back.Year() != ref.Year() || back.YearDay() != ref.YearDay():
		return "has no year, month and day"
	case back.Hour() != ref.Hour() && back.Hour() != 0:
		return "has hours to 12 without PM"
	}
	return ""
}

// hasZone reports whether times in the layout say their zone.
func hasZone(layout string) bool {
	at := time.Date(2033, 11, 29, 21, 47, 58, 0, time.UTC)
	return at.Format(layout) != at.In(time.FixedZone("XYZ", 0)).Format(layout) || strings.Contains(layout, "Z07") || strings.Contains(layout, "-07")
}

// ValidZone reports whether a zone is UTC, an offset or an IANA name.
func ValidZone(zone string) bool {
	if _, err := time.Parse("-07:00", zone); err == nil {
		return true
	}
	_, err := time.LoadLocation(zone)
	return err == nil && zone != "" && zone != "Local"
}

// Type is a time.
func (x Instant) Type() Type { return Type{Kind: Time} }

// Reads are those of what it reads.
func (x Instant) Reads() []Path { return x.In.Reads() }

// Emit parses.
func (x Instant) Emit(e *Emitter) *jen.Statement {
	in, site := x.In.Emit(e), e.site(sitePath(x.In))
	unit := map[string]string{"unix_s": "Second", "unix_ms": "Millisecond", "unix_us": "Microsecond"}[x.Form]
	switch {
	case x.Form == "rfc3339":
		return call("RFC3339", in, site)
	case x.Form == "naive":
		return call("NaiveTime", in, zoneCode(x.Zone), site)
	case x.Form == "layout":
		return call("LayoutTime", in, jen.Lit(x.Layout), zoneCode(x.Zone), site)
	case x.In.Type().Kind == Int:
		return call("UnixTime", in, jen.Qual("time", unit), site)
	case x.In.Type().Kind == Float:
		return call("UnixTimeFloat", in, jen.Qual("time", unit), site)
	}
	return call("UnixTimeText", in, jen.Qual("time", unit), site)
}

// zoneCode gives the *time.Location of a zone.
func zoneCode(zone string) *jen.Statement {
	if zone == "UTC" {
		return jen.Qual("time", "UTC")
	}
	return call("Zone", jen.Lit(zone))
}

// Describe names the source, and the form where it is not the usual one.
func (x Instant) Describe() string {
	switch x.Form {
	case "rfc3339":
		return x.In.Describe()
	case "naive":
		return x.In.Describe() + " (" + x.Zone + ")"
	}
	return x.In.Describe() + " (" + x.Form + ")"
}
