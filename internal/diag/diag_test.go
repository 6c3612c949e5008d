package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestString(t *testing.T) {
	for _, test := range []struct {
		d    Diagnostic
		want string
	}{
		{Diagnostic{Rule: "P101", Message: "m"}, "P101: m"},
		{Diagnostic{Pos: Pos{File: "f"}, Rule: "P101", Message: "m"}, "f: P101: m"},
		{Diagnostic{Pos: Pos{File: "f", Line: 3}, Rule: "P101", Message: "m"}, "f:3: P101: m"},
		{Diagnostic{Pos: Pos{"f", 3, 4}, Rule: "P101", Severity: Warning, Message: "m", Hint: "h"}, "f:3:4: warning: P101: m\n    hint: h"},
		{Diagnostic{Rule: "P101", Message: "a\nb\r\x1b[31m\u2028c\u0085", Hint: "x\ny"}, "P101: a b  [31m c \n    hint: x y"},
	} {
		if got := test.d.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestList(t *testing.T) {
	var l, other List
	l.WarnHint(Pos{"b", 1, 1}, "P2", "", "second")
	if l.Failed() {
		t.Error("a warning failed the list")
	}
	other.Errorf(Pos{"b", 1, 1}, "P1", "first")
	other.Errorf(Pos{"a", 10, 2}, "P1", "x%d", 1)
	other.ErrorHint(Pos{"a", 9, 3}, "P1", "hint", "y")
	other.Errorf(Pos{"a", 10, 2}, "P1", "x1")
	l.Append(&other)
	if !l.Failed() || l.Errors() != 4 {
		t.Errorf("%d errors", l.Errors())
	}
	var got []string
	for _, d := range l.Sorted() {
		got = append(got, d.String())
	}
	want := []string{"a:9:3: P1: y\n    hint: hint", "a:10:2: P1: x1", "b:1:1: P1: first", "b:1:1: warning: P2: second"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("order differs (-want +got):\n%s", d)
	}
	l.Promote()
	for _, d := range l.Sorted() {
		if d.Severity != Error {
			t.Errorf("still a warning: %s", d)
		}
	}
	if l.Errors() != 5 {
		t.Errorf("%d errors after Promote", l.Errors())
	}
}

func TestSuggest(t *testing.T) {
	candidates := []string{"status", "started_at", "id", "Title"}
	for name, want := range map[string]string{
		"statsu": "status", "STATUS": "status", "started": "", "started_a": "started_at", "di": "id", "x": "", "title": "Title", "": "",
	} {
		if want != "" {
			want = ` (did you mean "` + want + `"?)`
		}
		if got := Suggest(name, candidates); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", name, got, want)
		}
	}
}
