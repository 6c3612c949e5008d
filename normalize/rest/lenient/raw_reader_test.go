package lenient

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReaderRaw(t *testing.T) {
	var is Issues
	var r Reader
	r.Reset([]byte(`{"o":{"a": [1]},"a":[1, 2],"bo":[1],"ba":"x","no":null,"na":null}`), &is)
	got := map[string]Opt[json.RawMessage]{}
	for r.Object(""); r.Next(); {
		name := string(r.Name())
		if name[len(name)-1] == 'o' {
			got[name] = r.RawObject(name)
		} else {
			got[name] = r.RawArray(name)
		}
	}
	missing := Opt[json.RawMessage]{}
	want := map[string]Opt[json.RawMessage]{"o": raw(`{"a": [1]}`), "a": raw(`[1, 2]`), "bo": missing, "ba": missing, "no": missing, "na": missing}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("values (-want +got):\n", diff)
	}
	wantIssues := []Issue{
		{"bo", "bo", json.RawMessage(`[1]`), "expected an object"},
		{"ba", "ba", json.RawMessage(`"x"`), "expected an array"},
	}
	if diff := cmp.Diff(wantIssues, is.Take()); diff != "" {
		t.Error("issues (-want +got):\n", diff)
	}
}

func TestReaderPeek(t *testing.T) {
	var is Issues
	var r Reader
	r.Reset([]byte(`{"o":{"a":"1"},"a":["2"],"j":"3","bo":4,"ba":{},"n":null}`), &is)
	var got []string
	note := func(peeked Opt[json.RawMessage]) { got = append(got, string(peeked.Value)) }
	for r.Object(""); r.Next(); {
		switch string(r.Name()) {
		case "o", "bo":
			note(r.PeekObject("O"))
			for ok := r.Object("O"); ok && r.Next(); {
				got = append(got, r.String("O.A").Value)
			}
		case "a", "ba":
			note(r.PeekArray("A"))
			for ok := r.Array("A"); ok && r.Elem(); {
				got = append(got, r.String("A").Value)
			}
		case "j":
			note(r.PeekJSON("J"))
			got = append(got, r.String("J").Value)
		case "n":
			note(r.PeekJSON("N")) // and not read: Next goes over it
		}
	}
	if diff := cmp.Diff([]string{`{"a":"1"}`, "1", `["2"]`, "2", `"3"`, "3", "", "", ""}, got); diff != "" {
		t.Error("values (-want +got):\n", diff)
	}
	want := []Issue{
		{"O", "bo", json.RawMessage(`4`), "expected an object"},
		{"A", "ba", json.RawMessage(`{}`), "expected an array"},
	}
	if diff := cmp.Diff(want, is.Take()); diff != "" {
		t.Error("issues (-want +got):\n", diff)
	}
	if got := r.PeekJSON("X"); got.OK {
		t.Errorf("at the end: peeked %s", got.Value)
	}
}

func TestReaderTexts(t *testing.T) {
	tests := []struct {
		in     string
		want   Opt[[]string]
		issues []Issue
	}{
		{`["a","","b\n"]`, Some([]string{"a", "", "b\n"}), nil},
		{`[]`, Some([]string{}), nil},
		{`null`, Opt[[]string]{}, nil},
		{`"a"`, Opt[[]string]{}, []Issue{{"Tags", "", json.RawMessage(`"a"`), "expected an array"}}},
		{`["a",null,7,{"x":1},"b"]`, Some([]string{"a", "7", "b"}), []Issue{
			{"Tags", "[2]", json.RawMessage(`7`), "expected a string; its text is kept"},
			{"Tags", "[3]", json.RawMessage(`{"x":1}`), "expected a string"},
		}},
	}
	for _, test := range tests {
		var is Issues
		var r Reader
		r.Reset([]byte(test.in), &is)
		if diff := cmp.Diff(test.want, r.Texts("Tags")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.in, diff)
		}
		if diff := cmp.Diff(test.issues, is.Take()); diff != "" {
			t.Errorf("%s: issues (-want +got):\n%s", test.in, diff)
		}
	}
}

func raw(text string) Opt[json.RawMessage] { return Some(json.RawMessage(text)) }
