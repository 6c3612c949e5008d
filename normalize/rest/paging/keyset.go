package paging

import (
	"fmt"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// KeyKind says how the keys of a list are compared.
type KeyKind int

// The kinds of keys.
const (
	KeyOpaque KeyKind = iota // like ids: only whether they are the same is known
	KeyNumber
	KeyTime // RFC 3339, or ISO 8601 without a zone; compared as instants
)

// Keyset is the style of asking for the records that come after the last one, by
// a value of it. It ends with a short page unless the API says whether there is
// more; a total is not counted with, for an API may count what is left from the
// key on.
//
// Going on from a key that is not the outermost of its page would lose records
// in silence. So keys that can be compared have to be sorted, in one direction
// over the whole run; else it ends in a [GuardUnsorted]. A record whose key is
// missing or no key at all is passed over.
type Keyset struct {
	Key  api.Path // of the value, in a record
	Kind KeyKind  // how the values are compared
	// Order is the documented one of the values: 1 ascending, -1 descending. With
	// 0 the first two that differ decide.
	Order int
	// Inclusive is an API that gives the records with the key itself again, so
	// that of several with one key none is lost. They are dropped here, and a
	// page is asked for that has place for more than one. Without it no two
	// records may have the same key.
	Inclusive   bool
	DefaultSize int // records in a page when none are asked for; 0: not known
	MaxSize     int // the most that may be asked for; 0: not known
}

// askedWhole is the size of the pages of an inclusive list whose default is not
// known: what a full page is has to be known there.
const askedWhole = 100

// Style is "keyset".
func (Keyset) Style() string { return "keyset" }

// Start implements [Pager].
func (p Keyset) Start(size int) Position {
	if p.Inclusive && (size > 0 || p.DefaultSize == 0) {
		if size == 0 {
			size = askedWhole
		}
		size = max(size, 2) // one record of the page before comes again
	}
	return sizes{p.DefaultSize, p.MaxSize}.start(size)
}

// Next implements [Pager].
func (p Keyset) Next(at Position, got PageInfo) (Position, bool, error) {
	total := got.Total
	got.Total, got.TotalPages = nil, nil
	switch {
	case !(sizes{p.DefaultSize, p.MaxSize}).goesOn(at, got, 0), p.ends(at, got):
		return Position{}, false, nil
	case got.LastKey == "":
		return Position{}, false, &api.GuardError{Kind: api.GuardNoCursor, Detail: "no record of the page has a key to go on from"}
	case p.Inclusive && at.Key != "" && p.same(at.Key, got.LastKey):
		return Position{}, false, &api.GuardError{Kind: api.GuardNoAdvance,
			Detail: fmt.Sprintf("a page is full of records with the key %s, and what comes after them cannot be asked for: use a larger PageSize", got.LastKey)}
	}
	got.Total = total
	next := at.advance(got)
	next.Key = got.LastKey
	return next, true, nil
}

// ends says of a page of an inclusive list that it is the last: it has fewer
// records than pages have which nobody made smaller. Where the size that was
// asked for may have been lowered in silence, one record, which comes again and
// again, would else never be a short page.
func (p Keyset) ends(at Position, got PageInfo) bool {
	return p.Inclusive && got.More == nil && got.Records < p.DefaultSize && (at.Size == 0 || got.Records < at.Size)
}
