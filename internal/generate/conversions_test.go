package generate

import (
	"strings"
	"testing"

	"github.com/parlancehq/parlance/internal/convert"
)

// TestConversionExamples: the example that documents a conversion is in a
// scenario of conversions as it stands, so that it is compiled and run.
func TestConversionExamples(t *testing.T) {
	var texts strings.Builder
	for _, s := range loadScenarios(t) {
		if strings.HasPrefix(s.name, "conversions") {
			texts.WriteString(s.files(t, &Options{})["specs/acme/fieldmap.yaml"])
		}
	}
	for _, c := range convert.All() {
		if !strings.Contains(texts.String(), ": "+c.Example+"\n") {
			t.Errorf("the example of %s is in no scenario: %s", c.Keys[0], c.Example)
		}
	}
}
