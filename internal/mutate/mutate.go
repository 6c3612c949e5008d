// Package mutate changes one token of a field map at a time and asks whether
// anything notices: the compiler, by a diagnostic, or the tests of the provider,
// once it is generated anew. What nothing notices is a mistake that an author could
// make as well. The command is in cmd; go run ./internal/mutate/cmd -h says how it
// is used.
package mutate

import (
	"bytes"
	"fmt"
	"slices"
)

// Mutant is a field map with one change.
type Mutant struct {
	Provider string
	Kind     string // of the token: param, path, format, flag, ...
	What     string // the change, for people
	Line     int    // in the field map; 0 where there are several
	Data     []byte // the field map with the change
}

// String names the mutant by its place and its change.
func (m Mutant) String() string {
	if m.Line == 0 {
		return fmt.Sprintf("%s: %s", m.Provider, m.What)
	}
	return fmt.Sprintf("%s:%d: %s", m.Provider, m.Line, m.What)
}

// Verdict is the outcome of a mutant.
type Verdict string

// The verdicts.
const (
	Refused  Verdict = "refused"  // by a diagnostic of the compiler
	Caught   Verdict = "caught"   // by a test
	Survived Verdict = "survived" // by all of them
	Same     Verdict = "same"     // survived, and the generated code is that of the field map as it is
)

// Outcome is a mutant's verdict, with the rule or the test that noticed it.
type Outcome struct {
	Mutant  Mutant
	Verdict Verdict
	By      string
	// Without is the verdict of the other tests alone, where some were left out.
	Without Verdict
}

// edit replaces one text, which must be there exactly once.
type edit struct{ Old, New string }

// apply makes the changes. All places are found before any of them is changed, so that
// two values can be swapped.
func apply(data []byte, edits []edit) ([]byte, error) {
	type place struct {
		at int
		edit
	}
	var places []place
	for _, e := range edits {
		if n := bytes.Count(data, []byte(e.Old)); n != 1 {
			return nil, fmt.Errorf("%q is there %d times, and has to be there once", e.Old, n)
		}
		places = append(places, place{bytes.Index(data, []byte(e.Old)), e})
	}
	slices.SortFunc(places, func(a, b place) int { return b.at - a.at })
	for _, p := range places { // from the end: what is in front keeps its place
		data = slices.Concat(data[:p.at], []byte(p.New), data[p.at+len(p.Old):])
	}
	return data, nil
}
