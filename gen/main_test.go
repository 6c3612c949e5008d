package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// project makes a module root with the specs of the providers, all of them the
// base provider of the generate package's tests under another name.
func project(t *testing.T, providers ...string) string {
	t.Helper()
	root := t.TempDir()
	model, err := filepath.Abs("../normalize")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(model, root+"/normalize"); err != nil {
		t.Fatal(err)
	}
	write(t, root+"/go.mod", "module example.test\n")
	for _, name := range providers {
		addProvider(t, root, name)
	}
	return root
}

func addProvider(t *testing.T, root, name string) {
	t.Helper()
	for _, file := range []string{"openapi.yaml", "fieldmap.yaml", "examples/list.json", "examples/list.golden.json", "examples/requests.golden"} {
		data, err := os.ReadFile("../internal/generate/testdata/base/" + file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, root+"/specs/"+name+"/"+file, strings.Replace(string(data), "provider: acme", "provider: "+name, 1))
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// ran is what one run of the command gave.
type ran struct {
	Status         int
	Stdout, Stderr string
}

func gen(t *testing.T, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(context.Background(), args, &stdout, &stderr)
	return ran{status, stdout.String(), stderr.String()}
}

func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

func expect(t *testing.T, want, got ran) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("run differs (-want +got):\n%s", d)
	}
}

func TestUsage(t *testing.T) {
	for _, test := range []struct {
		args   []string
		status int
		stderr string // how it begins
		stdout string
	}{
		{nil, exitUsage, "usage: gen", ""},
		{[]string{"genrate"}, exitUsage, `gen: unknown verb "genrate" (did you mean "generate"?)`, ""},
		{[]string{"check", "extra"}, exitUsage, `gen: unexpected argument "extra"`, ""},
		{[]string{"check", "-colour"}, exitUsage, "flag provided but not defined: -colour", ""},
		{[]string{"generate", "-h"}, exitOK, "usage: gen", ""},
		{[]string{"help"}, exitOK, "", "usage: gen"},
		{[]string{"rules"}, exitOK, "", "D101  Every operation of a curated document"},
		{[]string{"generate", "-root", "testdata/nowhere"}, exitUsage, "gen: ", ""},
	} {
		got := gen(t, test.args...)
		if got.Status != test.status || !strings.HasPrefix(got.Stderr, test.stderr) || !strings.HasPrefix(got.Stdout, test.stdout) ||
			(test.stderr == "") != (got.Stderr == "") || (test.stdout == "") != (got.Stdout == "") {
			t.Errorf("%q gives %+v", test.args, got)
		}
	}
}

func TestGenerateAndCheck(t *testing.T) {
	root := project(t, "one", "two")
	first := gen(t, "generate", "-root", root)
	var wrote []string
	for _, name := range []string{"one", "two"} {
		for _, file := range []string{"client", "leaves", "mapping", "provider", "provider_gen_test", "requests", "schemas"} {
			file += ".gen.go"
			wrote = append(wrote, "wrote generated/"+name+"/"+strings.Replace(file, "_test.gen.go", "_test.go", 1))
		}
	}
	wrote = append(wrote, "wrote generated/README.md", "wrote generated/registry.gen.go")
	slices.Sort(wrote)
	if d := cmp.Diff(wrote, lines(first.Stdout)); d != "" || first.Status != exitOK || first.Stderr != "" {
		t.Fatalf("first run: %d %s (-want +got):\n%s", first.Status, first.Stderr, d)
	}
	expect(t, ran{}, gen(t, "generate", "-root", root))
	expect(t, ran{}, gen(t, "check", "-root", root))

	// check names what is missing, differs and is extra, and changes nothing.
	if err := os.Remove(root + "/generated/one/client.gen.go"); err != nil {
		t.Fatal(err)
	}
	write(t, root+"/generated/one/leaves.gen.go", "package one\n")
	write(t, root+"/generated/three/note.txt", "")
	drift := ran{exitInput,
		"generated/one/client.gen.go: missing\ngenerated/one/leaves.gen.go: differs\ngenerated/three/note.txt: extra\n",
		"gen: 3 files under generated are not what specs give; run: go generate ./...\n"}
	expect(t, drift, gen(t, "check", "-root", root))
	expect(t, drift, gen(t, "check", "-root", root))
	expect(t, ran{Stdout: "wrote generated/one/client.gen.go\nwrote generated/one/leaves.gen.go\nremoved generated/three/note.txt\n"}, gen(t, "generate", "-root", root))
	if _, err := os.Stat(root + "/generated/three"); err == nil {
		t.Error("an empty folder was left")
	}
}

func TestProviderRemoved(t *testing.T) {
	root := project(t, "one", "two")
	gen(t, "generate", "-root", root)
	if err := os.RemoveAll(root + "/specs/two"); err != nil {
		t.Fatal(err)
	}
	got := gen(t, "generate", "-root", root)
	if got.Status != exitOK || !strings.Contains(got.Stdout, "removed generated/two/provider.gen.go\n") {
		t.Fatalf("run: %+v", got)
	}
	if _, err := os.Stat(root + "/generated/two"); err == nil {
		t.Error("the package stays")
	}
	for _, file := range []string{"registry.gen.go", "README.md"} {
		if strings.Contains(read(t, root+"/generated/"+file), "two") {
			t.Errorf("%s still names the provider", file)
		}
	}
	expect(t, ran{}, gen(t, "check", "-root", root))
}

// TestFailedProvider: a provider with an error keeps its package and its place
// in the registry, the others are generated.
func TestFailedProvider(t *testing.T) {
	root := project(t, "one", "two")
	gen(t, "generate", "-root", root)
	old, matrix := read(t, root+"/generated/one/mapping.gen.go"), read(t, root+"/generated/README.md")
	fieldmap := root + "/specs/one/fieldmap.yaml"
	good := read(t, fieldmap)
	write(t, fieldmap, strings.Replace(good, "Title: subject", "Title: subjct", 1))
	addProvider(t, root, "three")
	got := gen(t, "generate", "-root", root)
	if got.Status != exitInput || !strings.Contains(got.Stderr, `specs/one/fieldmap.yaml:26:14: P101: Title: no property "subjct"`) ||
		!strings.Contains(got.Stdout, "wrote generated/three/mapping.gen.go\n") || strings.Contains(got.Stdout, "/one/") || strings.Contains(got.Stdout, "removed") {
		t.Fatalf("run: %+v", got)
	}
	if read(t, root+"/generated/one/mapping.gen.go") != old || read(t, root+"/generated/README.md") != matrix {
		t.Error("what was generated before has changed")
	}
	for _, name := range []string{"one", "two", "three"} {
		if !strings.Contains(read(t, root+"/generated/registry.gen.go"), `case "`+name+`":`) {
			t.Errorf("the registry has no %s", name)
		}
	}
	if got := gen(t, "check", "-root", root); got.Status != exitInput || got.Stdout != "" {
		t.Errorf("check: %+v", got)
	}
	// One that never had a package gets no place in the registry.
	addProvider(t, root, "four")
	write(t, root+"/specs/four/openapi.yaml", "")
	gen(t, "generate", "-root", root)
	if strings.Contains(read(t, root+"/generated/registry.gen.go"), "four") {
		t.Error("the registry names a provider without a package")
	}
	write(t, fieldmap, good)
	if err := os.RemoveAll(root + "/specs/four"); err != nil {
		t.Fatal(err)
	}
	if got := gen(t, "generate", "-root", root); got.Status != exitOK || got.Stdout != "wrote generated/README.md\n" {
		t.Errorf("mended: %+v", got)
	}
}

// TestRefusedFolder: a folder that became a link keeps its package.
func TestRefusedFolder(t *testing.T) {
	root := project(t, "one", "two")
	gen(t, "generate", "-root", root)
	if err := os.Rename(root+"/specs/one", root+"/elsewhere"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../elsewhere", root+"/specs/one"); err != nil {
		t.Fatal(err)
	}
	expect(t, ran{exitInput, "", "specs/one: G102: a symbolic link is not followed\n    hint: put the files themselves under specs\n"}, gen(t, "generate", "-root", root))
}

func TestStrict(t *testing.T) {
	root := project(t, "one")
	if err := os.Remove(root + "/specs/one/examples/list.golden.json"); err != nil {
		t.Fatal(err)
	}
	if got := gen(t, "generate", "-root", root); got.Status != exitOK || !strings.Contains(got.Stderr, "warning: G104") {
		t.Errorf("run: %+v", got)
	}
	if got := gen(t, "check", "-root", root, "-strict"); got.Status != exitInput || strings.Contains(got.Stderr, "warning") {
		t.Errorf("strict: %+v", got)
	}
}

// TestFindRoot runs from a folder inside the module, without -root.
func TestFindRoot(t *testing.T) {
	root := project(t, "one")
	t.Chdir(root + "/specs/one")
	if got := gen(t, "generate"); got.Status != exitOK || !strings.Contains(got.Stdout, "wrote generated/one/client.gen.go\n") {
		t.Errorf("run: %+v", got)
	}
	t.Chdir(t.TempDir())
	if got := gen(t, "generate"); got.Status != exitUsage || !strings.Contains(got.Stderr, "no go.mod") {
		t.Errorf("outside: %+v", got)
	}
}

// TestUnwritable: a provider whose files cannot be written costs itself alone, and
// the registry has it only where an old package stays.
func TestUnwritable(t *testing.T) {
	for _, test := range []struct {
		name, blocked string
		before        bool // all were written before
		text          string
	}{
		{"a file in the place of its folder", "generated/two", false, "generated/two is not a folder"},
		{"a link in the place of its folder", "generated/two", true, "generated/two is a symbolic link"},
		{"a folder in the place of a file", "generated/two/client.gen.go", true, "generated/two/client.gen.go is not a regular file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := project(t, "one", "three", "two")
			if test.before {
				gen(t, "generate", "-root", root)
			}
			block(t, root, test.blocked, test.before)
			write(t, root+"/generated/one/leaves.gen.go", "package old\n")
			if err := os.RemoveAll(root + "/generated/three"); err != nil {
				t.Fatal(err)
			}
			for _, verb := range []string{"check", "generate"} {
				got := gen(t, verb, "-root", root)
				if got.Status != exitUsage || strings.Count(got.Stderr, "gen: two: output: "+test.text) != 1 {
					t.Errorf("%s: %+v", verb, got)
				}
				for _, name := range []string{"one", "three"} {
					if !strings.Contains(got.Stdout, "generated/"+name+"/leaves.gen.go") {
						t.Errorf("%s of %s: %s", verb, name, got.Stdout)
					}
				}
			}
			stays := strings.HasSuffix(test.blocked, ".go")
			if text := read(t, root+"/generated/registry.gen.go"); !strings.Contains(text, `"three"`) || strings.Contains(text, `"two"`) != stays {
				t.Errorf("the registry is\n%s", text)
			}
		})
	}
}

// block puts something in the way of a path.
func block(t *testing.T, root, path string, before bool) {
	t.Helper()
	if err := os.RemoveAll(root + "/" + path); err != nil {
		t.Fatal(err)
	}
	switch {
	case strings.HasSuffix(path, ".go"):
		write(t, root+"/"+path+"/note.txt", "")
	case before:
		if err := os.Symlink("one", root+"/"+path); err != nil {
			t.Fatal(err)
		}
	default:
		write(t, root+"/"+path, "")
	}
}
