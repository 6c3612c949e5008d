package api

import "slices"

// Check is what one value of a body must be.
type Check struct {
	Path  Path
	Texts []string // any of which its text must be; none: it must be there
	Not   bool     // the contrary
}

// Passes says whether a value passes: its text, and whether there is a value at all,
// which null, empty text and an empty array are not.
func (k Check) Passes(text string, there bool) bool {
	ok := there
	if len(k.Texts) > 0 {
		ok = there && slices.Contains(k.Texts, text)
	}
	return ok != k.Not
}

// Succeeded says whether a body is that of a success, as far as the operation knows:
// all checks of one of its alternatives pass. passes says so of a check, by its number
// among all.
func (op *Operation) Succeeded(passes func(i int, k Check) bool) bool {
	i := 0
	for _, all := range op.When {
		ok := true
		for _, k := range all {
			ok = passes(i, k) && ok
			i++
		}
		if ok {
			return true
		}
	}
	return len(op.When) == 0
}
