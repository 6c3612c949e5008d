package lenient

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// leaves is what the tests read, one of each type.
type leaves struct {
	Text  Opt[string]
	Count Opt[int64]
	Ratio Opt[float64]
	Done  Opt[bool]
	Any   Opt[json.RawMessage]
	Items []string
}

func (l *leaves) read(r *Reader) {
	if !r.Object("") {
		return
	}
	for r.Next() {
		switch string(r.Name()) {
		case "text":
			l.Text = r.String("Text")
		case "count":
			l.Count = r.Int("Count")
		case "ratio":
			l.Ratio = r.Float("Ratio")
		case "done":
			l.Done = r.Bool("Done")
		case "any":
			l.Any = r.JSON("Any")
		case "items":
			if !r.Array("Items") {
				continue
			}
			for r.Elem() {
				if !r.Object("Items[]") {
					continue
				}
				for r.Next() {
					if string(r.Name()) == "at" {
						l.Items = append(l.Items, r.String("Items[].At").Value)
					}
				}
			}
		}
	}
}

func TestReader(t *testing.T) {
	tests := []struct {
		name, in string
		want     leaves
		issues   []Issue
	}{
		{name: "all", in: ` { "text" : "a" , "count":5,"ratio":-1.5e3,"done":true,"any":{"x":[1, 2]},"items":[{"at":"1"},{"at":"2"}]} `,
			want: leaves{Some("a"), Some(int64(5)), Some(-1500.0), Some(true), Some(json.RawMessage(`{"x":[1, 2]}`)), []string{"1", "2"}}},
		{name: "nulls", in: `{"text":null,"count":null,"ratio":null,"done":null,"any":null,"items":null}`},
		{name: "unread values are skipped", in: `{"x":{"text":"no","y":["}",{"z":"\""}]},"text":"yes","w":[],"v":{}}`, want: leaves{Text: Some("yes")}},
		{name: "last duplicate wins", in: `{"text":"a","text":"b"}`, want: leaves{Text: Some("b")}},
		{name: "escaped name", in: `{"t\u0065xt":"a","\ud83d\ude00":1}`, want: leaves{Text: Some("a")}},
		{name: "not an object", in: `[1]`, issues: []Issue{{Field: "", Path: "", Raw: json.RawMessage(`[1]`), Reason: "expected an object"}}},
		{name: "text from literals", in: `{"text":12}`, want: leaves{Text: Some("12")},
			issues: []Issue{{"Text", "text", json.RawMessage(`12`), "expected a string; its text is kept"}}},
		{name: "text from object", in: `{"text":{"a":1},"count":1}`, want: leaves{Count: Some(int64(1))},
			issues: []Issue{{"Text", "text", json.RawMessage(`{"a":1}`), "expected a string"}}},
		{name: "numbers in strings", in: `{"count":"7","ratio":"0.5","done":"false"}`,
			want: leaves{Count: Some(int64(7)), Ratio: Some(0.5), Done: Some(false)},
			issues: []Issue{
				{"Count", "count", json.RawMessage(`"7"`), "expected a number; the one in the string is used"},
				{"Ratio", "ratio", json.RawMessage(`"0.5"`), "expected a number; the one in the string is used"},
				{"Done", "done", json.RawMessage(`"false"`), "expected true or false; the one in the string is used"},
			}},
		{name: "wrong types", in: `{"count":"x","ratio":[],"done":0,"items":{}}`, issues: []Issue{
			{"Count", "count", json.RawMessage(`"x"`), "expected a number"},
			{"Ratio", "ratio", json.RawMessage(`[]`), "expected a number"},
			{"Done", "done", json.RawMessage(`0`), "expected true or false"},
			{"Items", "items", json.RawMessage(`{}`), "expected an array"},
		}},
		{name: "in an array", in: `{"items":[{"at":"1"},7,{"at":["x"]}]}`, want: leaves{Items: []string{"1", ""}}, issues: []Issue{
			{"Items[1]", "items[1]", json.RawMessage(`7`), "expected an object"},
			{"Items[2].At", "items[2].at", json.RawMessage(`["x"]`), "expected a string"},
		}},
		{name: "out of range", in: `{"ratio":1e999,"count":99999999999999999999}`, issues: []Issue{
			{"Ratio", "ratio", json.RawMessage(`1e999`), "number out of range"},
			{"Count", "count", json.RawMessage(`99999999999999999999`), "number out of range"},
		}},
		{name: "not UTF-8", in: "{\"text\":\"a\xffb\xe2\x82\"}", want: leaves{Text: Some("a\ufffdb\ufffd\ufffd")}},
		{name: "surrogates", in: `{"text":"\ud83d\ude00 \ud83d \ude00\ud83dx \ud83d\n"}`, want: leaves{Text: Some("😀 \ufffd \ufffd\ufffdx \ufffd\n")}},
		{name: "cut off", in: `{"text":"a","any":{"x":`, want: leaves{Text: Some("a"), Any: Some(json.RawMessage(`{"x":`))}},
		{name: "empty", in: ``},
	}
	var r Reader
	var is Issues
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got leaves
			r.Reset([]byte(test.in), &is)
			got.read(&r)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("leaves (-want +got):\n", diff)
			}
			if diff := cmp.Diff(test.issues, is.Take()); diff != "" {
				t.Error("issues (-want +got):\n", diff)
			}
		})
	}
}

func TestInt(t *testing.T) {
	const bad = "bad"
	tests := map[string]any{
		`0`: int64(0), `-0`: int64(0), `5`: int64(5), `5.0`: int64(5), `5e0`: int64(5), `50e-1`: int64(5), `0.5e1`: int64(5), `-12E+2`: int64(-1200),
		`9007199254740993`: int64(9007199254740993), `9007199254740993.0`: int64(9007199254740993), `0.0e999`: int64(0),
		`9223372036854775807`: int64(9223372036854775807), `-9223372036854775808`: int64(-9223372036854775808),
		`9223372036854775808`: bad, `1e19`: bad, `1e400`: bad, `1e99999999999999999999`: bad, `0.5`: bad, `1.5e0`: bad, `1e-1`: bad,
	}
	for in, want := range tests {
		var r Reader
		var is Issues
		r.Reset([]byte(in), &is)
		got := r.Int("N")
		if want == bad {
			if got.OK || is.Len() != 1 {
				t.Errorf("%s: got %v with %d issues, want an issue", in, got, is.Len())
			}
			continue
		}
		if !got.OK || got.Value != want || is.Len() != 0 {
			t.Errorf("%s: got %v with %d issues, want %v", in, got, is.Len(), want)
		}
	}
}

func TestReaderKindAndSkip(t *testing.T) {
	var r Reader
	r.Reset([]byte(`[{}, [], "s", -1, true, false, null]`), nil)
	if !r.Array("") {
		t.Fatal("no array")
	}
	var kinds []byte
	for r.Elem() {
		kinds = append(kinds, r.Kind())
		if r.Kind() == '0' {
			r.Skip()
			r.Skip() // a second one does nothing
		}
	}
	if got, want := string(kinds), `{["0tfn`; got != want {
		t.Errorf("kinds: got %s, want %s", got, want)
	}
	if r.Kind() != 0 || r.Elem() || r.Next() {
		t.Error("something is left at the end")
	}
}

func TestIsObject(t *testing.T) {
	var r Reader
	var is Issues
	r.Reset([]byte(`[{}, null, [], "s", 1, true, {}]`), &is)
	var objects int
	for ok := r.Array(""); ok && r.Elem(); {
		if r.IsObject("Messages") {
			objects++
		}
	}
	if objects != 2 || is.Len() != 4 { // null is nothing, and no issue
		t.Errorf("%d objects and %d issues, want 2 and 4", objects, is.Len())
	}
}

func TestReaderDeep(t *testing.T) {
	deep := make([]byte, 0, 2_000_100)
	for range 1_000_000 {
		deep = append(deep, '[')
	}
	for range 1_000_000 {
		deep = append(deep, ']')
	}
	var r Reader
	r.Reset(append(append([]byte(`{"x":`), deep...), `,"text":"a"}`...), nil)
	var got leaves
	got.read(&r)
	if got.Text != Some("a") {
		t.Errorf("got %v behind deeply nested arrays", got.Text)
	}
}

func TestIssues(t *testing.T) {
	var is Issues
	var root *At
	message := root.Elem("Messages", "transcript", 3)
	word := message.ElemAt("Words", 1, "words", 4)
	is.Add(&message, "At", "timestamp", json.RawMessage(`"x"`), "first")
	is.Add(&message, "Text", "timestamp", json.RawMessage(`"x"`), "same path")
	is.Add(nil, "Status", "status", nil, "root")
	is.AddText(&word, "Start", "[0]", "a\"b", "nested")
	want := []Issue{
		{"Messages[3].At", "transcript[3].timestamp", json.RawMessage(`"x"`), "first"},
		{"Status", "status", nil, "root"},
		{"Messages[3].Words[1].Start", "transcript[3].words[4][0]", json.RawMessage(`"a\"b"`), "nested"},
	}
	if diff := cmp.Diff(want, is.Take()); diff != "" {
		t.Error("issues (-want +got):\n", diff)
	}
	if got := is.Take(); got != nil || is.Len() != 0 {
		t.Errorf("after Take: %v", got)
	}
	for i := range 100 {
		at := root.Elem("A", "a", i/2)
		is.Add(&at, "B", "b", nil, "r")
	}
	if is.Len() != 50 {
		t.Errorf("got %d issues on 50 paths", is.Len())
	}
}

func TestOpt(t *testing.T) {
	five := 5
	if got := FromPtr(&five); got != Some(5) || got.Or(1) != 5 || *got.Ptr() != 5 {
		t.Errorf("got %v", got)
	}
	if got := FromPtr[int](nil); got.OK || got.Or(1) != 1 || got.Ptr() != nil {
		t.Errorf("got %v", got)
	}
}

func TestStringsStayAsTheyAre(t *testing.T) {
	var in []string
	for i := range 500 {
		in = append(in, strings.Repeat(string(rune('a'+i%26)), i%300)+"é\n"[:i%4])
	}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	var r Reader
	before := bytes.Clone(data)
	r.Reset(data, nil)
	var got []string
	for ok := r.Array(""); ok && r.Elem(); {
		got = append(got, r.String("").Value)
	}
	clear(data)
	r.Reset(before, nil)
	for ok := r.Array(""); ok && r.Elem(); {
		r.String("")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("after the bytes were overwritten:", diff)
	}
}

func TestReaderBrief(t *testing.T) {
	tests := map[string]struct {
		want   Opt[string]
		issues int
	}{
		`"2025-12-03T14:14:22Z"`: {Some("2025-12-03T14:14:22Z"), 0}, `"\u0041\n"`: {Some("A\n"), 0}, `"Grüße"`: {Some("Grüße"), 0}, "\"\xff\"": {Some("\ufffd"), 0},
		`""`: {Some(""), 0}, `null`: {}, `12`: {Some("12"), 1}, `{"a":1}`: {Opt[string]{}, 1},
	}
	for in, test := range tests {
		var r Reader
		var is Issues
		r.Reset([]byte(` [ `+in+` , "next" ]`), &is)
		if !r.Array("") || !r.Elem() {
			t.Fatal("no element")
		}
		if got := r.Brief("At"); got != test.want || is.Len() != test.issues {
			t.Errorf("%s: got %v with %d issues, want %v with %d", in, got, is.Len(), test.want, test.issues)
		}
		if !r.Elem() || r.String("").Value != "next" {
			t.Errorf("%s: the value was not consumed", in)
		}
	}
}
