package bench

import (
	"testing"

	"github.com/parlancehq/parlance/generated"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest"
)

// Reading a long list holds a record, not the list: the live heap stays below
// 16 MiB above its start, and every id comes once.
func TestStreamMemory(t *testing.T) {
	const limit = 16 << 20
	n := 100_000
	if testing.Short() || raceEnabled {
		n = 5_000
	}
	for _, name := range generated.Names() {
		t.Run(name, func(t *testing.T) {
			normalizetest.Stream(t, normalizetest.Config{
				Specs: "../../specs/" + name,
				New:   func(opts ...normalize.Option) (normalize.Provider, error) { return generated.Open(name, opts...) },
			}, n, limit)
		})
	}
}
