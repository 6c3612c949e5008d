package paging

// Position is a place in a list: where a page starts, and how many of its
// records are behind us. It can be stored, as JSON or as a [Token], and used by
// another process. The zero value is nowhere; [Pager].Start gives the beginning.
type Position struct {
	Page   int64  `json:"page,omitempty"`
	Offset int64  `json:"offset,omitempty"`
	Cursor string `json:"cursor,omitempty"`
	Link   string `json:"link,omitempty"`
	Key    string `json:"key,omitempty"`
	Size   int    `json:"size,omitempty"`  // records asked for; 0: the API's default
	Skip   int    `json:"skip,omitempty"`  // raw records of this page already delivered
	Again  int    `json:"again,omitempty"` // of those, the ones that had come before and were dropped
	Seen   int64  `json:"seen,omitempty"`  // raw records of the pages before; where pages shift, each once
	Twice  int64  `json:"twice,omitempty"` // raw records of the pages before that are not in Seen, as they had come before
	Least  int64  `json:"least,omitempty"` // one more than the smallest total that a page before said; 0: none did
	Most   int    `json:"most,omitempty"`  // raw records of the largest page before
	Held   string `json:"held,omitempty"`  // of a keyset: which records that come again were delivered
}

// advance gives at as it is after a page: only size and counts are kept.
func (at Position) advance(got PageInfo) Position {
	return Position{
		Size: at.Size, Seen: at.seen(got), Twice: at.Twice + int64(got.Again), Least: at.least(got), Most: max(at.Most, got.Records),
	}
}

// seen is the number of records up to the page's end, each once.
func (at Position) seen(got PageInfo) int64 { return at.Seen + int64(got.Records-got.Again) }

// read is the number of records up to the page's end, each as often as it came.
func (at Position) read(got PageInfo) int64 { return at.seen(got) + at.Twice + int64(got.Again) }

// least is Least up to the page's end. The smallest total is the one to hold an
// API to: what arrived after the first page, and what went, is nobody's loss.
func (at Position) least(got PageInfo) int64 {
	switch {
	case got.Total == nil:
		return at.Least
	case at.Least == 0:
		return *got.Total + 1
	}
	return min(at.Least, *got.Total+1)
}

// token is what names the page at at, for noticing one that comes again.
func (at *Position) token() string {
	switch {
	case at.Link != "":
		return "link " + at.Link
	case at.Cursor != "":
		return "cursor " + at.Cursor
	case at.Key != "":
		return "key " + at.Key
	}
	return ""
}

// possible says whether a run can have come to at. First pages and offsets are
// never below zero, nor is anything that is counted.
func (at *Position) possible() bool {
	for _, n := range []int64{at.Page, at.Offset, int64(at.Size), int64(at.Skip), int64(at.Again), at.Seen, at.Twice, at.Least, int64(at.Most)} {
		if n < 0 {
			return false
		}
	}
	return at.Again <= at.Skip && validHeld(at.Held)
}
