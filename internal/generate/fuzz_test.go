package generate

import (
	"os"
	"testing"
)

// FuzzPlan compiles any field map against a fixed document: it is refused with a
// place, or compiled to the end; what passes the check must be emitted.
func FuzzPlan(f *testing.F) {
	document, err := os.ReadFile("testdata/base/openapi.yaml")
	if err != nil {
		f.Fatal(err)
	}
	c := newChecker(f, string(document))
	for _, s := range loadScenarios(f) {
		f.Add(s.files(f, &Options{})["specs/acme/fieldmap.yaml"])
	}
	f.Add(everyKey)
	f.Fuzz(func(t *testing.T, text string) {
		p := c.check(text)
		if p.plan == nil {
			if !p.diags.Failed() {
				t.Error("no plan and no error")
			}
			return
		}
		if err := p.emit(Options{}); err != nil {
			t.Error(err)
		}
	})
}
