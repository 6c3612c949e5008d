package upstream

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "../.."

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestMatch(t *testing.T) {
	specs, folder := t.TempDir(), t.TempDir()
	for _, name := range []string{"acme", "beta", "other"} {
		write(t, specs+"/"+name+"/openapi.yaml", "")
	}
	for _, name := range []string{"beta-calls-v2.json", "acme.yml", "none.yaml", "README.md", "acme2.yaml", "sub/other.yaml"} {
		write(t, folder+"/"+name, "")
	}
	providers, uncovered, err := Match(specs, folder)
	if err != nil {
		t.Fatal(err)
	}
	want := []Provider{
		{"acme", filepath.Join(specs, "acme"), filepath.Join(folder, "acme.yml")},
		{"beta", filepath.Join(specs, "beta"), filepath.Join(folder, "beta-calls-v2.json")},
	}
	if d := cmp.Diff(want, providers); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"acme2.yaml", "none.yaml"}, uncovered); d != "" {
		t.Error(d)
	}
	write(t, folder+"/acme-v2.json", "")
	if _, _, err := Match(specs, folder); err == nil || !strings.Contains(err.Error(), "both for the provider acme") {
		t.Errorf("two documents for one provider: %v", err)
	}
	if _, _, err := Match(specs, folder+"/none"); err == nil {
		t.Error("no error without a folder")
	}
}

func TestReadDiagnostics(t *testing.T) {
	g := read(`specs/acme/openapi.yaml:12:3: warning: P106: Call: no map reads "a"
    hint: drop it
specs/acme/overlay.yaml:3:5: warning: O212: nothing in specs/acme/openapi.yaml
specs/beta/fieldmap.yaml:1:1: P101: no schema in specs/beta/openapi.yaml
    hint: one of specs/beta/openapi.yaml
gen: internal error
specs/acme/examples: G104: no example
`, []Provider{{Name: "acme", Document: "/x/acme-calls.json"}, {Name: "beta", Document: "/x/beta.yaml"}})
	want := &generated{
		errors: map[string][]string{
			"acme": {"specs/acme/examples: G104: no example\n"},
			"beta": {"specs/beta/fieldmap.yaml:1:1: P101: no schema in beta.yaml\n    hint: one of beta.yaml\ngen: internal error\n"},
		},
		warnings: map[string][]string{"acme": {
			"acme-calls.json:12:3: warning: P106: Call: no map reads \"a\"\n    hint: drop it\n",
			"specs/acme/vendor.overlay.yaml:3:5: warning: O212: nothing in acme-calls.json\n",
		}},
		rules: map[string]map[string]int{"acme": {"P106": 1, "O212": 1}},
	}
	if d := cmp.Diff(want, g, cmp.AllowUnexported(generated{})); d != "" {
		t.Error(d)
	}
	if got := g.counts("acme") + g.counts("beta"); got != ", warnings: 1 of O212, 1 of P106, no warnings" {
		t.Error(got)
	}
}

// TestRun holds three of the project's own providers to documents that stand for
// their vendors': one is the curated document itself, one calls an operation something
// else, and one does not fit the examples.
func TestRun(t *testing.T) {
	folder := t.TempDir()
	document := func(provider, name string, edits ...string) {
		was := text(t, module+"/specs/"+provider+"/openapi.yaml")
		now := strings.NewReplacer(edits...).Replace(was)
		if len(edits) > 0 && now == was {
			t.Fatalf("%s: %q changed nothing", provider, edits)
		}
		write(t, filepath.Join(folder, name), now)
	}
	document("eigi", "eigi.yaml")
	document("trugen", "trugen-v2.yml", "operationId: getAgentSessionById", "operationId: getSession")
	document("tellcasey", "tellcasey.yaml", "organization_domain:\n          type: string", "organization_domain:\n          type: integer")
	write(t, folder+"/unknown.json", "{}")
	var stdout, stderr bytes.Buffer
	root, err := filepath.Abs(module)
	if err != nil {
		t.Fatal(err)
	}
	ok, err := Run(t.Context(), Config{Root: root, Folder: folder}, &stdout, &stderr)
	t.Log(stdout.String(), stderr.String())
	if err != nil || ok {
		t.Fatal(ok, err)
	}
	for _, want := range []string{
		`^vendor: no drift: eigi$`, `^vendor: generated 2 of 3 providers in `, `^vendor: eigi: client of (\d+) lines \(curated: \d+\)`, `^vendor: eigi: go vet, go test: ok$`,
	} {
		if !regexp.MustCompile("(?m)" + want).Match(stdout.Bytes()) {
			t.Errorf("no line %s in the results", want)
		}
	}
	for _, want := range []string{`^vendor: unknown.json: not covered`,
		`^specs/trugen/openapi.yaml:\d+:\d+: D101: getAgentSessionById: the vendor's document calls it getSession$`,
		`^vendor: trugen: openapi.yaml says 1 things otherwise`,
		`^specs/trugen/fieldmap.yaml:\d+:\d+: P201: .*`, `^vendor: trugen: not generated from the vendor's document, `,
		`^specs/tellcasey/openapi.yaml:\d+:\d+: D107: ParticipantProfile.organization_domain: string here, integer in`, `--- FAIL: TestExamples`, `^vendor: tellcasey: go test: exit status 1$`,
	} {
		if !regexp.MustCompile("(?m)" + want).Match(stderr.Bytes()) {
			t.Errorf("no line %s among what is wrong", want)
		}
	}
}
