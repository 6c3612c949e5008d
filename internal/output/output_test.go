package output

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lay makes a folder with the files, a name that ends in a slash being a folder
// and a content that starts with "-> " a link. It returns the folder.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		full := filepath.Join(root, filepath.FromSlash(name))
		dir := filepath.Dir(full)
		if strings.HasSuffix(name, "/") {
			dir = full
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			continue
		}
		var err error
		if target, ok := strings.CutPrefix(content, "-> "); ok {
			err = os.Symlink(target, full)
		} else {
			err = os.WriteFile(full, []byte(content), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// read is the reverse of lay; only empty folders are listed.
func read(t *testing.T, root string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch d.Type() {
		case fs.ModeDir:
			entries, err := os.ReadDir(path)
			if len(entries) == 0 {
				out[name+"/"] = ""
			}
			return err
		case fs.ModeSymlink:
			target, err := os.Readlink(path)
			out[name] = "-> " + target
			return err
		}
		data, err := os.ReadFile(path)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var wanted = []File{
	{"generated/b/b.go", []byte("b")},
	{"generated/a/a.go", []byte("a2")},
	{"generated/README.md", []byte("readme")},
}

func before() map[string]string {
	return map[string]string{
		"go.mod":                            "module m",
		"generated/README.md":               "readme",
		"generated/a/a.go":                  "a1",
		"generated/a/old.go":                "old",
		"generated/gone/deep/x.go":          "x",
		"generated/failed/client.go":        "kept",
		"generated/failed/.client.go.tmp-X": "left by a crash",
		"generated/empty/":                  "",
		"generated/link":                    "-> ../go.mod",
	}
}

func keepFailed(path string) bool { return path == "generated/failed/client.go" }

func TestWrite(t *testing.T) {
	root := lay(t, before())
	got, err := Write(root, "generated", wanted, keepFailed)
	if err != nil {
		t.Fatal(err)
	}
	want := Result{
		Written:   []string{"generated/a/a.go", "generated/b/b.go"},
		Unchanged: []string{"generated/README.md"},
		Removed: []string{"generated/a/old.go", "generated/failed/.client.go.tmp-X", "generated/gone/deep/x.go",
			"generated/link"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	tree := map[string]string{
		"go.mod": "module m", "generated/README.md": "readme", "generated/a/a.go": "a2", "generated/b/b.go": "b",
		"generated/failed/client.go": "kept",
	}
	if diff := cmp.Diff(tree, read(t, root)); diff != "" {
		t.Error(diff)
	}
	again, err := Write(root, "generated", wanted, keepFailed)
	if err != nil || len(again.Written)+len(again.Removed) > 0 || len(again.Unchanged) != 3 {
		t.Errorf("second run: %+v, %v", again, err)
	}
	drift, err := Check(root, "generated", wanted, keepFailed)
	if err != nil || len(drift) > 0 {
		t.Errorf("after writing: %v, %v", drift, err)
	}
}

func TestEqualFileIsUntouched(t *testing.T) {
	root := lay(t, map[string]string{"generated/README.md": "readme"})
	name := filepath.Join(root, "generated", "README.md")
	old, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(root, "generated", wanted, nil); err != nil {
		t.Fatal(err)
	}
	now, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(old, now) || !now.ModTime().Equal(old.ModTime()) {
		t.Error("the file was written anew")
	}
}

func TestCheck(t *testing.T) {
	root := lay(t, before())
	got, err := Check(root, "generated", wanted, keepFailed)
	if err != nil {
		t.Fatal(err)
	}
	want := []Drift{
		{"generated/a/a.go", Differs},
		{"generated/a/old.go", Extra},
		{"generated/b/b.go", Missing},
		{"generated/failed/.client.go.tmp-X", Extra},
		{"generated/gone/deep/x.go", Extra},
		{"generated/link", Extra},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before(), read(t, root)); diff != "" {
		t.Errorf("Check changed something: %s", diff)
	}
}

func TestNothingThereYet(t *testing.T) {
	root := lay(t, nil)
	drift, err := Check(root, "generated", wanted, nil)
	if err != nil || len(drift) != 3 || drift[0] != (Drift{"generated/README.md", Missing}) {
		t.Errorf("Check: %v, %v", drift, err)
	}
	result, err := Write(root, "generated", wanted, nil)
	if err != nil || len(result.Written) != 3 {
		t.Errorf("Write: %v, %v", result, err)
	}
	if result, err = Write(lay(t, nil), "generated", nil, nil); err != nil || !cmp.Equal(result, Result{}) {
		t.Errorf("Write of nothing: %v, %v", result, err)
	}
}

// Whatever is refused must leave everything as it was.
func TestRefused(t *testing.T) {
	tests := []struct {
		name, owned, path string
		tree              map[string]string
		want              string
	}{
		{"climbs", "generated", "generated/../go.mod", nil, "not below"},
		{"absolute", "generated", "/etc/x", nil, "not below"},
		{"elsewhere", "generated", "normalize/x.go", nil, "not below"},
		{"neighbour", "generated", "generatedx/x.go", nil, "not below"},
		{"backslash", "generated", `generated/..\..\x`, nil, "not below"},
		{"drive", "generated", "generated/c:x", nil, "not below"},
		{"the folder", "generated", "generated", nil, "not below"},
		{"everything owned", ".", "x.go", nil, "is not a folder that can be owned"},
		{"owned climbs", "../x", "../x/y", nil, "is not a folder that can be owned"},
		{"twice", "generated", "generated/README.md", nil, "given twice"},
		{"file and folder", "generated", "generated/README.md/x", nil, "is a file and the folder"},
		{"owned is a link", "generated", "generated/x.go", map[string]string{"generated": "-> other", "other/": ""}, "symbolic link"},
		{"folder is a link", "generated", "generated/p/x.go", map[string]string{"generated/p": "-> ../other", "other/": ""}, "symbolic link"},
		{"file is a link", "generated", "generated/x.go", map[string]string{"generated/x.go": "-> ../go.mod", "go.mod": "m"}, "is not a regular file"},
		{"file is a folder", "generated", "generated/x.go", map[string]string{"generated/x.go/y": "y"}, "is not a regular file"},
		{"folder is a file", "generated", "generated/p/x.go", map[string]string{"generated/p": "p"}, "is not a folder"},
		{"owned is a file", "generated", "generated/x.go", map[string]string{"generated": "p"}, "is not a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := lay(t, tt.tree)
			old := read(t, root)
			files := []File{{tt.path, []byte("new")}}
			if tt.owned == "generated" {
				files = append(files, File{"generated/README.md", []byte("readme")}, File{"generated/a/a.go", []byte("a")})
			}
			if _, err := Check(root, tt.owned, files, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check: %v, want an error with %q", err, tt.want)
			}
			if _, err := Write(root, tt.owned, files, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Write: %v, want an error with %q", err, tt.want)
			}
			if diff := cmp.Diff(old, read(t, root)); diff != "" {
				t.Errorf("something changed: %s", diff)
			}
		})
	}
}

func TestNoRoot(t *testing.T) {
	if _, err := Write(filepath.Join(t.TempDir(), "nowhere"), "generated", wanted, nil); err == nil {
		t.Error("no error for a root that does not exist")
	}
}

// The second file's temporary name is too long for any file system: the first
// one, staged already, must not appear.
func TestFailureLeavesNothing(t *testing.T) {
	root := lay(t, map[string]string{"generated/a.go": "old", "generated/stale.go": "stale"})
	old := read(t, root)
	files := []File{{"generated/a.go", []byte("new")}, {"generated/" + strings.Repeat("x", 250), nil}}
	result, err := Write(root, "generated", files, nil)
	if err == nil || !cmp.Equal(result, Result{}) {
		t.Errorf("%+v, %v, want an error and no result", result, err)
	}
	if diff := cmp.Diff(old, read(t, root)); diff != "" {
		t.Errorf("something changed: %s", diff)
	}
}
