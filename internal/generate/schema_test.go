package generate

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap/fieldmaptest"
)

// TestSchemaAgreesWithTheCompiler changes field maps at random. What the parser refuses
// the schema refuses too, and what the schema refuses has an error.
func TestSchemaAgreesWithTheCompiler(t *testing.T) {
	t.Parallel()
	schema := fieldmaptest.Open(t, "../fieldmap/schema.json")
	const each = 50
	random := rand.New(rand.NewPCG(1, 2))
	folders, err := filepath.Glob("../../specs/*/fieldmap.yaml")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no field maps: %v", err)
	}
	refused := 0
	for _, file := range append(folders, "testdata/base/fieldmap.yaml") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := os.ReadFile(filepath.Join(filepath.Dir(file), "openapi.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		c := newChecker(t, string(document))
		if err := schema.Validate(text); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for range each {
			mutant, what := mutated(t, text, random)
			if yaml.Unmarshal([]byte(mutant), new(any)) != nil { // a key that stands twice
				continue
			}
			p := c.check(mutant)
			err := schema.Validate([]byte(mutant))
			form, anything := formErrors(p.diags.Sorted())
			switch {
			case form != "" && err == nil:
				t.Errorf("%s: %s: the schema accepts what the parser refuses: %s", file, what, form)
			case err != nil && !anything:
				t.Errorf("%s: %s: the schema refuses what compiles: %v", file, what, err)
			case err != nil:
				refused++
			}
		}
	}
	if refused < each {
		t.Errorf("only %d mutants were refused", refused)
	}
}

// formErrors gives the first error about the field map's form that a schema can know
// of, and whether there is an error at all.
func formErrors(all []diag.Diagnostic) (form string, anything bool) {
	for _, d := range all {
		if d.Severity != diag.Error {
			continue
		}
		anything = true
		if slices.Contains([]string{"F103", "F105", "F106", "F107", "F108"}, d.Rule) && form == "" {
			form = d.String()
		}
	}
	return form, anything
}

// mutated is a field map with a change on its request side: a word in place of another
// one, a value in place of another one, or without an entry.
func mutated(t *testing.T, text []byte, random *rand.Rand) (mutant, what string) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var words, values, mappings []*yaml.Node
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			words = append(words, n)
		}
		if n.Kind == yaml.MappingNode && len(n.Content) > 0 {
			mappings = append(mappings, n)
		}
		values = append(values, n)
		for _, c := range n.Content {
			walk(c)
		}
	}
	top := doc.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		if key := top.Content[i].Value; key != "maps" && key != "provider" {
			walk(top.Content[i+1])
		}
	}
	pick := func(list []*yaml.Node) *yaml.Node { return list[random.IntN(len(list))] }
	switch random.IntN(3) {
	case 0:
		one, other := pick(words), pick(words)
		what = "the word " + other.Value + " in place of " + one.Value
		one.Value, one.Tag, one.Style = other.Value, other.Tag, other.Style
	case 1:
		one, other := pick(values), pick(values)
		if slices.Contains(keysOf(mappings), one) { // a key is text
			one = pick(mappings)
		}
		what = "a value in place of that on line " + one.Value
		copied := *other
		copied.Anchor = ""
		if copied.Kind == yaml.AliasNode {
			copied = *copied.Alias
			copied.Anchor = ""
		}
		if within(&copied, one) {
			break
		}
		copied.Anchor = one.Anchor
		*one = copied
	default:
		m := pick(mappings)
		i := random.IntN(len(m.Content)/2) * 2
		what = "without " + m.Content[i].Value
		m.Content = slices.Delete(slices.Clone(m.Content), i, i+2)
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	if err := errorsOf(e.Encode(&doc), e.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String(), what
}

func keysOf(mappings []*yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	for _, m := range mappings {
		for i := 0; i < len(m.Content); i += 2 {
			out = append(out, m.Content[i])
		}
	}
	return out
}

// within reports whether a node is part of another one.
func within(tree, n *yaml.Node) bool {
	return tree == n || slices.ContainsFunc(tree.Content, func(c *yaml.Node) bool { return within(c, n) })
}
