package secrets

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestScrub takes a key out of texts that have it in any of the ways in which
// servers write what they were sent.
func TestScrub(t *testing.T) {
	const key = `Ze+yx"w/v&u<t'k\j q%41üß`
	json1, _ := json.Marshal(key)
	json2, _ := json.Marshal(string(json1))
	lower := func(s string) string { // of the escapes
		for i := 0; i+2 < len(s); i++ {
			if s[i] == '%' {
				s = s[:i] + strings.ToLower(s[i:i+3]) + s[i+3:]
			}
		}
		return s
	}
	var units, entities, hexEntities strings.Builder
	for _, r := range key {
		fmt.Fprintf(&units, `\u%04X`, r)
		fmt.Fprintf(&entities, "&#%d;", r)
		fmt.Fprintf(&hexEntities, "&#x%02X;", r)
	}
	for name, text := range map[string]string{
		"as it is":                  key,
		"query":                     url.QueryEscape(key),
		"path":                      url.PathEscape(key),
		"query, in lower case":      lower(url.QueryEscape(key)),
		"a query within a query":    url.QueryEscape(url.QueryEscape(key)),
		"a query within JSON":       strings.ReplaceAll(url.QueryEscape(key), "%", `\u0025`),
		"JSON":                      string(json1),
		"JSON within JSON":          string(json2),
		"JSON of others":            units.String(),
		"JSON of others, lower":     strings.ToLower(units.String()),
		"JSON with its slashes":     strings.ReplaceAll(string(json1), "/", `\/`),
		"HTML":                      strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&apos;").Replace(key),
		"HTML by numbers":           entities.String(),
		"HTML by hexadecimal ones":  hexEntities.String(),
		"Go":                        fmt.Sprintf("%q", key),
		"Go's header":               fmt.Sprint(http.Header{"X": {key}}),
		"the beginning":             key[:20] + "...",
		"the beginning, in a query": url.QueryEscape(key[:20]) + "...",
	} {
		var s Store
		s.Add(key)
		got := s.Scrub("<" + text + ">" + text)
		for _, part := range []string{"Ze", "%5a", "%5A", "005a", "005A", "yx", "uu"} {
			if strings.Contains(got, part) {
				t.Errorf("%s: %s is left of %s", name, got, text)
				break
			}
		}
		if !strings.HasPrefix(got, "<") || strings.Count(got, Redacted) != 2 {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestScrubLeavesTheRest(t *testing.T) {
	var s Store
	s.Add("sk-live-0123456789abcdef0123456789abcdef", "abc", "hunter2")
	for _, text := range []string{
		"", "abc", "sk-live-", "sk-live-0123", "no sk-live key", `{"a":"\u0041%41&amp;&#65;"}`, `%`, `%4`, `\`, `\u`, `\u004`, `&`, `&#`, `&#x;`, `&#99999999999;`, "hunter", "s%6", strings.Repeat(`\`, 100),
	} {
		if got := s.Scrub(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func FuzzScrub(f *testing.F) {
	f.Add(`Ze+yx"w/`, `%5Ae%2Byx\"w\/`)
	f.Add("%25x", "%25x%2525x")
	f.Fuzz(func(t *testing.T, key, text string) {
		var s Store
		s.Add(key)
		if len(key) < Shortest || strings.Contains(Redacted, key) {
			return
		}
		for _, form := range []string{key, url.QueryEscape(key)} {
			got := strings.ReplaceAll(s.Scrub(text+" "+form), Redacted, "") // apart, for the text may end within an escape
			if strings.HasSuffix(got, form) {
				t.Errorf("%q of %q", got, key)
			}
		}
	})
}

// TestSecretsInUseAreNotForgotten: tokens come and go, the key that fetches them
// stays.
func TestSecretsInUseAreNotForgotten(t *testing.T) {
	var s Store
	for i := range 3 * maxSecrets {
		s.Add("the-key-in-use")
		s.Add(fmt.Sprintf("token-%d", i))
		if got := s.Scrub("the-key-in-use"); got != Redacted {
			t.Fatalf("after %d tokens: %s", i, got)
		}
	}
	if got := s.Scrub("token-0"); got != "token-0" || len(s.list) > maxSecrets {
		t.Errorf("%d are kept, token-0 gives %s", len(s.list), got)
	}
}
