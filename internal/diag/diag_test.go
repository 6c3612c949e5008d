package diag

import (
	"strings"
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

// TestMany: of a kind that there are many of, a list keeps some and the number of
// the others, through appending and promoting too.
func TestMany(t *testing.T) {
	var inner, l List
	for i := range MaxAlike + 5 {
		inner.WarnHint(Pos{File: "a", Line: i + 1}, "X1", "", "m")
	}
	l.Errorf(Pos{File: "b"}, "X1", "other file")
	l.Append(&inner)
	if l.Errors() != 1 {
		t.Errorf("%d errors", l.Errors())
	}
	got := l.Sorted()
	if len(got) != MaxAlike+2 || got[0].String() != "a: warning: X1: 5 more like the others of this rule" {
		t.Errorf("%d diagnostics, the first %v", len(got), got[0])
	}
	l.Promote()
	if l.Errors() != MaxAlike+6 || l.Sorted()[0].String() != "a: X1: 5 more like the others of this rule" {
		t.Errorf("promoted: %d errors, the first %v", l.Errors(), l.Sorted()[0])
	}
}

// TestPrintable: what comes from the input drives no terminal, breaks no line and
// has an end.
func TestPrintable(t *testing.T) {
	d := Diagnostic{Pos: Pos{File: "specs/\x1b[31m\n"}, Rule: "X1", Message: "a\u202eb\ufeff\u2028c\x00é😀" + strings.Repeat("x", 1<<20) + "end", Hint: "\r\u009b2J"}
	got := d.String()
	want := "specs/ [31m : X1: a b  c é😀x"
	if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "xend\n    hint:   2J") || len(got) > 5000 {
		t.Errorf("got %.60q, %d bytes", got, len(got))
	}
}
