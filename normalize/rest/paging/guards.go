package paging

import (
	"errors"
	"fmt"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

const (
	recentPages   = 1024 // positions among which a repeated one is noticed
	maxEmptyPages = 1000 // in a row
	maxStalePages = 10   // in a row in which every record was delivered before
	loneRepeats   = 3    // times that a page of a single record may come again: new records shift it
)

// Guards notice a pagination that does not end.
type Guards struct {
	provider, operation string
	maxPages            int

	pages   int
	visited *Window
	empty   int // pages in a row without a record
	stale   int // pages in a row without a new record
	Fresh   bool
	print   uint64 // of the last page with records
	printed bool
	repeats int
}

func NewGuards(provider, operation string, maxPages int) Guards {
	return Guards{provider: provider, operation: operation, maxPages: maxPages, visited: NewWindow(recentPages)}
}

func (g *Guards) error(kind api.GuardKind, format string, args ...any) *api.GuardError {
	return &api.GuardError{Provider: g.provider, Operation: g.operation, Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

// Own puts names into an error of a pager.
func (g *Guards) Own(err error) error {
	if e, ok := errors.AsType[*api.GuardError](err); ok {
		clone := *e
		clone.Provider, clone.Operation = g.provider, g.operation
		return &clone
	}
	return err
}

// Visit notes that the page at at is read.
func (g *Guards) Visit(at Position) {
	g.pages++
	g.Fresh = false
	if token := at.token(); token != "" {
		g.visited.Add(g.visited.Hash(token))
	}
}

// Repeated looks at a page that was read: its number of records, and a
// fingerprint of all of them where whole.
func (g *Guards) Repeated(records int, print uint64, whole bool) error {
	if records == 0 {
		return nil
	}
	if !g.Fresh {
		g.stale++
	} else {
		g.stale = 0
	}
	if g.stale >= maxStalePages {
		return g.error(api.GuardRepeatedPage, "%d pages in a row had no new record", g.stale)
	}
	same := whole && g.printed && g.print == print
	g.print, g.printed = print, whole
	if !same {
		g.repeats = 0
	} else if g.repeats++; records > 1 || g.repeats > loneRepeats {
		return g.error(api.GuardRepeatedPage, "the same %d records came twice in a row", records)
	}
	return nil
}

// Next looks at where the next page is to start, after a page of some records.
func (g *Guards) Next(at Position, records int) error {
	if records > 0 {
		g.empty = 0
	} else if g.empty++; g.empty >= maxEmptyPages {
		return g.error(api.GuardEmptyPages, "%d in a row", g.empty)
	}
	if token := at.token(); token != "" && g.visited.Has(g.visited.Hash(token)) {
		return g.error(api.GuardRepeatedCursor, "the next page is one that was read before")
	}
	if g.pages >= g.maxPages {
		return g.error(api.GuardPageCap, "%d pages, and there are more", g.pages)
	}
	return nil
}
