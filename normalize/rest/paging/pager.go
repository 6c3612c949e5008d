package paging

import (
	"fmt"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// Pager is a pagination style. Implementations hold no state and are safe for
// concurrent use.
type Pager interface {
	// Start is the beginning of the list, in pages of size records; a size that
	// is 0 leaves it to the API, one beyond what the API takes is lowered.
	Start(size int) Position
	// Next is where the page after the one at at starts, given what that one
	// said. At the end, more is false. An error says that the API contradicts
	// itself, so that going on, or ending here, would lose records.
	Next(at Position, got PageInfo) (next Position, more bool, err error)
	// Style names the style.
	Style() string
}

// Shifts says whether the style counts its pages from the front of the list. When
// records arrive or go while such a list is read, those behind them move: one may
// come twice, and one whose place a page has passed does not come. A record that
// comes again is a sign of it there, and not counted towards the API's total.
func Shifts(p Pager) bool {
	switch p.(type) {
	case PageNumber, Offset:
		return true
	}
	return false
}

// sizes are the page sizes of an API's document, 0 where it does not say. They
// matter where an API does not say whether there are more pages: then a page
// with fewer records than it could have is the last.
type sizes struct {
	def int // records in a page when none are asked for
	max int // the most that may be asked for
}

func (s sizes) start(size int) Position {
	if s.max > 0 {
		size = min(size, s.max)
	}
	return Position{Size: max(size, 0)}
}

// short says whether a page is shorter than it would be were there another.
func (s sizes) short(at Position, got PageInfo) bool {
	size := at.Size
	if size == 0 {
		size = s.def
	}
	switch {
	case got.Records == 0:
		return true
	case size == 0:
		return false
	case s.max == 0 && size > s.def && got.Records < size:
		// The API may have lowered what was asked for without a word: a page
		// is short only beside one that was longer.
		return got.Records < at.Most
	}
	return got.Records < size
}

// goesOn decides for the styles that count. Of what the API said, the more
// direct counts before the less direct. page is the number of the page, from 1;
// 0 where pages are not counted.
func (s sizes) goesOn(at Position, got PageInfo, page int64) bool {
	seen := at.seen(got)
	switch {
	case got.More != nil:
		return *got.More
	case got.TotalPages != nil && page > 0 && (*got.TotalPages >= page || got.Records == 0):
		return page < *got.TotalPages
	case got.Total != nil && *got.Total >= seen:
		if at.read(got) >= *got.Total && s.short(at, got) {
			return false // what came twice has its place in the total
		}
		return *got.Total > seen && (got.Records > 0 || s.behind(at, page, *got.Total))
	}
	// No total, or one that there are already more pages or records than.
	return !s.short(at, got)
}

// behind says of a page without records that there must be records behind it: so
// many pages cannot hold all.
func (s sizes) behind(at Position, page, total int64) bool {
	size := at.Size
	if size == 0 {
		size = s.def
	}
	return page > 0 && size > 0 && page < (total+int64(size)-1)/int64(size)
}

// Missing says that the list has come to its end with fewer records than each of
// its pages promised; nil where it has not. That is the end even where the API
// says in so many words that there is no more: which of the two is wrong nobody
// here can know.
func (at Position) Missing(got PageInfo) *api.GuardError {
	promised, seen := at.least(got)-1, at.seen(got)
	if seen >= promised {
		return nil
	}
	return &api.GuardError{Kind: api.GuardMissing, Detail: fmt.Sprintf("the API counts %d records, and %d came", promised, seen)}
}
