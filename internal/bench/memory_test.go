package bench

import (
	"flag"
	"testing"

	"github.com/parlancehq/parlance/generated"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest"
)

var streamed = flag.Int("conversations", 20_000, "how many conversations of each list TestStream reads")

// Reading a long list over loopback while one request in fifty fails, each id
// comes once, and what is held is a record and not the list: the live heap stays
// within 16 MiB from the first page to the last.
func TestStream(t *testing.T) {
	opts := normalizetest.StreamOptions{Conversations: *streamed, HeapLimit: 16 << 20, Failing: 0.02, Seed: 1}
	if testing.Short() || raceEnabled {
		opts.Conversations = min(opts.Conversations, 2_000)
	}
	for _, name := range generated.Names() {
		t.Run(name, func(t *testing.T) {
			normalizetest.Stream(t, normalizetest.Config{
				Specs: "../../specs/" + name,
				New:   func(opts ...normalize.Option) (normalize.Provider, error) { return generated.Open(name, opts...) },
			}, opts)
		})
	}
}
