package rest

import (
	"errors"
	"fmt"
)

const (
	recentPages   = 1024 // positions among which a repeated one is noticed
	maxEmptyPages = 1000 // in a row
	maxStalePages = 10   // in a row in which every record was delivered before
	loneRepeats   = 3    // times that a page of a single record may come again: new records shift it
)

// guards notice a pagination that does not end.
type guards struct {
	provider, operation string
	maxPages            int

	pages   int
	visited *window
	empty   int // pages in a row without a record
	stale   int // pages in a row without a new record
	fresh   bool
	print   uint64 // of the last page with records
	printed bool
	repeats int
}

func newGuards(provider, operation string, maxPages int) guards {
	return guards{provider: provider, operation: operation, maxPages: maxPages, visited: newWindow(recentPages)}
}

func (g *guards) error(kind GuardKind, format string, args ...any) *GuardError {
	return &GuardError{Provider: g.provider, Operation: g.operation, Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

// own puts names into an error of a pager.
func (g *guards) own(err error) error {
	if e, ok := errors.AsType[*GuardError](err); ok {
		clone := *e
		clone.Provider, clone.Operation = g.provider, g.operation
		return &clone
	}
	return err
}

// visit notes that the page at at is read.
func (g *guards) visit(at Position) {
	g.pages++
	g.fresh = false
	if token := at.token(); token != "" {
		g.visited.add(g.visited.hash(token))
	}
}

// repeated looks at a page that was read: its number of records, and a
// fingerprint of all of them where whole.
func (g *guards) repeated(records int, print uint64, whole bool) error {
	if records == 0 {
		return nil
	}
	if !g.fresh {
		g.stale++
	} else {
		g.stale = 0
	}
	if g.stale >= maxStalePages {
		return g.error(GuardRepeatedPage, "%d pages in a row had no new record", g.stale)
	}
	same := whole && g.printed && g.print == print
	g.print, g.printed = print, whole
	if !same {
		g.repeats = 0
	} else if g.repeats++; records > 1 || g.repeats > loneRepeats {
		return g.error(GuardRepeatedPage, "the same %d records came twice in a row", records)
	}
	return nil
}

// next looks at where the next page is to start, after a page of some records.
func (g *guards) next(at Position, records int) error {
	if records > 0 {
		g.empty = 0
	} else if g.empty++; g.empty >= maxEmptyPages {
		return g.error(GuardEmptyPages, "%d in a row", g.empty)
	}
	if token := at.token(); token != "" && g.visited.has(g.visited.hash(token)) {
		return g.error(GuardRepeatedCursor, "the next page is one that was read before")
	}
	if g.pages >= g.maxPages {
		return g.error(GuardPageCap, "%d pages, and there are more", g.pages)
	}
	return nil
}
