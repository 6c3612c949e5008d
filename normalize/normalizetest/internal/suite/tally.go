package suite

import (
	"sync"

	"github.com/parlancehq/parlance/internal/conformance/account"
)

// tally is an account that many tests add to at once.
type tally struct {
	mu  sync.Mutex
	sum account.Account
}

// tried counts a fault, and whether it came out as its row says.
func (t *tally) tried(asSpecified bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Tried++
	if asSpecified {
		t.sum.Survived++
	}
}

func (t *tally) note(want, got []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Note(want, got)
}
