package normalizetest

import (
	"encoding/json"
	"sync"
	"testing"
)

// Account is what a run of the suite adds up over all rows of faults, and over all
// lists that were read under them, to the end or on from the token of the error.
type Account struct {
	Tried      int `json:"tried"`      // faults
	Survived   int `json:"survived"`   // of those, the ones that came out as their row says
	Expected   int `json:"expected"`   // records that there were to be had
	Delivered  int `json:"delivered"`  // of those, the ones that came
	Lost       int `json:"lost"`       // and that did not
	Duplicated int `json:"duplicated"` // times that a record came again
}

// Add adds b to a.
func (a *Account) Add(b *Account) {
	a.Tried += b.Tried
	a.Survived += b.Survived
	a.Expected += b.Expected
	a.Delivered += b.Delivered
	a.Lost += b.Lost
	a.Duplicated += b.Duplicated
}

// AccountKey is the key of the attribute of a test ([testing.T.Attr]) in which
// [Run] tells its account, as JSON. The command internal/conformance reads it.
const AccountKey = "conformance"

func (a *Account) report(t *testing.T) {
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Attr(AccountKey, string(text))
}

// tally is an account that many tests add to at once.
type tally struct {
	mu  sync.Mutex
	sum Account
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
	t.sum.note(want, got)
}

// note counts what came of the records that had to come.
func (a *Account) note(want, got []string) {
	times := map[string]int{}
	for _, id := range got {
		times[id]++
	}
	a.Expected += len(want)
	for _, id := range want {
		switch n := times[id]; {
		case n == 0:
			a.Lost++
		default:
			a.Delivered++
			a.Duplicated += n - 1
		}
	}
}
