package generate

import (
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/convert"
)

// TestConversionExamples: the example that documents a conversion is in the
// scenario of conversions as it stands, so that it is compiled and run.
func TestConversionExamples(t *testing.T) {
	for _, s := range loadScenarios(t) {
		if s.name != "conversions" {
			continue
		}
		text := s.files(t, &Options{})["specs/acme/fieldmap.yaml"]
		for _, c := range convert.All() {
			if !strings.Contains(text, ": "+c.Example+"\n") {
				t.Errorf("the example of %s is in no scenario: %s", c.Keys[0], c.Example)
			}
		}
		return
	}
	t.Error("no scenario of conversions")
}
