package generate

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parlancehq/parlance/internal/diag"
)

var (
	update = flag.Bool("update", false, "write the goldens anew")
	only   = flag.String("only", "*", "the scenarios to load, as a pattern of their files' names")
)

// TestScenarios compiles the archives in testdata/scenarios. Each is the
// provider of testdata/base, called acme, with what the archive changes:
//
//	-- edit fieldmap.yaml --   a diff without line numbers; hunks are apart by an empty line
//	-- fieldmap.yaml --        the whole file
//	-- remove fieldmap.yaml -- without it
//	-- link fieldmap.yaml --   a symbolic link to what the file names
//	-- options --              strict, or nobase: without the provider of testdata/base
//
// Files are acme's, or begin with specs/. The outcome stands in
//
//	-- diagnostics --                          all of them; none without the file
//	-- want mapping.gen.go --                  a generated file of acme's
//	-- want mapping.gen.go mapConversation --  one declaration of it
//
//	-- run Conversation full --                a record for the decoder of that name
//	-- run listRequest first --                {query, at, id} for the function of that name
//	-- got Conversation full --                the outcome
func TestScenarios(t *testing.T) {
	told := map[string]bool{}
	for _, s := range loadScenarios(t) {
		t.Run(s.name, func(t *testing.T) {
			result := s.run(t)
			for _, d := range result.Diagnostics {
				told[d.Rule] = true
			}
			tame(t, result)
			s.compare(t, []string{"diagnostics", "want"}, s.outcome(t, result))
		})
	}
	for rule := range maps.Keys(Rules()) {
		if *only == "*" && !told[rule] && rule[0] != 'O' && rule[0] != 'D' { // those have tests of their own
			t.Errorf("no scenario shows rule %s", rule)
		}
	}
	for rule := range told {
		if Rules()[rule] == "" {
			t.Errorf("rule %s is not described", rule)
		}
	}
}

// scenario is one archive.
type scenario struct {
	name    string
	archive *txtar.Archive
}

func loadScenarios(t testing.TB) []*scenario {
	t.Helper()
	files, err := filepath.Glob("testdata/scenarios/" + *only + ".txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	var out []*scenario
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &scenario{strings.TrimSuffix(filepath.Base(file), ".txtar"), archive})
	}
	return out
}

// compare checks got against the archive's files of the kinds, which are the
// first words of their names.
func (s *scenario) compare(t *testing.T, kinds []string, got []txtar.File) {
	t.Helper()
	var rest, want []txtar.File
	for _, f := range s.archive.Files {
		if kind, _, _ := strings.Cut(f.Name, " "); slices.Contains(kinds, kind) {
			want = append(want, f)
		} else {
			rest = append(rest, f)
		}
	}
	if !*update {
		if d := cmp.Diff(texts(want), texts(got)); d != "" {
			t.Errorf("the outcome differs (-want +got):\n%s", d)
		}
		return
	}
	s.archive.Files = append(rest, got...)
	if err := os.WriteFile("testdata/scenarios/"+s.name+".txtar", txtar.Format(s.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// texts makes files readable in a difference.
func texts(files []txtar.File) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		out[f.Name] = string(f.Data)
	}
	return out
}

// outcome is the result of the scenario, in the form of wanted.
func (s *scenario) outcome(t *testing.T, result *Result) []txtar.File {
	t.Helper()
	var out []txtar.File
	if text := diagnosticText(result.Diagnostics); text != "" {
		out = append(out, txtar.File{Name: "diagnostics", Data: []byte(text)})
	}
	for _, f := range s.archive.Files {
		what, ok := strings.CutPrefix(f.Name, "want ")
		if !ok {
			continue
		}
		file, decl, _ := strings.Cut(what, " ")
		out = append(out, txtar.File{Name: f.Name, Data: generatedText(t, result, file, decl)})
	}
	return out
}

func diagnosticText(all []diag.Diagnostic) string {
	var b bytes.Buffer
	for _, d := range all {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}

// run compiles the scenario in a folder of its own.
func (s *scenario) run(t testing.TB) *Result {
	t.Helper()
	root := t.TempDir()
	opts := Options{Root: root}
	files := s.files(t, &opts)
	writeTree(t, root, files)
	for _, f := range s.archive.Files {
		if path, ok := strings.CutPrefix(f.Name, "link "); ok {
			if err := os.Symlink(strings.TrimSpace(string(f.Data)), filepath.Join(root, specPath(path))); err != nil {
				t.Fatal(err)
			}
		}
	}
	result, err := Run(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// files gives the specs of the scenario by path.
func (s *scenario) files(t testing.TB, opts *Options) map[string]string {
	t.Helper()
	files := map[string]string{}
	words := strings.Fields(s.part("options"))
	opts.Strict = slices.Contains(words, "strict")
	if !slices.Contains(words, "nobase") {
		files = baseFiles(t)
	}
	for _, f := range s.archive.Files {
		name, data := f.Name, string(f.Data)
		verb, path, two := strings.Cut(name, " ")
		switch {
		case name == "options" || slices.Contains([]string{"diagnostics", "link", "want", "run", "got"}, verb):
		case !two:
			files[specPath(name)] = data
		case verb == "remove":
			delete(files, specPath(path))
		case verb == "edit":
			files[specPath(path)] = edit(t, files[specPath(path)], data)
		default:
			t.Fatalf("file %q is not understood", name)
		}
	}
	return files
}

func (s *scenario) part(name string) string {
	for _, f := range s.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func specPath(name string) string {
	if strings.HasPrefix(name, "specs/") {
		return name
	}
	return "specs/acme/" + name
}

// baseFiles gives the files of testdata/base as acme's.
func baseFiles(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{"openapi.yaml", "fieldmap.yaml", "examples/list.json", "examples/list.golden.json", "examples/requests.golden"} {
		data, err := os.ReadFile("testdata/base/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[specPath(name)] = string(data)
	}
	return files
}

// writeTree writes files below root, and the model beside them.
func writeTree(t testing.TB, root string, files map[string]string) {
	t.Helper()
	model, err := filepath.Abs("../../normalize")
	if err != nil {
		t.Fatal(err)
	}
	if err := errorsOf(os.MkdirAll(root+"/specs", 0o777), os.Symlink(model, root+"/normalize")); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		file := filepath.Join(root, name)
		if err := errorsOf(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(data), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// edit applies a diff whose lines begin with a space, - or +. A hunk goes to the
// first place that fits behind the one before it, else to the first of all.
func edit(t testing.TB, text, diff string) string {
	t.Helper()
	text = "\n" + text
	done := 0
	for hunk := range strings.SplitSeq(strings.Trim(diff, "\n"), "\n\n") {
		var before, after strings.Builder
		for line := range strings.SplitSeq(hunk, "\n") {
			if !strings.ContainsAny(line[:1], " -+") {
				t.Fatalf("line %q of an edit does not begin with a space, - or +", line)
			}
			if line[0] != '+' {
				before.WriteString(line[1:] + "\n")
			}
			if line[0] != '-' {
				after.WriteString(line[1:] + "\n")
			}
		}
		place := strings.Index(text[done:], "\n"+before.String())
		if place >= 0 {
			place += done
		} else if place = strings.Index(text, "\n"+before.String()); place < 0 {
			t.Fatalf("the edit fits nowhere:\n%s", hunk)
		}
		text = text[:place+1] + after.String() + text[place+1+before.Len():]
		done = place + after.Len()
	}
	return text[1:]
}
