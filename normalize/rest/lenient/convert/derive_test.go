package convert

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/times"
)

func TestExtract(t *testing.T) {
	group, whole := regexp.MustCompile(`^tel:(\+?\d*)$`), regexp.MustCompile(`\d+`)
	for _, test := range []struct {
		in   lenient.Opt[string]
		re   *regexp.Regexp
		want lenient.Opt[string]
	}{
		{lenient.Some("tel:+15550100"), group, lenient.Some("+15550100")},
		{lenient.Some("tel:"), group, lenient.Opt[string]{}},
		{lenient.Some("sip:x"), group, lenient.Opt[string]{}},
		{lenient.Some("room 12b"), whole, lenient.Some("12")},
		{lenient.Opt[string]{}, whole, lenient.Opt[string]{}},
	} {
		if got := Extract(test.in, test.re); got != test.want {
			t.Errorf("%q by %s: %+v, want %+v", test.in.Value, test.re, got, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	var is lenient.Issues
	site := is.Site(nil, "Cost.Amount", "price")
	if got := ParseNumber(lenient.Some(" -1.25e1 "), site); got != lenient.Some(-12.5) {
		t.Errorf("%+v", got)
	}
	for _, text := range []string{"", "x", "1,5", "0x10", "NaN", "1e999"} {
		if got := ParseNumber(lenient.Some(text), site); got.OK {
			t.Errorf("%q gives %v", text, got.Value)
		}
	}
	if is.Len() != 1 {
		t.Errorf("%d issues, want one for the path", is.Len())
	}
	lookup := func(s string) (bool, bool) { return s == "yes", s == "yes" || s == "no" }
	var more lenient.Issues
	site = more.Site(nil, "Private", "internal")
	if got := ParseBool(lenient.Some("no"), lookup, site); got != lenient.Some(false) {
		t.Errorf("%+v", got)
	}
	if got := ParseBool(lenient.Some("maybe"), lookup, site); got.OK || more.Len() != 1 {
		t.Errorf("%+v, %d issues", got, more.Len())
	}
}

func TestDerived(t *testing.T) {
	if got := Scale(lenient.Some(14.0), 1, 100); got != lenient.Some(0.14) {
		t.Errorf("%v", got)
	}
	if got := Not(lenient.Some(true)); got != lenient.Some(false) {
		t.Errorf("%+v", got)
	}
	if got := Not(lenient.Opt[bool]{}); got.OK {
		t.Errorf("%+v", got)
	}
	at := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := times.After(lenient.Some(at), lenient.Some(1500*time.Millisecond)); got != lenient.Some(at.Add(1500*time.Millisecond)) {
		t.Errorf("%+v", got)
	}
	if times.After(lenient.Some(at), lenient.Opt[time.Duration]{}).OK || times.After(lenient.Opt[time.Time]{}, lenient.Some(time.Second)).OK || times.Sum(lenient.Some(time.Second), lenient.Opt[time.Duration]{}).OK {
		t.Error("something from nothing")
	}
	for in, want := range map[string]string{`{"a":1}`: `{"a":1}`, " 40 ": `40`, "Done.": `"Done."`, `"x`: `"\"x"`, "": "", "null": ""} {
		if diff := cmp.Diff(json.RawMessage(want), JSONOrText(lenient.Some(in)).Value, cmp.Transformer("text", func(r json.RawMessage) string { return string(r) })); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}
