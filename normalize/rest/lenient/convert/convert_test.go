package convert

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/internal/lenienttest"
	"github.com/parlancehq/parlance/normalize/rest/lenient/times"
)

// mood is an enum as a model has them.
type mood string

func moodOf(text string) (mood, bool) {
	switch text {
	case "glad":
		return "happy", true
	case "none":
		return "", true
	case "bad":
		return "", false
	}
	return "unknown", false
}

func TestEnum(t *testing.T) {
	const reason = "not a value that the field map knows"
	for _, test := range []struct {
		in     string
		want   lenient.Opt[mood]
		reason string
	}{
		{"glad", lenient.Some(mood("happy")), ""},
		{"", lenient.Opt[mood]{}, ""},
		{"none", lenient.Opt[mood]{}, ""},
		{"odd", lenient.Some(mood("unknown")), reason},
		{"bad", lenient.Opt[mood]{}, reason},
	} {
		lenienttest.Converted(t, test.in, test.want, test.reason, func(s lenient.Site) lenient.Opt[mood] { return Enum(lenient.Some(test.in), moodOf, s) })
		if got := EnumText(lenient.Some(test.in), moodOf); got.OK != test.want.OK || got.OK && got.Value != test.in {
			t.Errorf("EnumText(%q) = %v", test.in, got)
		}
	}
}

func TestTemplate(t *testing.T) {
	name := []string{"", " ", ""}
	none := lenient.Opt[string]{}
	for i, test := range []struct {
		around []string
		parts  []lenient.Opt[string]
		want   lenient.Opt[string]
	}{
		{name, []lenient.Opt[string]{lenient.Some("Ann"), lenient.Some("Lee")}, lenient.Some("Ann Lee")},
		{name, []lenient.Opt[string]{none, lenient.Some("Lee")}, lenient.Some("Lee")},
		{name, []lenient.Opt[string]{lenient.Some("Ann"), lenient.Some("")}, lenient.Some("Ann")},
		{name, []lenient.Opt[string]{lenient.Some(""), none}, none},
		{[]string{"", " ", " ", ""}, []lenient.Opt[string]{lenient.Some("Ann"), none, lenient.Some("Lee")}, lenient.Some("Ann Lee")},
		{[]string{"", "\t ", " \n", ""}, []lenient.Opt[string]{lenient.Some("Ann"), none, lenient.Some("Lee")}, lenient.Some("Ann\t Lee")},
		{[]string{"", "  ", ""}, []lenient.Opt[string]{lenient.Some("a"), lenient.Some("b")}, lenient.Some("a  b")},
		{[]string{"call ", " of ", " (", ")"}, []lenient.Opt[string]{none, lenient.Some("a"), lenient.Some("b")}, lenient.Some("call of a (b)")},
		{[]string{"call ", ""}, []lenient.Opt[string]{none}, none},
		{[]string{"", "-", ""}, []lenient.Opt[string]{lenient.Some("a b "), none}, lenient.Some("a b -")},
		{[]string{"", ""}, []lenient.Opt[string]{lenient.Some(" ")}, none},
		{nil, []lenient.Opt[string]{lenient.Some("a"), lenient.Some("b")}, lenient.Some("ab")},
		{[]string{"x", "y", "z"}, []lenient.Opt[string]{lenient.Some("a")}, lenient.Some("xayz")},
	} {
		if got := Template(test.around, test.parts...); got != test.want {
			t.Errorf("%d: got %q, want %q", i, got.Value, test.want.Value)
		}
	}
}

func TestFirst(t *testing.T) {
	missing := lenient.Opt[int64]{}
	if got := First(missing, lenient.Some(int64(0)), lenient.Some(int64(2))); got != lenient.Some(int64(0)) {
		t.Errorf("First: got %v", got)
	}
	if got := First(missing, missing); got != missing {
		t.Errorf("First of nothing: got %v", got)
	}
	if got := FirstText(lenient.Opt[string]{}, lenient.Some(""), lenient.Some("a"), lenient.Some("b")); got != lenient.Some("a") {
		t.Errorf("FirstText: got %v", got)
	}
	if got := FirstText(lenient.Some("")); got.OK {
		t.Errorf("FirstText of nothing: got %v", got)
	}
}

func TestLists(t *testing.T) {
	missing := lenient.Opt[[]string]{}
	for name, test := range map[string]struct{ got, want any }{
		"collect":            {lenient.Collect(lenient.Some("a"), lenient.Some(""), lenient.Opt[string]{}, lenient.Some("b")), lenient.Some([]string{"a", "b"})},
		"collect nothing":    {lenient.Collect(lenient.Some(""), lenient.Opt[string]{}), missing},
		"split":              {lenient.Split(lenient.Some(" a, b,,c d ,"), ","), lenient.Some([]string{"a", "b", "c d"})},
		"split at many":      {lenient.Split(lenient.Some("a - b"), " - "), lenient.Some([]string{"a", "b"})},
		"split nothing":      {lenient.Split(lenient.Some(" , ,"), ","), missing},
		"split empty":        {lenient.Split(lenient.Some(" "), ","), missing},
		"split at empty":     {lenient.Split(lenient.Some("ab "), ""), lenient.Some([]string{"ab"})},
		"len":                {lenient.Len(lenient.Some([]int{1, 2})), lenient.Some(int64(2))},
		"len of empty":       {lenient.Len(lenient.Some([]int(nil))), lenient.Some(int64(0))},
		"len of missing":     {lenient.Len(lenient.Opt[[]int]{Value: []int{1}}), lenient.Opt[int64]{}},
		"count":              {lenient.Count(raw(` [1, "]", [2, 3], {"a": [4]} ,null]`)), lenient.Some(int64(5))},
		"count of empty":     {lenient.Count(raw(`[ ]`)), lenient.Some(int64(0))},
		"count of an object": {lenient.Count(raw(`{"a":1}`)), lenient.Opt[int64]{}},
		"count of nothing":   {lenient.Count(raw("")), lenient.Opt[int64]{}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func raw(text string) lenient.Opt[json.RawMessage] { return lenient.Some(json.RawMessage(text)) }

func TestEmbeddedJSON(t *testing.T) {
	missing := lenient.Opt[json.RawMessage]{}
	for _, test := range []struct {
		in     string
		open   rune
		want   lenient.Opt[json.RawMessage]
		reason string
	}{
		{` {"a": [1, 2]} `, '{', raw(`{"a": [1, 2]}`), ""},
		{`{"a":1,"a":"` + "\xff" + `"}`, 0, raw(`{"a":1,"a":"` + "\xff" + `"}`), ""},
		{`[1]`, '[', raw(`[1]`), ""},
		{`"a"`, 0, raw(`"a"`), ""},
		{`12`, 0, raw(`12`), ""},
		{``, '{', missing, ""},
		{" \n", '{', missing, ""},
		{` null `, '{', missing, ""},
		{`[1]`, '{', missing, "the JSON in the text is not an object"},
		{`{}`, '[', missing, "the JSON in the text is not an array"},
		{`{'a': 1}`, '{', missing, "the text is not JSON"},
		{`{"a":1} {}`, '{', missing, "the text is not JSON"},
		{`{"a":1`, 0, missing, "the text is not JSON"},
		{`nul`, 0, missing, "the text is not JSON"},
	} {
		lenienttest.Converted(t, test.in, test.want, test.reason, func(s lenient.Site) lenient.Opt[json.RawMessage] {
			return EmbeddedJSON(lenient.Some(test.in), test.open, s)
		})
	}
}

func TestScalars(t *testing.T) {
	noText, noJSON := lenient.Opt[string]{}, lenient.Opt[json.RawMessage]{}
	for name, test := range map[string]struct{ got, want any }{
		"int text":         {IntText(lenient.Some(int64(-5))), lenient.Some("-5")},
		"float text":       {FloatText(lenient.Some(1e21)), lenient.Some("1000000000000000000000")},
		"float text short": {FloatText(lenient.Some(0.1)), lenient.Some("0.1")},
		"float text NaN":   {FloatText(lenient.Some(math.NaN())), noText},
		"bool text":        {BoolText(lenient.Some(true)), lenient.Some("true")},
		"scalar string":    {lenient.ScalarText(raw(` "a\n\u00e9" `)), lenient.Some("a\né")},
		"scalar number":    {lenient.ScalarText(raw(`1.50`)), lenient.Some("1.50")},
		"scalar bool":      {lenient.ScalarText(raw(`false`)), lenient.Some("false")},
		"scalar null":      {lenient.ScalarText(raw(`null`)), noText},
		"scalar object":    {lenient.ScalarText(raw(`{"a":1}`)), noText},
		"scalar array":     {lenient.ScalarText(raw(`["a"]`)), noText},
		"scalar nothing":   {lenient.ScalarText(raw(``)), noText},
		"as int":           {AsInt(lenient.Some(int64(7))), lenient.Some(7)},
		"int as float":     {IntFloat(lenient.Some(int64(7))), lenient.Some(7.0)},
		"text JSON":        {lenient.TextJSON(lenient.Some("a\"<\xff")), raw(`"a\"<` + "\ufffd" + `"`)},
		"empty text JSON":  {lenient.TextJSON(lenient.Some("")), raw(`""`)},
		"int JSON":         {lenient.IntJSON(lenient.Some(int64(math.MinInt64))), raw(`-9223372036854775808`)},
		"float JSON":       {lenient.FloatJSON(lenient.Some(1000000.5)), raw(`1000000.5`)},
		"zero JSON":        {lenient.FloatJSON(lenient.Some(0.0)), raw(`0`)},
		"large JSON":       {lenient.FloatJSON(lenient.Some(1e300)), raw(`1e+300`)},
		"infinite JSON":    {lenient.FloatJSON(lenient.Some(math.Inf(1))), noJSON},
		"bool JSON":        {lenient.BoolJSON(lenient.Some(false)), raw(`false`)},
		"texts JSON":       {lenient.TextsJSON(lenient.Some([]string{"a", "b\n"})), raw(`["a","b\n"]`)},
		"no texts JSON":    {lenient.TextsJSON(lenient.Some([]string{})), raw(`[]`)},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAttributes(t *testing.T) {
	got := Attributes(Attribute("a", raw("1")), Attribute("b", lenient.Opt[json.RawMessage]{}), Attribute("c", lenient.TextJSON(lenient.Some(""))))
	if diff := cmp.Diff(map[string]json.RawMessage{"a": json.RawMessage("1"), "c": json.RawMessage(`""`)}, got); diff != "" {
		t.Error("(-want +got):\n", diff)
	}
}

// TestMissing checks of every conversion that a missing value stays missing,
// whatever its Value says, without an issue.
func TestMissing(t *testing.T) {
	var is lenient.Issues
	s := is.Site(nil, "Field", "path")
	text, number, ratio := lenient.Opt[string]{Value: "x"}, lenient.Opt[int64]{Value: -1}, lenient.Opt[float64]{Value: -1}
	array := lenient.Opt[json.RawMessage]{Value: json.RawMessage(`[1]`)}
	ok := map[string]bool{
		"Enum": Enum(text, moodOf, s).OK, "EnumText": EnumText(text, moodOf).OK, "FirstText": FirstText(text).OK, "Template": Template([]string{"a", "b"}, text).OK,
		"Collect": lenient.Collect(text).OK, "Split": lenient.Split(text, ",").OK, "Count": lenient.Count(array).OK, "EmbeddedJSON": EmbeddedJSON(text, 0, s).OK,
		"RFC3339": times.RFC3339(text, s).OK, "NaiveTime": times.NaiveTime(text, nil, s).OK, "LayoutTime": times.LayoutTime(text, "x", nil, s).OK,
		"UnixTime": times.UnixTime(number, time.Second, s).OK, "UnixTimeFloat": times.UnixTimeFloat(ratio, time.Second, s).OK, "UnixTimeText": times.UnixTimeText(text, time.Second, s).OK,
		"DurationInt": times.DurationInt(number, time.Second, s).OK, "DurationFloat": times.DurationFloat(ratio, time.Second, s).OK, "DurationText": times.DurationText(text, time.Second, s).OK,
		"ISODuration": times.ISODuration(text, s).OK, "ClockDuration": times.ClockDuration(text, s).OK, "GoDuration": times.GoDuration(text, s).OK,
		"Attributes": Attributes(Attribute("a", array)) != nil, "IntText": IntText(number).OK, "FloatText": FloatText(ratio).OK, "BoolText": BoolText(lenient.Opt[bool]{Value: true}).OK, "ScalarText": lenient.ScalarText(array).OK,
		"AsInt": AsInt(number).OK, "IntFloat": IntFloat(number).OK, "TextJSON": lenient.TextJSON(text).OK, "IntJSON": lenient.IntJSON(number).OK, "FloatJSON": lenient.FloatJSON(ratio).OK,
		"BoolJSON": lenient.BoolJSON(lenient.Opt[bool]{Value: true}).OK, "TextsJSON": lenient.TextsJSON(lenient.Opt[[]string]{Value: []string{"a"}}).OK,
	}
	for name, got := range ok {
		if got {
			t.Errorf("%s made a value of a missing one", name)
		}
	}
	if got := is.Take(); got != nil {
		t.Errorf("issues: %v", got)
	}
}

func TestSite(t *testing.T) {
	var is lenient.Issues
	var root *lenient.At
	at := root.Elem("Messages", "transcript", 3)
	times.RFC3339(lenient.Some("x"), is.Site(&at, "At", "timestamp"))
	is.Site(&at, "Length", "secs").Raw(json.RawMessage(`-1`), "negative")
	want := []lenient.Issue{
		{Field: "Messages[3].At", Path: "transcript[3].timestamp", Raw: json.RawMessage(`"x"`), Reason: "not an RFC 3339 time"},
		{Field: "Messages[3].Length", Path: "transcript[3].secs", Raw: json.RawMessage(`-1`), Reason: "negative"},
	}
	if diff := cmp.Diff(want, is.Take()); diff != "" {
		t.Error("issues (-want +got):\n", diff)
	}
	var dropped *lenient.Issues
	for _, s := range []lenient.Site{{}, dropped.Site(nil, "a", "b")} {
		s.Text("x", "r")
		s.Raw(nil, "r")
	}
}

// TestAllocations holds the conversions that every record goes through to what
// they must allocate, which is the value itself or nothing.
func TestAllocations(t *testing.T) {
	var is lenient.Issues
	stamp, word, seconds, clock := lenient.Some("2025-12-03T14:14:23.735228+00:00"), lenient.Some("glad"), lenient.Some(93.61), lenient.Some("1:30")
	naive, number, empty, list := lenient.Some("2025-12-03T14:14:22.719000"), lenient.Some("1700000000.25"), lenient.Some(""), raw(`[1,2,3]`)
	scalar := raw(`"a fairly long piece of text that is kept"`)
	times.Zone("Asia/Kolkata")
	s := is.Site(nil, "Field", "path")
	for name, test := range map[string]struct {
		most float64
		f    func()
	}{
		"RFC3339":         {0, func() { times.RFC3339(stamp, s) }},
		"NaiveTime":       {0, func() { times.NaiveTime(naive, times.Zone("Asia/Kolkata"), s) }},
		"Enum":            {0, func() { Enum(word, moodOf, s) }},
		"UnixTimeFloat":   {0, func() { times.UnixTimeFloat(lenient.Some(1700000000.123), time.Second, s) }},
		"UnixTimeText":    {0, func() { times.UnixTimeText(number, time.Second, s) }},
		"DurationFloat":   {0, func() { times.DurationFloat(seconds, time.Second, s) }},
		"ClockDuration":   {0, func() { times.ClockDuration(clock, s) }},
		"Count":           {0, func() { lenient.Count(list) }},
		"Template empty":  {0, func() { Template([]string{"a ", " ", ""}, empty, lenient.Opt[string]{}) }},
		"Template":        {1, func() { Template([]string{"", " ", ""}, word, clock) }},
		"FirstText":       {0, func() { FirstText(empty, word) }},
		"Collect nothing": {0, func() { lenient.Collect(empty, empty) }},
		"ScalarText":      {2, func() { lenient.ScalarText(scalar) }},
		"No attributes":   {0, func() { Attributes(Attribute("a", lenient.Opt[json.RawMessage]{})) }},
		"TextJSON":        {1, func() { lenient.TextJSON(word) }},
	} {
		if got := testing.AllocsPerRun(100, test.f); got > test.most {
			t.Errorf("%s: %v allocations, want %v at most", name, got, test.most)
		}
	}
	if is.Len() != 0 {
		t.Errorf("issues: %v", slices.Clone(is.Take()))
	}
}

// TestNestedAllocations has a mapping as it is generated: the place of an
// element is on the stack, and one within an element costs one allocation at
// most.
func TestNestedAllocations(t *testing.T) {
	var is lenient.Issues
	stamp, word := lenient.Some("2025-12-03T14:14:23.735228+00:00"), lenient.Some("glad")
	one := testing.AllocsPerRun(100, func() { mapOuter(stamp, word, nil, &is) })
	two := testing.AllocsPerRun(100, func() {
		var at *lenient.At
		message := at.Elem("Messages", "transcript", 3)
		mapOuter(stamp, word, &message, &is)
	})
	if one != 0 || two > 1 || is.Len() != 0 {
		t.Errorf("%v and %v allocations, %d issues", one, two, is.Len())
	}
}

func mapOuter(stamp, word lenient.Opt[string], at *lenient.At, is *lenient.Issues) {
	elem := at.Elem("Words", "words", 4)
	mapElem(stamp, word, &elem, is)
}

//go:noinline
func mapElem(stamp, word lenient.Opt[string], at *lenient.At, is *lenient.Issues) (lenient.Opt[time.Time], lenient.Opt[mood]) {
	return times.RFC3339(stamp, is.Site(at, "Start", "start")), Enum(word, moodOf, is.Site(at, "Mood", "mood"))
}
