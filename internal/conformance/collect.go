package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/conformance/account"
)

// result is the result of the suite of one provider.
type result struct {
	provider string
	account  *account.Account // nil: the suite did not come to its end
	failed   bool
	output   []string // of tests that failed, as far as it says why
	lines    map[string]int
}

// mostShown is how many lines of one test are shown, which may have one for each of
// its records: the suite itself shows three, and says how many more there are.
const mostShown = 4

// failureLine begins with the place in the suite, or in a test, that found a failure.
var failureLine = regexp.MustCompile(`^[\w/]+\.go:\d+: `)

// event is what go test says, as go doc test2json describes it.
type event struct {
	Action, Package, Test, Output, Key, Value string
}

// collect reads the events of a run of go test, and gives the results by the
// names of the providers.
func collect(events io.Reader) ([]*result, error) {
	byPackage := map[string]*result{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("go test gives no event: %s", lines.Text())
		}
		if e.Package == "" {
			continue
		}
		r := byPackage[e.Package]
		if r == nil {
			r = &result{provider: path.Base(e.Package)}
			byPackage[e.Package] = r
		}
		if err := r.note(e); err != nil {
			return nil, err
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	var out []*result
	for _, r := range byPackage {
		if r.account != nil || r.failed {
			out = append(out, r) // the others have no suite
		}
	}
	slices.SortFunc(out, func(a, b *result) int { return strings.Compare(a.provider, b.provider) })
	return out, nil
}

func (r *result) note(e event) error {
	switch {
	case e.Action == "attr" && e.Key == account.Key:
		r.account = new(account.Account)
		return json.Unmarshal([]byte(e.Value), r.account)
	case e.Action == "fail" && e.Test == "":
		r.failed = true
	case e.Action == "output":
		r.print(e.Test, strings.TrimRight(e.Output, "\n"))
	}
	return nil
}

// print keeps a line of a test's output where it says why the test failed.
func (r *result) print(test, line string) {
	text := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(text, "--- FAIL"), strings.HasPrefix(text, "panic:"):
		r.output = append(r.output, line)
	case failureLine.MatchString(text):
		if r.lines == nil {
			r.lines = map[string]int{}
		}
		if r.lines[test]++; r.lines[test] <= mostShown {
			r.output = append(r.output, line)
		}
	}
}

// rest says of how many tests there was more to show.
func (r *result) rest() string {
	tests, lines := 0, 0
	for _, n := range r.lines {
		if n > mostShown {
			tests++
			lines += n - mostShown
		}
	}
	if tests == 0 {
		return ""
	}
	return fmt.Sprintf("and %d lines more, of %d tests", lines, tests)
}
