package synth

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/matching"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// FilesHost is where the fake's recordings are: an origin that is not the
// provider's, as with most providers.
const FilesHost = "files.example.com"

// entries gives a text that a map cuts into entries.
func (m *Maker) entries(h hints.Hint, n int) (string, bool) {
	for _, declared := range m.Decl.File.Maps {
		if h.Cut == "" || declared.From.Value != h.Cut || !declared.Pattern.Set() {
			continue
		}
		pattern := declared.Pattern.Value
		made, _ := matching.Text(pattern, n)
		for _, text := range []string{m.Decl.Sample(h.At), "User: Is it you?\nBot: It is.", "user: Is it you?\nagent: It is.", "Is it you?", made} {
			if at := m.Decl.Pattern(pattern).FindStringIndex(text); at != nil && at[0] == 0 && at[1] > 0 {
				return text, true
			}
		}
	}
	return "", false
}

// text makes up a string that the schema and the field map's conversion allow.
func (m *Maker) text(s *openapi.Schema, place string, n int) any {
	if len(s.Enum) > 0 {
		return s.Enum[(int(m.Index)+n)%len(s.Enum)]
	}
	h, mapped := m.hints[place]
	if !mapped {
		return formatted(s.Format, m, place, n)
	}
	if text, ok := m.convertible(h, s, place, n); ok {
		return written(h.Value, text)
	}
	if text, ok := m.borrowed(h, n); ok {
		return text
	}
	if text, ok := matching.Text(hints.ScalarAt(h.Value, "regex"), n); ok && text != "" {
		return text
	}
	if strings.HasSuffix(h.Target, "URL") {
		return formatted("uri", m, place, n)
	}
	return formatted(s.Format, m, place, n)
}

// convertible is a text for the conversions behind that by a regular expression.
func (m *Maker) convertible(h hints.Hint, s *openapi.Schema, place string, n int) (string, bool) {
	if table := hints.EnumOf(h.Value); table != nil {
		return table.Entries[n%len(table.Entries)].Key.Value, true
	}
	if part, ok := partAt(h, place, m.instant(n)); ok && hints.IsTime(h) {
		return part, true
	}
	if key, ok := caseAt(h, place, n); ok {
		return key, true
	}
	if text, ok := yesOrNo(h.Value, n); ok {
		return text, true
	}
	if hints.IsTime(h) {
		return scalar(hints.FormOf(h.Value, s).Value(m.instant(n), n)), true
	}
	if text, ok := converted(h.Value, n); ok {
		return text, true
	}
	return m.entries(h, n)
}

// formatted is a text of the schema's format.
func formatted(format string, m *Maker, place string, n int) string {
	switch format {
	case "date-time":
		return m.instant(n).UTC().Format(time.RFC3339)
	case "date":
		return m.instant(n).UTC().Format(time.DateOnly)
	case "time":
		return m.instant(n).UTC().Format(time.TimeOnly)
	case "uuid":
		return shape{seed: m.Seed, name: place, uuid: true}.id(int(m.Index))
	case "email":
		return fmt.Sprintf("user%d@example.com", n%1000)
	case "uri", "url", "uri-reference":
		return fmt.Sprintf("https://%s/%d/%d", FilesHost, m.Index, n%1000)
	case "hostname":
		return fmt.Sprintf("host%d.example.com", n%1000)
	case "ipv4":
		return fmt.Sprintf("192.0.2.%d", n%256)
	case "ipv6":
		return fmt.Sprintf("2001:db8::%x", n%1000)
	case "byte":
		return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%s %d", place, n%1000))
	}
	name := place[strings.LastIndexByte(place, '.')+1:]
	if m.plain {
		return strings.ReplaceAll(name, "_", " ") + " " + strconv.Itoa(n%1000)
	}
	return texts[n%len(texts)] + " " + name + " " + strconv.Itoa(n%1000)
}

// Texts that are hard on a reader of JSON: escapes, other scripts, a brace in a
// string, a backslash at the end of a run.
var texts = []string{"Plain", "Grüße \"quoted\"", "line\nbreak", "{not json}", `back\slash`, "日本語 😀", "<tag> & more", "tab\there"}

// caseAt gives a text that a case knows, at the place that it looks at.
func caseAt(h hints.Hint, place string, n int) (string, bool) {
	by, when := hints.PathsOf(hints.ValueAt(h.Value, "case")), hints.EntriesOf(hints.ValueAt(h.Value, "when"))
	if len(by) != 1 || len(when) == 0 || !strings.HasSuffix(place, by[0].Place()) {
		return "", false
	}
	return when[n%len(when)].Key.Value, true
}

// yesOrNo is a text that the field map makes true or false of.
func yesOrNo(v *fieldmap.Value, n int) (string, bool) {
	var texts []string
	for _, side := range hints.EntriesOf(hints.ValueAt(v, "bool")) {
		for _, item := range side.Value.Items {
			texts = append(texts, item.Text)
		}
	}
	if len(texts) == 0 {
		return "", false
	}
	return texts[n%len(texts)], true
}

// lengthOf is a length of time of k units, of which a greater k makes a greater one.
func lengthOf(v *fieldmap.Value, s *openapi.Schema, k int) any {
	if t := schemas.TypeOf(s); t == openapi.Integer || t == openapi.Number {
		return jsontree.Number(strconv.Itoa(k))
	}
	switch hints.ScalarAt(v, "duration") {
	case "iso8601":
		return fmt.Sprintf("PT%dS", k)
	case "clock":
		return fmt.Sprintf("%02d:%02d:%02d", k/3600, k/60%60, k%60)
	case "go":
		return fmt.Sprintf("%ds", k)
	}
	return strconv.Itoa(k)
}

// converted writes a text for the conversions whose text form has a name.
func converted(v *fieldmap.Value, n int) (string, bool) {
	switch hints.ScalarAt(v, "json") {
	case "":
	case "array":
		return `["a", 1]`, true
	case "string":
		return `"text"`, true
	default:
		return `{"key": "value", "n": ` + strconv.Itoa(n%100) + `}`, true
	}
	switch unit := hints.ScalarAt(v, "duration"); unit {
	case "":
	case "iso8601", "iso":
		return fmt.Sprintf("PT%dM%dS", n%60, n%59), true
	case "mm:ss", "clock":
		return fmt.Sprintf("%02d:%02d", n%60, n%59), true
	case "go", "text", "suffix":
		return fmt.Sprintf("%d.%03ds", n%600, n%1000), true
	default:
		return strconv.Itoa(n % 600), true
	}
	if hints.ScalarAt(v, "number") != "" {
		return fmt.Sprintf("%d.%02d", n%600, n%100), true
	}
	return "", false
}

// borrowed takes the examples' text for a conversion whose text form has no
// name here.
func (m *Maker) borrowed(h hints.Hint, n int) (string, bool) {
	if _, err := strconv.ParseFloat(m.Decl.Sample(h.At), 64); err == nil {
		return strconv.Itoa(n % 600), true // a number in text stays one
	}
	if h.Value == nil || h.Value.Kind != fieldmap.Mapping {
		return "", false
	}
	for _, plain := range []string{"template", "case", "coalesce", "first", "default"} {
		if h.Value.Get(plain) != nil {
			return "", false
		}
	}
	if only := len(h.Value.Entries) == 1 && h.Value.Get("from") != nil; only {
		return "", false
	}
	text := m.Decl.Sample(h.At)
	return text, text != ""
}
