package convert

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
)

func duration() Conversion {
	return Conversion{
		Keys:    []string{"duration"},
		Summary: "A length of time: a number of `us`, `ms`, `s`, `min` or `h` (also a number in text), or text as `iso8601` (PT1M30S), `clock` (1:30, 00:01:30) or `go` (1.5s).",
		Example: "{from: length, duration: s}",
		Resolve: resolveDuration,
	}
}

// Length is a duration.
type Length struct {
	In   Expr
	Form string
}

var durationUnits = map[string]string{"us": "Microsecond", "ms": "Millisecond", "s": "Second", "min": "Minute", "h": "Hour"}

var durationForms = []string{"us", "ms", "s", "min", "h", "iso8601", "clock", "go"}

func resolveDuration(c *Context, v *fieldmap.Value, in Expr) Expr {
	form, pos, ok := scalarAt(c, v, "duration")
	if !ok {
		return nil
	}
	if !slices.Contains(durationForms, form) {
		return c.errorf(pos, "P110", "one of "+strings.Join(durationForms, ", "), "unknown duration %q%s", form, diag.Suggest(form, durationForms))
	}
	kind := in.Type().Kind
	if kind != Text && (durationUnits[form] == "" || kind != Int && kind != Float) {
		return c.errorf(pos, "P102", "a number is read with its unit, such as `duration: s`, and iso8601, clock and go are text", "duration %s cannot be read from %s, which is %s", form, in.Describe(), typeOf(in))
	}
	if !fits(c, pos, "duration: "+form, in, lengthMisfit(form)) {
		return nil
	}
	return Length{in, form}
}

// Type is a duration.
func (x Length) Type() Type { return Type{Kind: Duration} }

// Reads are those of what it reads.
func (x Length) Reads() []Path { return x.In.Reads() }

// Emit converts.
func (x Length) Emit(e *Emitter) *jen.Statement {
	in, site := x.In.Emit(e), e.site(sitePath(x.In))
	unit := durationUnits[x.Form]
	switch {
	case x.Form == "iso8601":
		return call("ISODuration", in, site)
	case x.Form == "clock":
		return call("ClockDuration", in, site)
	case x.Form == "go":
		return call("GoDuration", in, site)
	case x.In.Type().Kind == Int:
		return call("DurationInt", in, jen.Qual("time", unit), site)
	case x.In.Type().Kind == Float:
		return call("DurationFloat", in, jen.Qual("time", unit), site)
	}
	return call("DurationText", in, jen.Qual("time", unit), site)
}

// Describe names the source and the unit.
func (x Length) Describe() string { return x.In.Describe() + " (" + x.Form + ")" }
