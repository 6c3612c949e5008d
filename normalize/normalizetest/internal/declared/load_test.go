package declared

import (
	"os"
	"path/filepath"
	"testing"
)

// Headers stand beside the example that they belong to, and are not an example.
func TestReadExamples(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"list.json": `[]`, "list.headers.json": `{"x-total": "3", "Link": "</next>; rel=\"next\""}`, "list.golden.json": `[]`, "get.json": `{}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var d Declarations
	if err := d.readExamples(dir); err != nil {
		t.Fatal(err)
	}
	if len(d.Examples) != 3 || d.Examples["list.headers.json"] != nil {
		t.Errorf("the examples are %q", SortedKeys(d.Examples))
	}
	if h := d.Headers["list.json"]; len(d.Headers) != 1 || h.Get("X-Total") != "3" || h.Get("Link") == "" {
		t.Errorf("the headers are %v", d.Headers)
	}
	if err := os.WriteFile(filepath.Join(dir, "get.headers.json"), []byte(`{"X-Total": 3}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := d.readExamples(dir); err == nil {
		t.Error("a header that is not a text is taken")
	}
}
