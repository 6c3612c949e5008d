package convert

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/internal/lenienttest"
	"github.com/parlancehq/parlance/normalize/rest/lenient/times"
)

// marshals wants what a conversion gives to have JSON.
func marshals(t *testing.T, what string, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

var firstDigits = regexp.MustCompile(`(\d+)[^\d]?`)

// FuzzLookup is of the conversions that look text up, or for something in it.
func FuzzLookup(f *testing.F) {
	for _, text := range lenienttest.ExampleTexts(f) {
		f.Add(text, "completed")
	}
	f.Add("", "")
	f.Add("yes", "yes")
	f.Fuzz(func(t *testing.T, text, known string) {
		var is lenient.Issues
		s := is.Site(nil, "Field", "path")
		in := lenient.Some(text)
		got := Enum(in, func(text string) (string, bool) {
			if text == known {
				return "known", true
			}
			return "unknown", false
		}, s)
		switch {
		case text == "" && (got.OK || is.Len() > 0), text == known && text != "" && (got != lenient.Some("known") || is.Len() > 0):
			t.Fatalf("%q of %q: %v, %d issues", text, known, got, is.Len())
		case text != known && text != "" && (got != lenient.Some("unknown") || is.Len() != 1):
			t.Fatalf("%q of %q: %v, %d issues", text, known, got, is.Len())
		}
		marshals(t, text, is.Take())
		yes := ParseBool(in, func(text string) (bool, bool) { return text == known, text == known }, s)
		if yes.OK != (text == known && text != "") || yes.OK == (is.Len() > 0) && text != "" || yes.OK && !yes.Value {
			t.Fatalf("%q of %q: %v, %d issues", text, known, yes, is.Len())
		}
		if no := Not(yes); no.OK != yes.OK || no.OK && no.Value == yes.Value || Not(no) != yes {
			t.Fatalf("%q: %v and not %v", text, yes, no)
		}
		part := Extract(in, firstDigits)
		if digits := strings.Trim(part.Value, "0123456789"); digits != "" || part.OK != strings.ContainsAny(text, "0123456789") || !strings.Contains(text, part.Value) {
			t.Fatalf("%q: the first digits are %v", text, part)
		}
		if got := FirstText(lenient.Opt[string]{}, lenient.Some(""), in, lenient.Some(known)); got.OK != (text+known != "") || text != "" && got != in {
			t.Fatalf("%q, %q: the first is %v", text, known, got)
		}
	})
}

// FuzzNumber is of the conversions between numbers, texts, booleans and JSON.
func FuzzNumber(f *testing.F) {
	for _, text := range append(lenienttest.ExampleTexts(f), "1e400", "-0", "9007199254740993", "1e308", "0.1", " 7 ", "NaN", "0x1", "1_0") {
		v, _ := strconv.ParseFloat(text, 64)
		f.Add(text, v, int64(v))
	}
	f.Fuzz(func(t *testing.T, text string, ratio float64, number int64) {
		if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
			return // JSON has none
		}
		var is lenient.Issues
		s := is.Site(nil, "Field", "path")
		got := ParseNumber(lenient.Some(text), s)
		if trimmed := strings.TrimSpace(text); got.OK == (is.Len() > 0) && trimmed != "" || trimmed == "" && (got.OK || is.Len() > 0) {
			t.Fatalf("%q: %v, %d issues", text, got, is.Len())
		}
		var want float64
		if err := json.Unmarshal([]byte(text), &want); err == nil && strings.TrimSpace(text) != "null" && got != lenient.Some(want) {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
		marshals(t, text, got.Value)
		for _, fraction := range [][2]float64{{1, 100}, {100, 1}, {1, 3}, {1e6, 1}} {
			if scaled := Scale(lenient.Some(ratio), fraction[0], fraction[1]); scaled.OK {
				marshals(t, text, scaled.Value)
			} else if product := ratio * fraction[0]; !math.IsNaN(product) && !math.IsInf(product, 0) {
				t.Fatalf("%g by %v is missing", ratio, fraction)
			}
		}
		if asText := FloatText(lenient.Some(ratio)); asText.OK {
			if back := ParseNumber(asText, s); back != lenient.Some(ratio) && !math.IsNaN(ratio) {
				t.Fatalf("%g is %q, and that is %v", ratio, asText.Value, back)
			}
		}
		var back float64
		if raw := lenient.FloatJSON(lenient.Some(ratio)); raw.OK && (json.Unmarshal(raw.Value, &back) != nil || back != ratio) {
			t.Fatalf("%g is %s, and that is %g", ratio, raw.Value, back)
		} else if !raw.OK && !math.IsNaN(ratio) && !math.IsInf(ratio, 0) {
			t.Fatalf("%g has no JSON", ratio)
		}
		digits := IntText(lenient.Some(number))
		if n, err := strconv.ParseInt(digits.Value, 10, 64); err != nil || n != number || string(lenient.IntJSON(lenient.Some(number)).Value) != digits.Value {
			t.Fatalf("%d is %q", number, digits.Value)
		}
		if AsInt(lenient.Some(number)) != lenient.Some(int(number)) || IntFloat(lenient.Some(number)) != lenient.Some(float64(number)) {
			t.Fatalf("%d is %v and %v", number, AsInt(lenient.Some(number)), IntFloat(lenient.Some(number)))
		}
		if even := lenient.Some(number%2 == 0); string(lenient.BoolJSON(even).Value) != BoolText(even).Value {
			t.Fatalf("%v is %s and %s", even, lenient.BoolJSON(even).Value, BoolText(even).Value)
		}
		is.Take()
		if lenient.Fewer(lenient.Some(number), lenient.Some(int64(len(text))), s) != (number < int64(len(text))) {
			t.Fatalf("%d of %d", number, len(text))
		}
		marshals(t, text, is.Take())
	})
}

// FuzzMoment is of the conversions that reckon with times, and of times in a layout.
func FuzzMoment(f *testing.F) {
	layouts := []string{time.RFC850, time.RFC1123, time.RFC1123Z, time.ANSIC, "2006-01-02 15:04:05", "01/02/2006 3:04 PM", "Mon Jan 2 15:04:05 MST 2006"}
	for i, text := range lenienttest.ExampleTexts(f) {
		f.Add(text, layouts[i%len(layouts)], int64(1700000000), int64(i)*1e9)
	}
	f.Add("Wednesday, 03-Dec-25 01:14:23 IST", time.RFC850, int64(times.MaxUnix), int64(time.Hour))
	f.Add("Wed, 03 Dec 2025 01:14:23 GMT", time.RFC1123, int64(times.MinUnix), int64(math.MaxInt64))
	kolkata := times.Zone("Asia/Kolkata")
	f.Fuzz(func(t *testing.T, text, layout string, unix, length int64) {
		var is lenient.Issues
		s := is.Site(nil, "Field", "path")
		got := times.LayoutTime(lenient.Some(text), layout, kolkata, s)
		if got.OK && (is.Len() > 0 || got.Value.Location() != time.UTC) {
			t.Fatalf("%q in %q: %v, %d issues", text, layout, got, is.Len())
		}
		want, err := time.ParseInLocation(layout, strings.TrimSpace(text), kolkata)
		if plain := !strings.Contains(layout, "MST"); plain && err == nil && want.Unix() >= times.MinUnix && want.Unix() <= times.MaxUnix && strings.TrimSpace(text) != "" && !want.Equal(got.Value) {
			t.Fatalf("%q in %q: %v, want %v", text, layout, got, want)
		}
		marshals(t, text, got.Value)
		start := lenient.Some(time.Unix(min(max(unix, times.MinUnix), times.MaxUnix), 0).UTC())
		d := lenient.Some(time.Duration(length))
		end := times.After(start, d)
		if end.OK {
			marshals(t, "after", end.Value)
			if span := times.Since(start, end); length >= 0 && span != d || length < 0 && span.OK {
				t.Fatalf("%v and %v later is %v, after %v", start.Value, d.Value, end.Value, span)
			}
		}
		if got := times.Between(start.Value, got.Value); got.OK && got.Value < 0 {
			t.Fatalf("from %v to %v is %v", start.Value, got, got.Value)
		}
		if twice := times.Sum(d, d); length >= 0 && twice.OK && twice.Value < d.Value {
			t.Fatalf("twice %v is %v", d.Value, twice.Value)
		}
	})
}

// FuzzJSON is of the conversions that carry JSON, or take it apart.
func FuzzJSON(f *testing.F) {
	for _, text := range append(lenienttest.ExampleTexts(f), `{"a":1,"b":"x","c":null,"":2,"a":true}`, `{"a":[`, "null", "\xff", `{"\ud800":1}`) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, raw := lenient.Some(text), lenient.Some(json.RawMessage(text))
		got := JSONOrText(in)
		if empty := strings.TrimSpace(text) == "" || strings.TrimSpace(text) == "null"; got.OK == empty {
			t.Fatalf("%q: %v", text, got)
		}
		if got.OK && json.Valid([]byte(strings.TrimSpace(text))) != (string(got.Value) == strings.TrimSpace(text)) && utf8.ValidString(text) {
			t.Fatalf("%q is carried as %s", text, got.Value)
		}
		if got.OK && utf8.ValidString(text) && !json.Valid(got.Value) {
			t.Fatalf("%q is carried as %s, which is not JSON", text, got.Value)
		}
		labels := lenient.Labels(raw)
		marshals(t, text, labels.Value)
		var members map[string]any
		if json.Unmarshal([]byte(text), &members) == nil && utf8.ValidString(text) {
			for name, v := range members {
				_, has := labels.Value[name]
				switch v.(type) {
				case string, float64, bool:
					if name != "" && !has {
						t.Fatalf("%q: there is no label %q in %v", text, name, labels)
					}
				}
			}
		}
		pairs := lenient.Pairs(lenient.Some([]string{text, "", text}), func(s *string) lenient.Opt[string] { return lenient.Some(*s) }, func(s *string) lenient.Opt[string] { return lenient.Some(*s) })
		if pairs.OK != (text != "") || pairs.OK && (len(pairs.Value) != 1 || pairs.Value[text] != text) {
			t.Fatalf("%q: %v", text, pairs)
		}
		attributes := Attributes(Attribute("text", lenient.TextJSON(in)), Attribute("none", lenient.Opt[json.RawMessage]{}), Attribute("own", got))
		if len(attributes) != 1+map[bool]int{true: 1}[got.OK] {
			t.Fatalf("%q: %v", text, attributes)
		}
		records := []json.RawMessage{lenient.TextJSON(in).Value, json.RawMessage("1")}
		var list []any
		if err := json.Unmarshal(lenient.Joined(records).Value, &list); err != nil || len(list) != 2 {
			t.Fatalf("%q: %s: %v", text, lenient.Joined(records).Value, err)
		}
		marshals(t, text, Marshal(text).Value)
	})
}

// FuzzSort is of the orders: they lose nothing, and what has no key stays behind
// what it came behind.
func FuzzSort(f *testing.F) {
	for _, text := range lenienttest.ExampleTexts(f) {
		f.Add([]byte(text), true)
	}
	f.Add([]byte{0, 3, 0, 1, 0, 2}, false)
	f.Fuzz(func(t *testing.T, data []byte, descending bool) {
		type element struct{ key, place int }
		var list []element
		for i, b := range data {
			list = append(list, element{int(b % 8), i}) // 0 is none
		}
		byNumber, byTime := slices.Clone(list), slices.Clone(list)
		SortByKey(byNumber, func(e *element) lenient.Opt[int] { return Said(e.key) }, descending)
		SortByTime(byTime, func(e *element) lenient.Opt[time.Time] {
			return lenient.Opt[time.Time]{Value: time.Unix(int64(e.key), 0), OK: e.key != 0}
		}, descending)
		if !slices.Equal(byNumber, byTime) {
			t.Fatalf("%v: by number %v, by time %v", data, byNumber, byTime)
		}
		seen := map[int]bool{}
		last := 0
		for _, e := range byNumber {
			seen[e.place] = true
			if e.key == 0 {
				continue
			}
			if last != 0 && (e.key < last) != descending && e.key != last {
				t.Fatalf("%v: sorted %v", data, byNumber)
			}
			last = e.key
		}
		for i, e := range byNumber {
			if e.key == 0 && i > 0 && list[e.place].place > 0 && slices.ContainsFunc(list[:e.place], func(e element) bool { return e.key != 0 }) && byNumber[i-1].place != e.place-1 {
				t.Fatalf("%v: %d has no key, and is behind %d in %v", data, e.place, byNumber[i-1].place, byNumber)
			}
		}
		if len(seen) != len(list) || lenient.Len(lenient.Some(list)) != lenient.Some(int64(len(list))) {
			t.Fatalf("%v: sorted %v", data, byNumber)
		}
		texts := Each(lenient.Some(byNumber), func(e *element) lenient.Opt[string] { return IntText(Said(int64(e.key))) })
		all := EachOf(lenient.Some(byNumber), func(e *element) lenient.Opt[[]string] { return lenient.Collect(IntText(Said(int64(e.key)))) })
		if !slices.Equal(texts.Value, all.Value) {
			t.Fatalf("%v: %v and %v", data, texts, all)
		}
		if end := Last(lenient.Some(list), func(e *element) lenient.Opt[int] { return lenient.Some(e.place) }); end.OK != (len(list) > 0) || end.OK && end.Value != len(list)-1 {
			t.Fatalf("%v: the last is %v", data, end)
		}
	})
}
