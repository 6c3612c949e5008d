package normalizetest_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/model"
)

// testCase describes an archive of testdata/cases.
type testCase struct {
	file     string
	archive  *txtar.Archive
	examples bool     // it has some, and so the test of examples is run
	warns    []string // rules of warnings that it is to give
}

type testCases map[string]testCase

// addCases writes the folder of every archive in testdata/cases, completed, and gives
// the cases by the names of their providers.
func addCases(t *testing.T, root string) testCases {
	t.Helper()
	m, err := model.Load(repo + "/normalize")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	cases := testCases{}
	for _, file := range files {
		name := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(file), ".txtar"), "-", "")
		if !chosen(t, name) {
			continue
		}
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := testCase{file: file, archive: archive, warns: warnings.FindAllString(string(archive.Comment), -1)}
		texts := map[string]string{"examples/list.json": "{}", "examples/list.golden.json": "{}"}
		for _, f := range archive.Files {
			texts[f.Name] = string(f.Data)
			c.examples = c.examples || strings.HasPrefix(f.Name, "examples/")
		}
		cases[name] = c
		texts["openapi.yaml"] = completeDocument(t, file, texts["openapi.yaml"])
		texts["fieldmap.yaml"], _ = complete(t, m, name, texts["fieldmap.yaml"])
		for base, text := range texts {
			write(t, filepath.Join(root, "specs", name, filepath.FromSlash(base)), text)
			golden := strings.TrimSuffix(base, ".json") + ".golden.json"
			if strings.HasPrefix(base, "examples/") && !strings.HasSuffix(base, ".golden.json") && texts[golden] == "" {
				write(t, filepath.Join(root, "specs", name, filepath.FromSlash(golden)), "{}") // until -update
			}
		}
	}
	return cases
}

// update puts the goldens that were written into the archives.
func (c testCases) update(t *testing.T, root string) {
	t.Helper()
	for name, one := range c {
		goldens, err := filepath.Glob(filepath.Join(root, "specs", name, "examples", "*.golden.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range goldens {
			base, data := "examples/"+filepath.Base(file), read(t, file)
			one.archive.Files = slices.DeleteFunc(one.archive.Files, func(f txtar.File) bool { return f.Name == base })
			if one.examples && data != "{}" {
				one.archive.Files = append(one.archive.Files, txtar.File{Name: base, Data: []byte(data)})
			}
		}
		if one.examples {
			write(t, one.file, string(txtar.Format(one.archive)))
		}
	}
}

// warnings are the rules that the comment of an archive names.
var warnings = regexp.MustCompile(`\b[A-Z]\d{3}\b`)

// expect reports whether a warning is one that a field map here may give. All leave
// some of their document unread.
func (c testCases) expect(d diag.Diagnostic) bool {
	provider := filepath.Base(filepath.Dir(d.Pos.File))
	return d.Rule == "P106" || slices.Contains(c[provider].warns, d.Rule)
}

// completeDocument adds what all documents have to one that says only what its case
// is about.
func completeDocument(t *testing.T, file, text string) string {
	t.Helper()
	doc := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for key, value := range map[string]any{
		"openapi": "3.0.3", "info": map[string]any{"title": "Case", "version": "1.0.0"},
		"servers": []any{map[string]any{"url": "https://case.example"}}, "security": []any{map[string]any{"key": []any{}}},
	} {
		if doc[key] == nil {
			doc[key] = value
		}
	}
	components, ok := doc["components"].(map[string]any)
	if !ok {
		t.Fatalf("%s: no components", file)
	}
	if components["securitySchemes"] == nil {
		components["securitySchemes"] = map[string]any{"key": map[string]any{"type": "http", "scheme": "bearer"}}
	}
	out, err := yaml.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
