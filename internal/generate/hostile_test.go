package generate

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/parlancehq/parlance/internal/diag"
)

// directive matches a comment that means something to Go's tools.
var directive = regexp.MustCompile(`(?m)^[ \t]*(//go:|//line |/\*line |//export |// *\+build|#cgo)`)

// tame checks that nothing in the output means more than it says, nor in what is
// printed: no directive, and no character that cannot be seen.
func tame(t *testing.T, result *Result) {
	t.Helper()
	unseen := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' && r != '\t' })
	}
	for _, f := range result.Files {
		if at := directive.Find(f.Data); at != nil {
			t.Errorf("%s has a directive: %q", f.Path, at)
		}
		if unseen(string(f.Data)) {
			t.Errorf("%s has characters that cannot be seen", f.Path)
		}
	}
	for _, d := range result.Diagnostics {
		if unseen(d.String()) || len(d.String()) > 10_000 {
			t.Errorf("printed: %.200q", d.String())
		}
	}
}

// TestHostileSizes gives documents and field maps of many parts, as TestLimits of
// package openapi does, all the way through.
func TestHostileSizes(t *testing.T) {
	base := baseFiles(t)
	const doc, fields = "specs/acme/openapi.yaml", "specs/acme/fieldmap.yaml"
	long := strings.Repeat("x", 1<<20)
	for _, test := range []struct{ name, file, text, want string }{
		{"many values", doc, base[doc] + "x-a: [" + strings.Repeat("a,", 3<<20) + "]\n", "O102: the document has more than"},
		{"deep lists", doc, base[doc] + "x-a: " + strings.Repeat("[", 1<<20) + "\n", "O101: not valid YAML: exceeded max depth of 10000"},
		{"duplicate keys", doc, base[doc] + "x-a:\n" + strings.Repeat("  a: 1\n", 100_000), "O103: the key \"a\" was already given"},
		{"a text without end", doc, strings.Replace(base[doc], "subject: {type: string}", "subject: {type: "+long+"}", 1), "O110: \"xxx"},
		{"many values in the field map", fields, base[fields] + "x: [" + strings.Repeat("a,", 100_000) + "]\n", "F104: the field map is nested or repeated beyond all use"},
		{"deep lists in the field map", fields, base[fields] + "x: " + strings.Repeat("[", 100_000) + "\n", "F101: invalid YAML: exceeded max depth of 10000"},
		{"unknown keys in the field map", fields, base[fields] + strings.Repeat("x: 1\n", 9_000), "F102: duplicate key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			files := baseFiles(t)
			files[test.file] = test.text
			writeTree(t, root, files)
			expectRefused(t, root, test.file, test.want)
		})
	}
}

// expectRefused compiles and expects nothing of acme's, and few diagnostics that say
// what is wanted of the file.
func expectRefused(t *testing.T, root, file, want string) {
	t.Helper()
	result, err := Run(t.Context(), Options{Root: root})
	if err != nil || len(result.Errors) > 0 {
		t.Fatal(err, result.Errors)
	}
	tame(t, result)
	for _, f := range result.Files {
		if strings.HasPrefix(f.Path, Owned+"/acme/") {
			t.Errorf("%s was generated", f.Path)
		}
	}
	if len(result.Diagnostics) > diag.MaxAlike+10 {
		t.Errorf("%d diagnostics", len(result.Diagnostics))
	}
	for _, d := range result.Diagnostics {
		if text := d.String(); d.Severity == diag.Error && strings.HasPrefix(text, file) && strings.Contains(text, want) {
			return
		}
	}
	t.Errorf("no diagnostic of %s says %q: %.1000v", file, want, result.Diagnostics)
}
