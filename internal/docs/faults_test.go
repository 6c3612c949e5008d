package docs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/normalizetest"
)

const faults = repo + "/normalize/doc_faults.go"

// The table of faults in the documentation is the one that the conformance suite
// checks providers against; -rewrite writes it anew.
func TestFaultTable(t *testing.T) {
	var want []string
	for _, line := range normalizetest.FaultTable() {
		want = append(want, "//\t"+line)
	}
	text := read(t, faults)
	var before, have, behind []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "//\t"):
			have = append(have, line)
		case len(have) == 0:
			before = append(before, line)
		default:
			behind = append(behind, line)
		}
	}
	if *rewrite {
		write(t, faults, strings.Join(append(append(before, want...), behind...), "\n")+"\n")
		return
	}
	if diff := cmp.Diff(have, want); diff != "" {
		t.Errorf("the table (-documentation +suite):\n%s", diff)
	}
}
