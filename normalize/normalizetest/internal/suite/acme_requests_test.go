package suite

import (
	"testing"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/examples"
)

// Acme has two sources and few examples: a provider gets a golden of its requests
// whatever examples it has.
func TestRequestsOfAProviderByHand(t *testing.T) {
	examples.Requests(t, examples.Config{Specs: "../../testdata/acme", New: openAcme})
}
