package normalizetest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// text makes up a string that the schema and the field map's conversion allow.
func (m *maker) text(s *openapi.Schema, place string, n int) any {
	h, mapped := m.hints[place]
	if len(s.Enum) > 0 {
		return s.Enum[(int(m.index)+n)%len(s.Enum)]
	}
	if mapped {
		if table := enumOf(h.value); table != nil {
			return table.Entries[n%len(table.Entries)].Key.Value
		}
		if part, ok := partAt(h, place, m.instant(n)); ok && isTime(h) {
			return part
		}
		if key, ok := caseAt(h, place, n); ok {
			return key
		}
		if text, ok := yesOrNo(h.value, n); ok {
			return text
		}
		if isTime(h) {
			return formOf(h.value, s).value(m.instant(n), n)
		}
		if text, ok := converted(h.value, n); ok {
			return text
		}
		if text, ok := m.entries(h, place); ok {
			return text
		}
		if text, ok := m.borrowed(h, n); ok {
			return text
		}
		if strings.HasSuffix(h.target, "URL") {
			return formatted("uri", m, place, n)
		}
	}
	return formatted(s.Format, m, place, n)
}

// formatted is a text of the schema's format.
func formatted(format string, m *maker, place string, n int) string {
	switch format {
	case "date-time":
		return m.instant(n).UTC().Format(time.RFC3339)
	case "date":
		return m.instant(n).UTC().Format(time.DateOnly)
	case "time":
		return m.instant(n).UTC().Format(time.TimeOnly)
	case "uuid":
		return idShape{seed: m.seed, name: place, uuid: true}.id(int(m.index))
	case "email":
		return fmt.Sprintf("user%d@example.com", n%1000)
	case "uri", "url", "uri-reference":
		return fmt.Sprintf("https://%s/%d/%d", filesHost, m.index, n%1000)
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

// isTime reports whether the conversion reads an instant.
func isTime(h hint) bool {
	if scalarAt(h.value, "time") != "" || scalarAt(h.value, "layout") != "" {
		return true
	}
	if scalarAt(h.value, "duration") != "" || scalarAt(h.value, "offset") != "" {
		return false
	}
	last := h.target[strings.LastIndexByte(h.target, '.')+1:]
	return last == "At" || (strings.HasSuffix(last, "At") && last != "")
}

// caseAt gives a text that a case knows, at the place that it looks at.
func caseAt(h hint, place string, n int) (string, bool) {
	by, when := pathsOf(valueAt(h.value, "case")), entriesOf(valueAt(h.value, "when"))
	if len(by) != 1 || len(when) == 0 || !strings.HasSuffix(place, by[0].place()) {
		return "", false
	}
	return when[n%len(when)].Key.Value, true
}

// yesOrNo is a text that the field map makes true or false of.
func yesOrNo(v *fieldmap.Value, n int) (string, bool) {
	var texts []string
	for _, side := range entriesOf(valueAt(v, "bool")) {
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
	if t := typeOf(s); t == openapi.Integer || t == openapi.Number {
		return number(strconv.Itoa(k))
	}
	switch scalarAt(v, "duration") {
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
	switch scalarAt(v, "json") {
	case "":
	case "array":
		return `["a", 1]`, true
	case "string":
		return `"text"`, true
	default:
		return `{"key": "value", "n": ` + strconv.Itoa(n%100) + `}`, true
	}
	switch unit := scalarAt(v, "duration"); unit {
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
	return "", false
}

// borrowed takes the examples' text for a conversion whose text form has no
// name here.
func (m *maker) borrowed(h hint, n int) (string, bool) {
	if _, err := strconv.ParseFloat(m.decl.sample(h.at), 64); err == nil {
		return strconv.Itoa(n % 600), true // a number in text stays one
	}
	if h.value == nil || h.value.Kind != fieldmap.Mapping {
		return "", false
	}
	for _, plain := range []string{"template", "case", "coalesce", "first", "default"} {
		if h.value.Get(plain) != nil {
			return "", false
		}
	}
	if only := len(h.value.Entries) == 1 && h.value.Get("from") != nil; only {
		return "", false
	}
	text := m.decl.sample(h.at)
	return text, text != ""
}
