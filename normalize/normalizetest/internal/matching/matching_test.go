package matching

import (
	"regexp"
	"testing"
)

func TestText(t *testing.T) {
	for _, pattern := range []string{
		`say`, `^say-[a-z]+$`, `^(ask|tell)\.[0-9]{2}$`, `\bword\b`, `(?i)^HELLO`, `^[^a-z]{3,}$`, `^$`, `^\d{4}-\d{2}$`, `a*b?c`, `^\p{Greek}+$`, `(?m)^x: (.*)$`, `^(?:a|b)(?:c|d)$`,
	} {
		for n := range 5 {
			text, ok := Text(pattern, n)
			if !ok || !regexp.MustCompile(pattern).MatchString(text) {
				t.Errorf("%s: %q, %v", pattern, text, ok)
			}
		}
	}
	for _, pattern := range []string{`[`, `a\bb`, `^a$b`} {
		if text, ok := Text(pattern, 0); ok {
			t.Errorf("%s: %q", pattern, text)
		}
	}
}

func TestAround(t *testing.T) {
	for _, test := range []struct{ pattern, inner, want string }{
		{`^tel:(.+)$`, "+49 30 1", "tel:+49 30 1"},
		{`^tel:(?:(\d+))?$`, "12", "tel:12"},
		{`^[0-9]+$`, "77", "77"},
		{`^(?:id|no)=(\w+);`, "a1", "id=a1;"},
		{`x(?:y|(z+))$`, "zz", "xzz"},
		{`^(\d+) s$`, "many", ""},
		{`^a(?P<name>.*)b(.*)$`, "-", "a-b"},
	} {
		text, ok := Around(test.pattern, test.inner)
		if text != test.want || ok != (test.want != "") {
			t.Errorf("%s around %q: %q, %v", test.pattern, test.inner, text, ok)
		}
	}
}
