package generate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// scenarioModule is a module of its own beside this one, so that nothing is
// written into this one.
const scenarioModule = module + "/scenarios"

// TestRun builds and vets the packages of every scenario with goldens or runs,
// and runs their decoders and request functions.
func TestRun(t *testing.T) {
	t.Parallel()
	dir := scenarioModuleDir(t)
	var jobs []job
	var packages []string
	all := loadScenarios(t)
	for _, s := range all {
		if !s.has("want") && !s.has("run") {
			continue
		}
		result := s.run(t)
		if len(result.Failed) > 0 {
			t.Errorf("%s: it has errors", s.name)
			continue
		}
		s.writePackages(t, dir, result)
		packages = append(packages, s.name)
		for _, f := range s.archive.Files {
			if verb, what, _ := strings.Cut(f.Name, " "); verb == "run" {
				jobs = append(jobs, job{s.name, what, f.Data})
			}
		}
	}
	writeFile(t, filepath.Join(dir, "main.go"), runner(packages))
	goRun(t, dir, nil, "vet", "./...")
	results := runJobs(t, dir, jobs)
	for _, s := range all {
		if s.has("run") {
			t.Run(s.name, func(t *testing.T) { s.compare(t, []string{"got"}, outcomes(t, s.name, jobs, results)) })
		}
	}
}

// job is one call of what was generated.
type job struct {
	Scenario, What string
	In             []byte
}

// outcome is the result of a job: by the decoder or request, and where it could
// be asked, by the way through the typed client.
type outcome struct {
	Got, Typed json.RawMessage
	Err        string
}

func (s *scenario) has(verb string) bool {
	return slices.ContainsFunc(s.archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, verb+" ") })
}

func outcomes(t *testing.T, name string, jobs []job, results []outcome) []txtar.File {
	t.Helper()
	var out []txtar.File
	for i, j := range jobs {
		if j.Scenario != name {
			continue
		}
		r := results[i]
		text := "error: " + r.Err
		if r.Err == "" {
			text = indented(t, r.Got)
			if !strings.Contains(text, `"issues"`) && string(r.Typed) != "null" {
				if d := cmp.Diff(text, indented(t, r.Typed)); d != "" {
					t.Errorf("%s: the typed client's way differs (-bytes +typed):\n%s", j.What, d)
				}
			}
		}
		out = append(out, txtar.File{Name: "got " + j.What, Data: []byte(text + "\n")})
	}
	return out
}

func indented(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func scenarioModuleDir(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(root + "/go.sum")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text := strings.Replace(string(mod), "module "+module, "module "+scenarioModule, 1)
	text += fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, module, root)
	writeFile(t, dir+"/go.mod", text)
	writeFile(t, dir+"/go.sum", string(sum))
	return dir
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := errorsOf(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
		t.Fatal(err)
	}
}

// writePackages writes what the scenario gave, and beside acme's package the
// way into it.
func (s *scenario) writePackages(t *testing.T, dir string, result *Result) {
	t.Helper()
	for _, f := range result.Files {
		text := strings.ReplaceAll(string(f.Data), `"`+module+"/"+Owned+"/", `"`+scenarioModule+"/"+s.name+"/")
		writeFile(t, filepath.Join(dir, s.name, strings.TrimPrefix(f.Path, Owned+"/")), text)
	}
	writeFile(t, filepath.Join(dir, s.name, "acme", "scenario.go"), entrance(t, result))
}

var (
	decoderLine = regexp.MustCompile(`(?m)^func new(\w+)Decoder\((?:up \*(\w+))?\) func\(raw \[\]byte\) \(\*?normalize\.(\w+), error\)`)
	contextLine = regexp.MustCompile(`(?m)^func (\w+)\(needed engine\.Needed\) \*(\w+)`)
	fillLine    = regexp.MustCompile(`(?m)^func \(l \*(\w+)Leaves\) fill\(v \*(\w+)\)`)
	requestLine = regexp.MustCompile(`(?m)^var (\w+Request) = &request\.Template`)
)

// entrance writes the function that calls what is not exported.
func entrance(t *testing.T, result *Result) string {
	t.Helper()
	types := map[string]string{}
	for _, m := range fillLine.FindAllStringSubmatch(string(generatedText(t, result, "leaves.gen.go", "")), -1) {
		types[strings.ToLower(m[1])] = m[2]
	}
	var b strings.Builder
	b.WriteString("package acme\n\nimport (\n\t\"context\"\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"io\"\n\t\"net/http\"\n\t\"time\"\n\n\t\"" + module + "/normalize\"\n\t\"" + module + "/normalize/engine\"\n\t\"" + module + "/normalize/rest/request\"\n)\n\n")
	b.WriteString("// Scenario calls what the scenario names.\nfunc Scenario(what string, in []byte) (got, typed any, err error) {\n")
	b.WriteString("\tswitch what {\n")
	contexts := contextLine.FindAllStringSubmatch(string(generatedText(t, result, "leaves.gen.go", "")), -1)
	for _, m := range decoderLine.FindAllStringSubmatch(string(generatedText(t, result, "mapping.gen.go", "")), -1) {
		arg := ""
		if m[2] != "" {
			arg = "new(" + m[2] + ")"
		}
		for _, c := range contexts {
			if c[2] != m[2] {
				continue
			}
			fmt.Fprintf(&b, "\tcase %q:\n\t\tvar both struct {\n\t\t\tNeeded engine.Needed\n\t\t\tRecord json.RawMessage\n\t\t}\n", c[1])
			b.WriteString("\t\tif err := json.Unmarshal(in, &both); err != nil {\n\t\t\treturn nil, nil, err\n\t\t}\n")
			fmt.Fprintf(&b, "\t\tgot, err = kept(new%sDecoder(%s(both.Needed)), new%[1]sDecoder(new(%[3]s)), both.Record, both.Needed)\n\t\treturn got, nil, err\n", m[1], c[1], m[2])
		}
		fmt.Fprintf(&b, "\tcase %q:\n\t\tif got, err = kept(new%sDecoder(%s), new%[2]sDecoder(%[3]s), in, nil); err != nil {\n\t\t\treturn nil, nil, err\n\t\t}\n", m[1], m[1], arg)
		fmt.Fprintf(&b, "\t\tvar v %s\n\t\tif json.Unmarshal(in, &v) != nil {\n\t\t\treturn got, nil, nil\n\t\t}\n\t\tc, err := %sFrom(&v)\n", types[strings.ToLower(m[1])], m[3])
		if m[3] == "Conversation" {
			b.WriteString("\t\tif c != nil {\n\t\t\tc.Provider = \"\"\n\t\t}\n")
		}
		b.WriteString("\t\treturn got, c, err\n")
	}
	for _, m := range requestLine.FindAllStringSubmatch(string(generatedText(t, result, "requests.gen.go", "")), -1) {
		fmt.Fprintf(&b, "\tcase %q:\n\t\tvar ask asking\n\t\tif err := json.Unmarshal(in, &ask); err != nil {\n\t\t\treturn nil, nil, err\n\t\t}\n", m[1])
		fmt.Fprintf(&b, "\t\treq, err := %s.Build(context.Background(), \"https://acme.test/v1\", ask.inputs())\n\t\tif err != nil {\n\t\t\treturn nil, nil, err\n\t\t}\n\t\treturn shown(req)\n", m[1])
	}
	b.WriteString("\t}\n\treturn nil, nil, fmt.Errorf(\"nothing is called %q\", what)\n}\n")
	b.WriteString(keptHelper + shownHelper)
	return b.String()
}

// keptHelper decodes a record as scenarios want it: by a decoder that has decoded
// it before, and from bytes that are overwritten afterwards, as those of a stream
// are. Neither may show.
const keptHelper = `
func kept[T any](decode, fresh func([]byte) (T, error), raw []byte, needed engine.Needed) (got json.RawMessage, err error) {
	first, err := fresh(append([]byte(nil), raw...))
	if err != nil {
		return nil, err
	}
	if needed == nil { // else the first record has the issues of what it needs
		decode(append([]byte(nil), raw...))
		decode([]byte("{}"))
	}
	again, err := decode(raw)
	if err != nil {
		return nil, err
	}
	if got, err = json.Marshal(again); err != nil {
		return nil, err
	}
	saved := append([]byte(nil), raw...)
	for i := range raw {
		raw[i] = '#'
	}
	for i := range needed {
		for _, n := range needed.Of(i) {
			for i := range n {
				n[i] = '#'
			}
		}
	}
	after, err := json.Marshal(again)
	copy(raw, saved)
	if err != nil || string(after) != string(got) {
		return nil, fmt.Errorf("it changed with the bytes that it was read from: %s", after)
	}
	if want, err := json.Marshal(first); err != nil || needed == nil && string(want) != string(got) {
		return nil, fmt.Errorf("a decoder that was used before gives %s, and a fresh one %s", got, want)
	}
	return got, nil
}
`

// shownHelper gives a request as scenarios want it, of {query, at, id, scope}.
const shownHelper = `
type asking struct {
	Query normalize.Query
	At    request.Inputs // only what is of the page
	ID    string
	Scope map[string]string
}

func (a *asking) inputs() *request.Inputs {
	in := a.At
	in.ID, in.Scope, in.Filter = a.ID, a.Scope, a
	return &in
}

func (a *asking) Text(filter string) string {
	return map[string]string{
		"agent_id": a.Query.AgentID, "participant_id": a.Query.ParticipantID, "status": string(a.Query.Status),
		"channel": string(a.Query.Channel), "direction": string(a.Query.Direction), "search": a.Query.Search,
	}[filter]
}

func (a *asking) Time(filter string) time.Time {
	return map[string]time.Time{"since": a.Query.Since, "until": a.Query.Until, "updated_since": a.Query.UpdatedSince}[filter]
}

func shown(req *http.Request) (got, typed any, err error) {
	text := fmt.Sprint(req.Method, " ", req.URL, " ", req.Header)
	if req.Body == nil {
		return text, nil, nil
	}
	body, err := io.ReadAll(req.Body)
	return text + " " + string(body), nil, err
}
`

// runner is the program that does the jobs.
func runner(packages []string) string {
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"encoding/json\"\n\t\"os\"\n\t\"strings\"\n\n")
	for i, p := range packages {
		fmt.Fprintf(&b, "\tp%d %q\n", i, scenarioModule+"/"+p+"/acme")
	}
	b.WriteString(`)

type outcome struct {
	Got, Typed any
	Err        string
}

func main() {
	var jobs []struct {
		Scenario, What string
		In             []byte
	}
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		panic(err)
	}
	var out []outcome
	for _, j := range jobs {
		what, _, _ := strings.Cut(j.What, " ")
		var o outcome
		var err error
		switch j.Scenario {
`)
	for i, p := range packages {
		fmt.Fprintf(&b, "\t\tcase %q:\n\t\t\to.Got, o.Typed, err = p%d.Scenario(what, j.In)\n", p, i)
	}
	b.WriteString(`		}
		if err != nil {
			o.Err = err.Error()
		}
		out = append(out, o)
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		panic(err)
	}
}
`)
	return b.String()
}

func runJobs(t *testing.T, dir string, jobs []job) []outcome {
	t.Helper()
	in, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	var results []outcome
	if err := json.Unmarshal(goRun(t, dir, in, "run", "."), &results); err != nil {
		t.Fatal(err)
	}
	return results
}

func goRun(t *testing.T, dir string, in []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod -trimpath", "GOWORK=off")
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}
