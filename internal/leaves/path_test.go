package leaves

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePath(t *testing.T) {
	name := func(s string) Segment { return Segment{Name: s} }
	at := func(i int) Segment { return Segment{Index: i} }
	for text, want := range map[string]Path{
		".":            {},
		"a":            {name("a")},
		"a.b":          {name("a"), name("b")},
		"a[0].b":       {name("a"), at(0), name("b")},
		"a[0][12].b":   {name("a"), at(0), at(12), name("b")},
		"[1].b":        {at(1), name("b")},
		`a\.b.c`:       {name("a.b"), name("c")},
		`a\[0\]`:       {name("a[0]")},
		`a\\.b`:        {name(`a\`), name("b")},
		`a\`:           {name(`a\`)},
		"a b.ü-$":      {name("a b"), name("ü-$")},
		"a]":           {name("a]")},
		`\.`:           {name(".")},
		"a[0].b[1].c ": {name("a"), at(0), name("b"), at(1), name("c ")},
	} {
		got, err := ParsePath(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q differs (-want +got):\n%s", text, d)
		}
		again, err := ParsePath(got.Written())
		if err != nil || cmp.Diff(got, again) != "" {
			t.Errorf("%q is written as %q, which reads as %v (%v)", text, got.Written(), again, err)
		}
	}
	for text, want := range map[string]string{
		"":          "empty step",
		"..":        "empty step",
		".a":        "empty step",
		"a.":        "empty step",
		"a..b":      "empty step",
		"a.[0]":     "empty step",
		"a[":        "in brackets",
		"a[x]":      "in brackets",
		"a[-2]":     "in brackets",
		"a[+1]":     "in brackets",
		"a[ ]":      "in brackets",
		"a[0]b":     "a dot is missing",
		"a[99999]":  "in brackets",
		"a[0].b[1c": "in brackets",
	} {
		if got, err := ParsePath(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, %v; want an error with %q", text, got, err, want)
		}
	}
}
