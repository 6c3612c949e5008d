package fieldmap

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
)

// FuzzParse: any text is read without a panic, everything that is said has a
// place in the file, and what is nil was an error.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("../../specs/*/fieldmap.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, text := range []string{"", "#", "a", "---\n---\n", "a: &a [*a]", "maps: [{}]", "? [a]\n: b", "<<: {a: b}", "{", "\x00", "a: !!binary x", "sources: {a: {list: {send: {x: [{filter: {}}, {a: {b: [c]}}]}}}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var diags diag.List
		file := Parse("fieldmap.yaml", []byte(text), &diags)
		if file == nil && !diags.Failed() {
			t.Error("no field map and no error")
		}
		lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 2
		for _, d := range diags.Sorted() {
			if d.Pos.File != "fieldmap.yaml" || d.Pos.Line < 1 || d.Rule == "" {
				t.Errorf("no place or rule: %s", d)
			}
			if d.Pos.Line > lines && !strings.ContainsAny(text, "\u0085\u2028\u2029") {
				t.Errorf("a place behind the end: %s", d)
			}
			if len(d.String()) > 4*len(text)+1000 {
				t.Errorf("a message of %d bytes", len(d.String()))
			}
		}
	})
}
