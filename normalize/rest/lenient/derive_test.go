package lenient

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestExtract(t *testing.T) {
	group, whole := regexp.MustCompile(`^tel:(\+?\d*)$`), regexp.MustCompile(`\d+`)
	for _, test := range []struct {
		in   Opt[string]
		re   *regexp.Regexp
		want Opt[string]
	}{
		{Some("tel:+15550100"), group, Some("+15550100")},
		{Some("tel:"), group, Opt[string]{}},
		{Some("sip:x"), group, Opt[string]{}},
		{Some("room 12b"), whole, Some("12")},
		{Opt[string]{}, whole, Opt[string]{}},
	} {
		if got := Extract(test.in, test.re); got != test.want {
			t.Errorf("%q by %s: %+v, want %+v", test.in.Value, test.re, got, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	var is Issues
	site := is.Site(nil, "Cost.Amount", "price")
	if got := ParseNumber(Some(" -1.25e1 "), site); got != Some(-12.5) {
		t.Errorf("%+v", got)
	}
	for _, text := range []string{"", "x", "1,5", "0x10", "NaN", "1e999"} {
		if got := ParseNumber(Some(text), site); got.OK {
			t.Errorf("%q gives %v", text, got.Value)
		}
	}
	if is.Len() != 1 {
		t.Errorf("%d issues, want one for the path", is.Len())
	}
	lookup := func(s string) (bool, bool) { return s == "yes", s == "yes" || s == "no" }
	var more Issues
	site = more.Site(nil, "Private", "internal")
	if got := ParseBool(Some("no"), lookup, site); got != Some(false) {
		t.Errorf("%+v", got)
	}
	if got := ParseBool(Some("maybe"), lookup, site); got.OK || more.Len() != 1 {
		t.Errorf("%+v, %d issues", got, more.Len())
	}
}

func TestDerived(t *testing.T) {
	if got := Scale(Some(14.0), 1, 100); got != Some(0.14) {
		t.Errorf("%v", got)
	}
	if got := Not(Some(true)); got != Some(false) {
		t.Errorf("%+v", got)
	}
	if got := Not(Opt[bool]{}); got.OK {
		t.Errorf("%+v", got)
	}
	at := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	if got := After(Some(at), Some(1500*time.Millisecond)); got != Some(at.Add(1500*time.Millisecond)) {
		t.Errorf("%+v", got)
	}
	if After(Some(at), Opt[time.Duration]{}).OK || After(Opt[time.Time]{}, Some(time.Second)).OK || Sum(Some(time.Second), Opt[time.Duration]{}).OK {
		t.Error("something from nothing")
	}
	for in, want := range map[string]string{`{"a":1}`: `{"a":1}`, " 40 ": `40`, "Done.": `"Done."`, `"x`: `"\"x"`, "": "", "null": ""} {
		if diff := cmp.Diff(json.RawMessage(want), JSONOrText(Some(in)).Value, cmp.Transformer("text", func(r json.RawMessage) string { return string(r) })); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}
