package convert

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/internal/lenienttest"
)

var line = regexp.MustCompile(`(?m)^(\w+): (.*)$`)

func TestEntries(t *testing.T) {
	for _, test := range []struct {
		text   string
		want   []string
		issues int
	}{
		{"", nil, 0},
		{"a: b", []string{"a|b"}, 0},
		{"a: b\nc: d\n", []string{"a|b", "c|d"}, 0},
		{"a: b\nmore\n\nand more\nc: d", []string{"a|b\nmore\n\nand more", "c|d"}, 0},
		{"a: \nmore", []string{"a|more"}, 0},
		{"before\na: b", []string{"a|b"}, 1},
		{" \n\na: b", []string{"a|b"}, 0},
		{"no entry at all", nil, 1},
	} {
		var is lenient.Issues
		var got []string
		for _, e := range Entries(lenient.Some(test.text), line, is.Site(nil, "Messages", "text")) {
			got = append(got, strings.Join(e[1:], "|"))
		}
		if diff := cmp.Diff(test.want, got); diff != "" || is.Len() != test.issues {
			t.Errorf("%q: %d issues, want %d; entries (-want +got):\n%s", test.text, is.Len(), test.issues, diff)
		}
	}
	if got := Entries(lenient.Opt[string]{}, line, lenient.Site{}); got != nil {
		t.Errorf("missing text has entries: %q", got)
	}
}

func TestOrder(t *testing.T) {
	list := []lenient.Opt[int64]{lenient.Some[int64](3), {}, lenient.Some[int64](1), lenient.Some[int64](3), {}, lenient.Some[int64](2)}
	key := func(v *lenient.Opt[int64]) lenient.Opt[int64] { return *v }
	for descending, want := range map[bool][]int{false: {2, 5, 0, 3, 1, 4}, true: {0, 3, 5, 2, 1, 4}} {
		if diff := cmp.Diff(want, Order(list, key, descending)); diff != "" {
			t.Errorf("descending %v (-want +got):\n%s", descending, diff)
		}
	}
}

// TestSortByTime: what has no time stays behind what it came behind.
func TestSortByTime(t *testing.T) {
	type message struct {
		text string
		at   int
	}
	list := []message{{"first", 0}, {"c", 3}, {"with c", 0}, {"a", 1}, {"b", 2}, {"with b", 0}}
	key := func(m *message) lenient.Opt[time.Time] {
		if m.at == 0 {
			return lenient.Opt[time.Time]{}
		}
		return lenient.Some(time.Unix(int64(m.at), 0))
	}
	texts := func() (out []string) {
		for _, m := range list {
			out = append(out, m.text)
		}
		return out
	}
	SortByTime(list, key, false)
	if diff := cmp.Diff([]string{"a", "b", "with b", "first", "c", "with c"}, texts()); diff != "" {
		t.Errorf("ascending (-want +got):\n%s", diff)
	}
	SortByTime(list, key, true)
	if diff := cmp.Diff([]string{"c", "with c", "b", "with b", "first", "a"}, texts()); diff != "" {
		t.Errorf("descending (-want +got):\n%s", diff)
	}
}

func TestLabels(t *testing.T) {
	for raw, want := range map[string]map[string]string{
		`{"a":"x","b":1.50,"c":true,"d":null,"e":{"f":1},"":"y","g":""}`: {"a": "x", "b": "1.50", "c": "true", "g": ""},
		`{}`: nil, `[1]`: nil, `null`: nil,
	} {
		got := lenient.Labels(lenient.Some(json.RawMessage(raw)))
		if diff := cmp.Diff(want, got.Value); diff != "" || got.OK != (want != nil) {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
}

// TestAtOutwards: paths that lead outwards are those of the record there.
func TestAtOutwards(t *testing.T) {
	var root *lenient.At
	turn := root.Elem("Messages", "turns", 3)
	self := turn.Inside(4, "", -1)
	tool := turn.Inside(5, "tools", 1)
	word := tool.Elem("Words", "words", 0)
	for _, test := range []struct {
		at          *lenient.At
		path        string
		place, want string
	}{
		{&turn, "at", "Messages[3].X", "turns[3].at"},
		{&turn, "^began", "Messages[3].X", "began"},
		{&self, "at", "Messages[4].X", "turns[3].at"},
		{&self, "^began", "Messages[4].X", "began"},
		{&tool, "name", "Messages[5].X", "turns[3].tools[1].name"},
		{&tool, "^at", "Messages[5].X", "turns[3].at"},
		{&tool, "^^began", "Messages[5].X", "began"},
		{&tool, "@call.joined", "Messages[5].X", "@call.joined"},
		{&word, "^^at", "Messages[5].Words[0].X", "turns[3].at"},
		{root, "^^^x", "X", "x"},
	} {
		if got := test.at.Path(test.path); got != test.want {
			t.Errorf("%s: the path is %s, want %s", test.path, got, test.want)
		}
		if got := test.at.Field("X"); got != test.place {
			t.Errorf("%s: the field is %s, want %s", test.path, got, test.place)
		}
	}
}

func FuzzEntries(f *testing.F) {
	for _, s := range lenienttest.ExampleTexts(f) {
		f.Add(s, int64(len(s)))
	}
	f.Add("a: b\nc\n\nd: e", int64(2))
	f.Add("before\n: \nx: ", int64(-1))
	f.Fuzz(func(t *testing.T, text string, seed int64) {
		var is lenient.Issues
		entries := Entries(lenient.Some(text), line, is.Site(nil, "Messages", "text"))
		kept := 0
		for _, e := range entries {
			if Group(e, 1).Value == "" {
				t.Fatalf("%q: an entry without a name: %q", text, e)
			}
			kept += len(strings.Join(strings.Fields(e[1]+e[2]), ""))
		}
		if most := len(strings.Join(strings.Fields(text), "")); kept > most {
			t.Fatalf("%q: %d bytes were kept of %d", text, kept, most)
		}
		order := Order(entries, func(e *[]string) lenient.Opt[string] { return Group(*e, 2) }, seed%2 == 0)
		sorted := slices.Sorted(slices.Values(order))
		for i := range sorted {
			if sorted[i] != i {
				t.Fatalf("%q: the order is %v", text, order)
			}
		}
	})
}
