package normalizetest_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/generate"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/normalize/normalizetest"
)

const (
	repo    = "../.."
	module  = "github.com/parlancehq/parlance"
	further = module + "/declared" // the module that the test makes
)

var only = flag.String("only", "", "of the compiled providers, those whose names the regular expression matches")

// Whatever a field map can say, the provider made of it passes the suite that is
// made with it. Each field map of testdata/declared is compiled against the
// document there, and each archive of testdata/cases is a folder of specs. All run in
// one test binary, of a module of their own. With PARLANCE_UPDATE=1 the goldens of the
// cases are written anew.
func TestCompiled(t *testing.T) {
	t.Parallel()
	root := newModule(t)
	names, cases := addDeclared(t, root), addCases(t, root)
	names = append(names, slices.Sorted(maps.Keys(cases))...)
	result, err := generate.Run(t.Context(), generate.Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		if d.Rule == "G104" && d.Severity != diag.Error {
			continue // nobody has reviewed what these are sent
		}
		if d.Severity == diag.Error || !cases.expect(d) {
			t.Error(d)
		}
	}
	if t.Failed() {
		return
	}
	tests := map[string][]string{}
	for _, f := range result.Files {
		name, isTest := strings.CutSuffix(f.Path, "_test.go")
		text := string(f.Data)
		if isTest {
			provider := strings.Split(f.Path, "/")[1]
			for _, m := range testLine.FindAllStringSubmatch(text, -1) {
				if m[1] != "TestRequests" && (m[1] != "TestExamples" || cases[provider].examples) {
					tests[provider] = append(tests[provider], m[1])
				}
			}
			f.Path = name + "_suite.go" // where another package can call it
		}
		if strings.HasSuffix(f.Path, "/registry.gen.go") {
			continue
		}
		write(t, filepath.Join(root, f.Path), text)
	}
	write(t, filepath.Join(root, "generated", "all", "all_test.go"), caller(names, tests))
	goTest(t, root)
	if os.Getenv(normalizetest.UpdateVariable) == "1" {
		cases.update(t, root)
	}
}

// testLine is a test of a generated package. That of the requests is left out: it has
// a golden, which nobody reads here.
var testLine = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)

// chosen reports whether the provider is one of those that -only asks for.
func chosen(t *testing.T, name string) bool {
	t.Helper()
	re, err := regexp.Compile(*only)
	if err != nil {
		t.Fatal(err)
	}
	return re.MatchString(name)
}

// newModule makes a module that has this one's model and dependencies.
func newModule(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	here, err := filepath.Abs(repo)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(here, "normalize"), filepath.Join(root, "normalize")); err != nil {
		t.Fatal(err)
	}
	mod := strings.Replace(read(t, filepath.Join(here, "go.mod")), "module "+module, "module "+further, 1)
	write(t, filepath.Join(root, "go.mod"), mod+fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, module, here))
	write(t, filepath.Join(root, "go.sum"), read(t, filepath.Join(here, "go.sum")))
	return root
}

// addDeclared writes a provider's folder for every field map and gives their names.
func addDeclared(t *testing.T, root string) []string {
	t.Helper()
	m, err := model.Load(repo + "/normalize")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/declared/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	document := read(t, "testdata/declared/openapi.yaml")
	var names []string
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if name == "openapi" || !chosen(t, name) {
			continue
		}
		names = append(names, name)
		dir := filepath.Join(root, "specs", name)
		fm, security := complete(t, m, name, read(t, file))
		write(t, filepath.Join(dir, "fieldmap.yaml"), fm)
		write(t, filepath.Join(dir, "openapi.yaml"), strings.Replace(document, "security: [{header: []}]", security, 1))
		write(t, filepath.Join(dir, "examples", "list.json"), "{}")
		write(t, filepath.Join(dir, "examples", "list.golden.json"), "{}")
	}
	return names
}

// complete adds to a field map what all have, and lists as absent what its maps
// say nothing of. The security that the file states is not part of a
// field map.
func complete(t *testing.T, m *model.Model, name, text string) (fm, security string) {
	t.Helper()
	f := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f["provider"], f["title"], f["model"] = name, name, 1
	security = "security: [{header: []}]"
	if said, ok := f["security"].(string); ok {
		security = "security: " + said
		delete(f, "security")
	}
	for _, item := range f["maps"].([]any) {
		entry := item.(map[string]any)
		var absent []string
		for _, leaf := range m.Leaves(entry["to"].(string)) {
			said := leaf.Field.Name == "Attributes"
			for target := range entry["fields"].(map[string]any) {
				said = said || within(target, leaf.Path) || within(target+"Raw", leaf.Path)
			}
			if !said && !slices.ContainsFunc(absent, func(a string) bool { return within(leaf.Path, a) }) {
				absent = append(absent, leaf.Path)
			}
		}
		entry["absent"] = absent
	}
	out, err := yaml.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), security
}

// within reports whether the place is base or below it.
func within(place, base string) bool {
	rest, ok := strings.CutPrefix(place, base)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// caller is the test that calls all others.
func caller(names []string, tests map[string][]string) string {
	var b strings.Builder
	b.WriteString("package all\n\nimport (\n\t\"flag\"\n\t\"testing\"\n\n")
	for _, name := range names {
		fmt.Fprintf(&b, "\t%q\n", further+"/generated/"+name)
	}
	b.WriteString(")\n\nvar update = flag.Bool(\"update\", false, \"a package may have its own\")\n")
	for _, name := range names {
		fmt.Fprintf(&b, "\nfunc Test_%s(t *testing.T) {\n\tt.Parallel()\n", name)
		for _, test := range tests[name] {
			fmt.Fprintf(&b, "\tt.Run(%q, %s.%s)\n", test, name, test)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// goTest runs the test that calls all others. The build forgets where it is, so
// that the next one finds it in the build cache; a rare garbage collection halves
// the time.
func goTest(t *testing.T, root string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-trimpath", "-vet=off", "-mod=mod", "./generated/all")
	c.Dir = root
	c.Env = append(os.Environ(), "GOWORK=off", "GOGC=800")
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
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

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
