package examples

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// compareGolden compares a result with the reviewed one, or rewrites that.
func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if updating() {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.Fatalf("there is no %s; run the test with -update, and review what it writes", file)
	case err != nil:
		t.Fatal(err)
	case !bytes.Equal(want, got):
		t.Errorf("%s (-golden +got):\n%s", file, cmp.Diff(lines(want), lines(got)))
	}
}

// lines are those of a text: compared one by one, each difference shows whole lines.
func lines(text []byte) []string { return strings.Split(string(text), "\n") }
