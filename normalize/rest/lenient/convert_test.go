package lenient

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
		want   Opt[mood]
		reason string
	}{
		{"glad", Some(mood("happy")), ""},
		{"", Opt[mood]{}, ""},
		{"none", Opt[mood]{}, ""},
		{"odd", Some(mood("unknown")), reason},
		{"bad", Opt[mood]{}, reason},
	} {
		converted(t, test.in, test.want, test.reason, func(s Site) Opt[mood] { return Enum(Some(test.in), moodOf, s) })
		if got := EnumText(Some(test.in), moodOf); got.OK != test.want.OK || got.OK && got.Value != test.in {
			t.Errorf("EnumText(%q) = %v", test.in, got)
		}
	}
}

func TestTemplate(t *testing.T) {
	name := []string{"", " ", ""}
	none := Opt[string]{}
	for i, test := range []struct {
		around []string
		parts  []Opt[string]
		want   Opt[string]
	}{
		{name, []Opt[string]{Some("Ann"), Some("Lee")}, Some("Ann Lee")},
		{name, []Opt[string]{none, Some("Lee")}, Some("Lee")},
		{name, []Opt[string]{Some("Ann"), Some("")}, Some("Ann")},
		{name, []Opt[string]{Some(""), none}, none},
		{[]string{"", " ", " ", ""}, []Opt[string]{Some("Ann"), none, Some("Lee")}, Some("Ann Lee")},
		{[]string{"", "\t ", " \n", ""}, []Opt[string]{Some("Ann"), none, Some("Lee")}, Some("Ann\t Lee")},
		{[]string{"", "  ", ""}, []Opt[string]{Some("a"), Some("b")}, Some("a  b")},
		{[]string{"call ", " of ", " (", ")"}, []Opt[string]{none, Some("a"), Some("b")}, Some("call of a (b)")},
		{[]string{"call ", ""}, []Opt[string]{none}, none},
		{[]string{"", "-", ""}, []Opt[string]{Some("a b "), none}, Some("a b -")},
		{[]string{"", ""}, []Opt[string]{Some(" ")}, none},
		{nil, []Opt[string]{Some("a"), Some("b")}, Some("ab")},
		{[]string{"x", "y", "z"}, []Opt[string]{Some("a")}, Some("xayz")},
	} {
		if got := Template(test.around, test.parts...); got != test.want {
			t.Errorf("%d: got %q, want %q", i, got.Value, test.want.Value)
		}
	}
}

func TestFirst(t *testing.T) {
	missing := Opt[int64]{}
	if got := First(missing, Some(int64(0)), Some(int64(2))); got != Some(int64(0)) {
		t.Errorf("First: got %v", got)
	}
	if got := First(missing, missing); got != missing {
		t.Errorf("First of nothing: got %v", got)
	}
	if got := FirstText(Opt[string]{}, Some(""), Some("a"), Some("b")); got != Some("a") {
		t.Errorf("FirstText: got %v", got)
	}
	if got := FirstText(Some("")); got.OK {
		t.Errorf("FirstText of nothing: got %v", got)
	}
}

func TestLists(t *testing.T) {
	missing := Opt[[]string]{}
	for name, test := range map[string]struct{ got, want any }{
		"collect":            {Collect(Some("a"), Some(""), Opt[string]{}, Some("b")), Some([]string{"a", "b"})},
		"collect nothing":    {Collect(Some(""), Opt[string]{}), missing},
		"split":              {Split(Some(" a, b,,c d ,"), ","), Some([]string{"a", "b", "c d"})},
		"split at many":      {Split(Some("a - b"), " - "), Some([]string{"a", "b"})},
		"split nothing":      {Split(Some(" , ,"), ","), missing},
		"split empty":        {Split(Some(" "), ","), missing},
		"split at empty":     {Split(Some("ab "), ""), Some([]string{"ab"})},
		"len":                {Len(Some([]int{1, 2})), Some(int64(2))},
		"len of empty":       {Len(Some([]int(nil))), Some(int64(0))},
		"len of missing":     {Len(Opt[[]int]{Value: []int{1}}), Opt[int64]{}},
		"count":              {Count(raw(` [1, "]", [2, 3], {"a": [4]} ,null]`)), Some(int64(5))},
		"count of empty":     {Count(raw(`[ ]`)), Some(int64(0))},
		"count of an object": {Count(raw(`{"a":1}`)), Opt[int64]{}},
		"count of nothing":   {Count(raw("")), Opt[int64]{}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func raw(text string) Opt[json.RawMessage] { return Some(json.RawMessage(text)) }

func TestEmbeddedJSON(t *testing.T) {
	missing := Opt[json.RawMessage]{}
	for _, test := range []struct {
		in     string
		open   rune
		want   Opt[json.RawMessage]
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
		converted(t, test.in, test.want, test.reason, func(s Site) Opt[json.RawMessage] { return EmbeddedJSON(Some(test.in), test.open, s) })
	}
}

func TestScalars(t *testing.T) {
	noText, noJSON := Opt[string]{}, Opt[json.RawMessage]{}
	for name, test := range map[string]struct{ got, want any }{
		"int text":         {IntText(Some(int64(-5))), Some("-5")},
		"float text":       {FloatText(Some(1e21)), Some("1000000000000000000000")},
		"float text short": {FloatText(Some(0.1)), Some("0.1")},
		"float text NaN":   {FloatText(Some(math.NaN())), noText},
		"bool text":        {BoolText(Some(true)), Some("true")},
		"scalar string":    {ScalarText(raw(` "a\n\u00e9" `)), Some("a\né")},
		"scalar number":    {ScalarText(raw(`1.50`)), Some("1.50")},
		"scalar bool":      {ScalarText(raw(`false`)), Some("false")},
		"scalar null":      {ScalarText(raw(`null`)), noText},
		"scalar object":    {ScalarText(raw(`{"a":1}`)), noText},
		"scalar array":     {ScalarText(raw(`["a"]`)), noText},
		"scalar nothing":   {ScalarText(raw(``)), noText},
		"as int":           {AsInt(Some(int64(7))), Some(7)},
		"int as float":     {IntFloat(Some(int64(7))), Some(7.0)},
		"text JSON":        {TextJSON(Some("a\"<\xff")), raw(`"a\"<` + "\ufffd" + `"`)},
		"empty text JSON":  {TextJSON(Some("")), raw(`""`)},
		"int JSON":         {IntJSON(Some(int64(math.MinInt64))), raw(`-9223372036854775808`)},
		"float JSON":       {FloatJSON(Some(1000000.5)), raw(`1000000.5`)},
		"zero JSON":        {FloatJSON(Some(0.0)), raw(`0`)},
		"large JSON":       {FloatJSON(Some(1e300)), raw(`1e+300`)},
		"infinite JSON":    {FloatJSON(Some(math.Inf(1))), noJSON},
		"bool JSON":        {BoolJSON(Some(false)), raw(`false`)},
		"texts JSON":       {TextsJSON(Some([]string{"a", "b\n"})), raw(`["a","b\n"]`)},
		"no texts JSON":    {TextsJSON(Some([]string{})), raw(`[]`)},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAttributes(t *testing.T) {
	got := Attributes(Attribute("a", raw("1")), Attribute("b", Opt[json.RawMessage]{}), Attribute("c", TextJSON(Some(""))))
	if diff := cmp.Diff(map[string]json.RawMessage{"a": json.RawMessage("1"), "c": json.RawMessage(`""`)}, got); diff != "" {
		t.Error("(-want +got):\n", diff)
	}
}

// TestMissing holds every conversion to this: what comes in missing goes out
// missing, whatever its Value says, and is no issue.
func TestMissing(t *testing.T) {
	var is Issues
	s := is.Site(nil, "Field", "path")
	text, number, ratio := Opt[string]{Value: "x"}, Opt[int64]{Value: -1}, Opt[float64]{Value: -1}
	array := Opt[json.RawMessage]{Value: json.RawMessage(`[1]`)}
	ok := map[string]bool{
		"Enum": Enum(text, moodOf, s).OK, "EnumText": EnumText(text, moodOf).OK, "FirstText": FirstText(text).OK, "Template": Template([]string{"a", "b"}, text).OK,
		"Collect": Collect(text).OK, "Split": Split(text, ",").OK, "Count": Count(array).OK, "EmbeddedJSON": EmbeddedJSON(text, 0, s).OK,
		"RFC3339": RFC3339(text, s).OK, "NaiveTime": NaiveTime(text, nil, s).OK, "LayoutTime": LayoutTime(text, "x", nil, s).OK,
		"UnixTime": UnixTime(number, time.Second, s).OK, "UnixTimeFloat": UnixTimeFloat(ratio, time.Second, s).OK, "UnixTimeText": UnixTimeText(text, time.Second, s).OK,
		"DurationInt": DurationInt(number, time.Second, s).OK, "DurationFloat": DurationFloat(ratio, time.Second, s).OK, "DurationText": DurationText(text, time.Second, s).OK,
		"ISODuration": ISODuration(text, s).OK, "ClockDuration": ClockDuration(text, s).OK, "GoDuration": GoDuration(text, s).OK,
		"Attributes": Attributes(Attribute("a", array)) != nil, "IntText": IntText(number).OK, "FloatText": FloatText(ratio).OK, "BoolText": BoolText(Opt[bool]{Value: true}).OK, "ScalarText": ScalarText(array).OK,
		"AsInt": AsInt(number).OK, "IntFloat": IntFloat(number).OK, "TextJSON": TextJSON(text).OK, "IntJSON": IntJSON(number).OK, "FloatJSON": FloatJSON(ratio).OK,
		"BoolJSON": BoolJSON(Opt[bool]{Value: true}).OK, "TextsJSON": TextsJSON(Opt[[]string]{Value: []string{"a"}}).OK,
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
	var is Issues
	var root *At
	at := root.Elem("Messages", "transcript", 3)
	RFC3339(Some("x"), is.Site(&at, "At", "timestamp"))
	is.Site(&at, "Length", "secs").Raw(json.RawMessage(`-1`), "negative")
	want := []Issue{
		{"Messages[3].At", "transcript[3].timestamp", json.RawMessage(`"x"`), notTime},
		{"Messages[3].Length", "transcript[3].secs", json.RawMessage(`-1`), "negative"},
	}
	if diff := cmp.Diff(want, is.Take()); diff != "" {
		t.Error("issues (-want +got):\n", diff)
	}
	var dropped *Issues
	for _, s := range []Site{{}, dropped.Site(nil, "a", "b")} {
		s.Text("x", "r")
		s.Raw(nil, "r")
	}
}

// TestAllocations holds the conversions that every record goes through to what
// they must allocate, which is the value itself or nothing.
func TestAllocations(t *testing.T) {
	var is Issues
	stamp, word, seconds, clock := Some("2025-12-03T14:14:23.735228+00:00"), Some("glad"), Some(93.61), Some("1:30")
	naive, number, empty, list := Some("2025-12-03T14:14:22.719000"), Some("1700000000.25"), Some(""), raw(`[1,2,3]`)
	scalar := raw(`"a fairly long piece of text that is kept"`)
	Zone("Asia/Kolkata")
	s := is.Site(nil, "Field", "path")
	for name, test := range map[string]struct {
		most float64
		f    func()
	}{
		"RFC3339":         {0, func() { RFC3339(stamp, s) }},
		"NaiveTime":       {0, func() { NaiveTime(naive, Zone("Asia/Kolkata"), s) }},
		"Enum":            {0, func() { Enum(word, moodOf, s) }},
		"UnixTimeFloat":   {0, func() { UnixTimeFloat(Some(1700000000.123), time.Second, s) }},
		"UnixTimeText":    {0, func() { UnixTimeText(number, time.Second, s) }},
		"DurationFloat":   {0, func() { DurationFloat(seconds, time.Second, s) }},
		"ClockDuration":   {0, func() { ClockDuration(clock, s) }},
		"Count":           {0, func() { Count(list) }},
		"Template empty":  {0, func() { Template([]string{"a ", " ", ""}, empty, Opt[string]{}) }},
		"Template":        {1, func() { Template([]string{"", " ", ""}, word, clock) }},
		"FirstText":       {0, func() { FirstText(empty, word) }},
		"Collect nothing": {0, func() { Collect(empty, empty) }},
		"ScalarText":      {2, func() { ScalarText(scalar) }},
		"No attributes":   {0, func() { Attributes(Attribute("a", Opt[json.RawMessage]{})) }},
		"TextJSON":        {1, func() { TextJSON(word) }},
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
	var is Issues
	stamp, word := Some("2025-12-03T14:14:23.735228+00:00"), Some("glad")
	one := testing.AllocsPerRun(100, func() { mapOuter(stamp, word, nil, &is) })
	two := testing.AllocsPerRun(100, func() {
		var at *At
		message := at.Elem("Messages", "transcript", 3)
		mapOuter(stamp, word, &message, &is)
	})
	if one != 0 || two > 1 || is.Len() != 0 {
		t.Errorf("%v and %v allocations, %d issues", one, two, is.Len())
	}
}

func mapOuter(stamp, word Opt[string], at *At, is *Issues) {
	elem := at.Elem("Words", "words", 4)
	mapElem(stamp, word, &elem, is)
}

//go:noinline
func mapElem(stamp, word Opt[string], at *At, is *Issues) (Opt[time.Time], Opt[mood]) {
	return RFC3339(stamp, is.Site(at, "Start", "start")), Enum(word, moodOf, is.Site(at, "Mood", "mood"))
}
