package normalizetest

import (
	"encoding/json"
	"testing"
)

// account is what a run of the suite adds up over all rows of faults: how many
// were tried and came out as specified, and over all lists that were read under
// them, to the end or from the token that the error carried, how many records
// there were to be had and how many came.
type account struct {
	Tried      int `json:"tried"`
	Survived   int `json:"survived"`
	Expected   int `json:"expected"`
	Delivered  int `json:"delivered"`
	Lost       int `json:"lost"`
	Duplicated int `json:"duplicated"`
}

// AccountKey is the key of the attribute of a test ([testing.T.Attr]) in which
// [Run] tells its account, as JSON. The command internal/conformance reads it.
const AccountKey = "conformance"

func (a *account) report(t *testing.T) {
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Attr(AccountKey, string(text))
}

// note counts what came of the records that had to come.
func (a *account) note(want, got []string) {
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
