package generate

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/model"
)

// kinds are properties of every kind that a document can declare.
var kinds = []string{
	"{type: string}", "{type: string, nullable: true}", "{type: string, format: date-time}", "{type: string, enum: [a, b]}", "{type: integer}",
	"{type: number, nullable: true}", "{type: boolean}", "{}", "{type: object}", "{type: object, additionalProperties: {type: string}}",
	"{type: object, properties: {x: {type: string}}}", "{type: array, items: {type: string}}", "{type: array, nullable: true, items: {type: string, enum: [a]}}",
	"{type: array, items: {type: integer}}", "{type: array, items: {}}", "{type: array, items: {$ref: '#/components/schemas/Turn'}}",
	"{type: array, items: {type: array, items: {type: string}}}", "{oneOf: [{$ref: '#/components/schemas/Turn'}, {$ref: '#/components/schemas/Error'}]}",
	"{anyOf: [{type: string}, {type: integer}]}", "{$ref: '#/components/schemas/Status'}", "{allOf: [{$ref: '#/components/schemas/Turn'}], nullable: true}",
}

// TestPairs maps properties of every kind, required or not, to every field of
// the model, plainly and by the conversions that take most. What the check lets
// through must compile.
func TestPairs(t *testing.T) {
	t.Parallel()
	dir := scenarioModuleDir(t)
	for i, required := range []bool{false, true} {
		for j, value := range []string{"%s", "[%s]", "{from: %s, default: a}", "{coalesce: [%[1]s, id]}", "{from: %s, time: unix_s}", "{from: %s, duration: ms}", "{from: %s, enum: {a: unknown, b: unknown, open: unknown, done: unknown}, unknown: keep}",
			"{count: %s}", "{exists: %s}", "{template: 'x {%s}'}", "{from: %s, json: any}", "{from: %s, split: ','}", "{case: id, when: {a: %s}}"} {
			if required && j > 3 { // these look at values in the same way
				break
			}
			name := fmt.Sprintf("pairs%d%d", i, j)
			s := &scenario{name: name}
			s.writePackages(t, dir, pairs(t, required, value))
		}
	}
	writeFile(t, filepath.Join(dir, "main.go"), "package main\n\nfunc main() {}\n")
	goRun(t, dir, nil, "build", "./...")
}

// pairs compiles the largest field map of its kind that has no error.
func pairs(t *testing.T, required bool, value string) *Result {
	t.Helper()
	files := baseFiles(t)
	files["specs/acme/openapi.yaml"] = kindsDocument(files["specs/acme/openapi.yaml"], required)
	root := t.TempDir()
	writeTree(t, root, files)
	c := newChecker(t, files["specs/acme/openapi.yaml"])
	lines := strings.Split("provider: acme\nmodel: 1\ntitle: Acme\ntime: CreatedAt\nlist: {operation: listConversations, records: data, send: {page: {page: number}}, pages: {style: page, total: total}}\nmessages: list\nmaps:\n- from: Turn\n  to: Message\n  fields: {Text: text, Role: {const: user}}\n- from: Conversation\n  to: Conversation\n  fields:\n    ID: id\n    CreatedAt: created\n    Messages: turns", "\n")
	fixed := len(lines)
	for _, ref := range c.model.Leaves(model.Root) {
		for k := range kinds {
			path := fmt.Sprintf("k%d", k)
			lines = append(lines, fmt.Sprintf("    %s: %s", ref.Path, fmt.Sprintf(value, path)))
		}
	}
	for _, ref := range c.model.Leaves("Participant") {
		for k := range kinds {
			lines = append(lines, fmt.Sprintf("    Participants[%d].%s: %s", k, ref.Path, fmt.Sprintf(value, fmt.Sprintf("k%d", k))))
		}
	}
	return largest(t, c, root, lines, fixed)
}

func kindsDocument(text string, required bool) string {
	var names []string
	var props strings.Builder
	for k, kind := range kinds {
		names = append(names, fmt.Sprintf("k%d", k))
		fmt.Fprintf(&props, "        k%d: %s\n", k, kind)
	}
	head := ""
	if required {
		head = "      required: [" + strings.Join(names, ", ") + "]\n"
	}
	return strings.Replace(text, "      properties:\n        id: {type: string}\n", head+"      properties:\n        id: {type: string}\n"+props.String(), 1)
}

// largest takes for each target one of the lines that have no error, and lists
// the others as absent.
func largest(t *testing.T, c checker, root string, lines []string, fixed int) *Result {
	t.Helper()
	resolved := resolvable(c, lines, fixed)
	var targets []string
	choices := map[string][]string{}
	for _, line := range lines[fixed:] {
		target, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		if !resolved[line] || target == "ID" || target == "CreatedAt" || target == "Messages" || target == "Participants" {
			continue
		}
		if choices[target] == nil {
			targets = append(targets, target)
		}
		choices[target] = append(choices[target], line)
	}
	out := append([]string{}, lines[:fixed]...)
	for i, target := range targets { // not the same kind for all
		out = append(out, choices[target][i%len(choices[target])])
	}
	if len(targets) == 0 {
		t.Fatalf("nothing can be mapped by %s", lines[fixed])
	}
	files := strings.Join(out, "\n")
	for range 3 {
		writeFile(t, root+"/specs/acme/fieldmap.yaml", files+"\n")
		result, err := Run(t.Context(), Options{Root: root})
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Failed) == 0 {
			return result
		}
		files = strings.Join(out, "\n")
		for _, d := range result.Diagnostics {
			if list, ok := strings.CutPrefix(d.Hint, "map them, or add to absent: "); ok {
				if d.Pos.Line < fixed-6 {
					files = strings.Replace(files, "  fields: {Text", "  absent: "+list+"\n  fields: {Text", 1)
				} else {
					files += "\n  absent: " + list
				}
			}
		}
	}
	t.Fatalf("errors remain in\n%s", files)
	return nil
}

// resolvable gives the lines that have no error of their own. Each is tried in a
// field map whose targets are all different.
func resolvable(c checker, lines []string, fixed int) map[string]bool {
	good := map[string]bool{}
	for left := lines[fixed:]; len(left) > 0; {
		var now, later []string
		seen := map[string]bool{}
		for _, line := range left {
			target, _, _ := strings.Cut(line, ":")
			if seen[target] {
				later = append(later, line)
				continue
			}
			seen[target] = true
			now = append(now, line)
		}
		left = later
		text := strings.Join(append(append([]string{}, lines[:fixed]...), now...), "\n") + "\n"
		bad := map[int]bool{}
		p := c.check(text)
		for _, d := range p.diags.Sorted() {
			if d.Severity == diag.Error {
				bad[d.Pos.Line] = true
			}
		}
		for i, line := range now {
			if !bad[fixed+1+i] {
				good[line] = true
			}
		}
	}
	return good
}
