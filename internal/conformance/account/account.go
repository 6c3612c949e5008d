// Package account is the sum of a run of the conformance suite, which the suite passes
// to the command that prints the table.
package account

import (
	"encoding/json"
	"testing"
)

// Account is the sum of a run of the suite: over all rows of faults, and over all lists
// that were read under them, to the end or on from the token of the error.
type Account struct {
	Tried      int `json:"tried"`      // faults
	Survived   int `json:"survived"`   // faults with the outcome that their row says
	Expected   int `json:"expected"`   // records that had to come
	Delivered  int `json:"delivered"`  // expected records that came
	Lost       int `json:"lost"`       // expected records that did not come
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

// Key is the key of the attribute of a test ([testing.T.Attr]) in which the suite
// tells its account, as JSON.
const Key = "conformance"

// Tell writes the account where [Key] says.
func (a *Account) Tell(t *testing.T) {
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Attr(Key, string(text))
}

// Note counts which of the expected records came.
func (a *Account) Note(want, got []string) {
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
