package convert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/openapi"
)

// neverTimes are formats of text that is neither a time nor a length of time.
var neverTimes = []string{"uuid", "email", "idn-email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "url", "byte", "binary", "password", "regex", "json-pointer"}

// MayBeTime reports whether text of a format may be a time.
func MayBeTime(format string) bool {
	return format != "time" && format != "duration" && !slices.Contains(neverTimes, format)
}

// fits reports a value whose documented format the conversion what cannot read. why
// says so of a format, and what mends it.
func fits(c *Context, pos diag.Pos, what string, in Expr, why func(t openapi.Type, format string) (hint string, bad bool)) bool {
	for _, s := range unchanged(in) {
		for _, t := range []openapi.Type{openapi.String, openapi.Integer} {
			one := leaves.As(s, t)
			if one == nil || one.Format == "" {
				continue
			}
			if hint, bad := why(t, one.Format); bad {
				c.errorf(pos, "P102", hint+"; correct the document in an overlay where it is wrong", "the document says that %s has the format %s, which `%s` does not read", in.Describe(), one.Format, what)
				return false
			}
		}
	}
	return true
}

// unchanged gives the schemas of the values that e gives unchanged.
func unchanged(e Expr) []*openapi.Schema {
	var parts []Expr
	switch e := e.(type) {
	case Path, Hop:
		if s := schemaOf(e); s != nil {
			return []*openapi.Schema{s}
		}
	case Default:
		parts = []Expr{e.In}
	case Coalesce:
		parts = e.Values
	case Case:
		parts = e.values()
	case Match:
		parts = e.values()
	}
	var out []*openapi.Schema
	for _, p := range parts {
		out = append(out, unchanged(p)...)
	}
	return out
}

// timeMisfit says whether values of a format cannot be read as a time in the form,
// and how they are read.
func (x *Instant) timeMisfit(t openapi.Type, format string) (hint string, bad bool) {
	unix := strings.HasPrefix(x.Form, "unix_")
	switch {
	case t == openapi.Integer:
		return "write `time: unix_s`", format == "int32" && (x.Form == "unix_ms" || x.Form == "unix_us")
	case format == "date-time":
		return "write `time: rfc3339`, or only the path", unix || x.Form == "layout" && !readsOne(x.Layout, time.RFC3339, time.RFC3339Nano)
	case format == "date":
		return "write `time: naive`, with a zone", unix || x.Form == "rfc3339" || x.Form == "layout" && !readsOne(x.Layout, time.DateOnly)
	case format == "time", format == "duration":
		return "read a property that has the day as well", true
	}
	return "read another property", slices.Contains(neverTimes, format)
}

// readsOne reports whether a layout reads times in one of the others.
func readsOne(layout string, others ...string) bool {
	at := time.Date(2033, 11, 29, 21, 47, 58, 120_000_000, time.UTC)
	return slices.ContainsFunc(others, func(other string) bool {
		_, err := time.Parse(layout, at.Format(other))
		return err == nil
	})
}

// lengthMisfit says whether text of a format cannot be read as a length of time in
// the form, and how it is read.
func lengthMisfit(form string) func(openapi.Type, string) (string, bool) {
	return func(t openapi.Type, format string) (hint string, bad bool) {
		switch {
		case t != openapi.String:
			return "", false
		case format == "duration":
			return "write `duration: iso8601`", form != "iso8601"
		case format == "time":
			return "write `duration: clock`", form != "clock"
		case format == "date-time", format == "date":
			return fmt.Sprintf("it is a time: {from: ..., time: %s, since: <another one>}", map[string]string{"date-time": "rfc3339", "date": "naive"}[format]), true
		}
		return "read another property", slices.Contains(neverTimes, format)
	}
}
