package normalizetest

import "testing"

// TestRequests checks the requests of acme, which has two sources and is answered with
// few examples: a provider gets a golden whatever examples it has.
func TestRequests(t *testing.T) {
	Requests(t, Config{Specs: "testdata/acme", New: openAcme})
}
