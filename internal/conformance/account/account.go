// Package account is what a run of the conformance suite adds up, as the suite tells
// it to the command that prints the table.
package account

import (
	"encoding/json"
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

// Note counts which of the wanted records came, and how often.
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
