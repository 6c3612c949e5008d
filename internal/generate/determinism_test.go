package generate

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// everything puts the scenarios that have goldens into one root, each under a
// name of its own, so that a run works on many providers at once.
func everything(t *testing.T, root string) {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"aaa", "bbb"} {
		for path, data := range baseFiles(t) {
			data := bytes.Replace([]byte(data), []byte("provider: acme"), []byte("provider: "+name), 1)
			all["specs/"+name+"/"+path[len("specs/acme/"):]] = string(data)
		}
	}
	for _, s := range loadScenarios(t) {
		if s.name == "conversions" || s.name == "p110_values" {
			for path, data := range s.files(t, &Options{}) {
				all["specs/"+s.name[:4]+path[len("specs/acme"):]] = data
			}
		}
	}
	writeTree(t, root, all)
}

// TestSameEverywhere: the output depends on nothing but the specs: not on the
// root's path, the working directory or the order in which things happen.
func TestSameEverywhere(t *testing.T) {
	var first *Result
	same := func(result *Result) {
		t.Helper()
		result.root, result.model, result.plans = "", nil, nil // what the others were made of
		if first == nil {
			first = result
			if len(result.Files) < 12 || len(result.Failed) == 0 {
				t.Fatalf("a poor sample: %d files, %q failed", len(result.Files), result.Failed)
			}
			return
		}
		if !reflect.DeepEqual(first, result) { // which is faster than a diff
			t.Fatalf("another run, another result:\n%s", cmp.Diff(first, result))
		}
	}
	root := t.TempDir()
	everything(t, root)
	for range 20 {
		result, err := Run(t.Context(), Options{Root: root})
		if err != nil {
			t.Fatal(err)
		}
		same(result)
	}
	deep := filepath.Join(t.TempDir(), "an other", "path")
	if err := os.MkdirAll(deep, 0o777); err != nil {
		t.Fatal(err)
	}
	everything(t, deep)
	t.Chdir(filepath.Dir(deep))
	for _, root := range []string{deep, "path", "./path/"} {
		result, err := Run(t.Context(), Options{Root: root})
		if err != nil {
			t.Fatal(err)
		}
		same(result)
	}
}
