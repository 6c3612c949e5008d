package docs

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/generate"
	"github.com/parlancehq/parlance/internal/model"
)

const reference = repo + "/specs/README.md"

// Every YAML block of the reference is part of a field map that compiles. A
// block that is a whole file gives no diagnostic at all; parts may leave
// properties of the sample unread.
func TestReferenceExamplesCompile(t *testing.T) {
	m, err := model.Load(repo + "/normalize")
	if err != nil {
		t.Fatal(err)
	}
	document := read(t, "testdata/sample/openapi.yaml")
	root := newRoot(t)
	lines := map[string]block{}
	for _, b := range blocks(t, reference) {
		how, isYAML := strings.CutPrefix(b.info, "yaml ")
		if !isYAML {
			if strings.HasPrefix(b.info, "yaml") {
				t.Errorf("%s:%d: the block does not say what it is a part of", reference, b.line)
			}
			continue
		}
		name := fmt.Sprintf("sample%d", b.line)
		lines[name] = b
		files := map[string]string{"openapi.yaml": document}
		var f mapping
		switch how {
		case "file":
			parse(t, b.text, &f)
		case "overlay":
			files["overlay.yaml"] = b.text
			f = complete(t, m, "top", "{}")
		default:
			f = complete(t, m, how, b.text)
		}
		f["provider"] = name
		text, err := yaml.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		files["fieldmap.yaml"] = string(text)
		addProvider(t, root, name, files)
	}
	if len(lines) < 20 {
		t.Errorf("only %d examples were found", len(lines))
	}
	for _, d := range compile(t, root) {
		b := lines[strings.Split(d.Pos.File, "/")[1]]
		if d.Severity == diag.Warning && (d.Rule == "P106" || d.Rule == "P210") && b.info != "yaml file" {
			continue
		}
		t.Errorf("specs/README.md:%d: %s\n%s", b.line, d, b.text)
	}
}

// The reference has every conversion, as the compiler itself describes it.
func TestReferenceHasTheConversions(t *testing.T) {
	text := words(read(t, reference))
	for _, c := range convert.All() {
		if !strings.Contains(text, words(c.Summary)) {
			t.Errorf("%s: the summary is not in the reference: %s", c.Keys[0], c.Summary)
		}
		if !strings.Contains(text, words(c.Example)) {
			t.Errorf("%s: the example is not in the reference: %s", c.Keys[0], c.Example)
		}
	}
}

// Every key that the schema of the field map has is explained; the schema's own
// test checks it against the parser and the conversions.
func TestReferenceHasTheKeys(t *testing.T) {
	var schema any
	if err := json.Unmarshal([]byte(read(t, repo+"/internal/fieldmap/schema.json")), &schema); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	collect(schema, keys)
	if len(keys) < 60 {
		t.Errorf("only %d keys were found in the schema", len(keys))
	}
	text := read(t, reference)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !strings.Contains(text, "`"+key+"`") && !strings.Contains(text, "`"+key+": ") {
			t.Errorf("the key %s is not explained", key)
		}
	}
}

// collect gathers the names of properties, those of the model left out: they
// begin with a capital letter.
func collect(v any, keys map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if props, ok := value.(map[string]any); ok && key == "properties" {
				for name := range props {
					if name[0] >= 'a' && name[0] <= 'z' {
						keys[name] = true
					}
				}
			}
			collect(value, keys)
		}
	case []any:
		for _, item := range v {
			collect(item, keys)
		}
	}
}

// The table of rules is that of the compiler; -rewrite writes it anew.
func TestReferenceHasTheRules(t *testing.T) {
	rules := generate.Rules()
	var want strings.Builder
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(&want, "| `%s` | %s |\n", id, strings.ReplaceAll(rules[id], "|", `\|`))
	}
	const head = "| rule | |\n|---|---|\n"
	before, got, ok := strings.Cut(read(t, reference), head)
	if !ok {
		t.Fatal("there is no table of rules")
	}
	if *rewrite {
		write(t, reference, before+head+want.String())
		return
	}
	if diff := cmp.Diff(want.String(), got); diff != "" {
		t.Errorf("the rules (-compiler +reference), run go test ./internal/docs -rewrite:\n%s", diff)
	}
}

// Files that the documents point at are there.
func TestLinks(t *testing.T) {
	for _, file := range []string{repo + "/README.md", reference} {
		for _, part := range strings.Split(read(t, file), "](")[1:] {
			target, _, _ := strings.Cut(part, ")")
			target, _, _ = strings.Cut(target, "#")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			if found, _ := filepath.Glob(filepath.Join(filepath.Dir(file), target)); found == nil {
				t.Errorf("%s points at %s, which is not there", file, target)
			}
		}
	}
}

// words joins a text's words with single spaces.
func words(text string) string { return strings.Join(strings.Fields(text), " ") }
