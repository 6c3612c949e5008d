package paging

import "github.com/parlancehq/parlance/normalize/rest/api"

// SinglePage is the style of a list that comes whole.
type SinglePage struct{}

// Style is "none".
func (SinglePage) Style() string { return "none" }

// Start implements [Pager].
func (SinglePage) Start(size int) Position { return sizes{}.start(size) }

// Next implements [Pager]: there is none.
func (SinglePage) Next(Position, PageInfo) (Position, bool, error) { return Position{}, false, nil }

// PageNumber is the style of pages that are counted.
type PageNumber struct {
	First       int64 // number of the first page
	DefaultSize int   // records in a page when none are asked for; 0: not known
	MaxSize     int   // the most that may be asked for; 0: not known
}

// Style is "page".
func (PageNumber) Style() string { return "page" }

// Start implements [Pager].
func (p PageNumber) Start(size int) Position {
	at := sizes{p.DefaultSize, p.MaxSize}.start(size)
	at.Page = p.First
	return at
}

// Next implements [Pager].
func (p PageNumber) Next(at Position, got PageInfo) (Position, bool, error) {
	if !(sizes{p.DefaultSize, p.MaxSize}).goesOn(at, got, at.Page-p.First+1) {
		return Position{}, false, nil
	}
	next := at.advance(got)
	next.Page = at.Page + 1
	return next, true, nil
}

// Short says whether a page has fewer records than it would have were there
// another.
func (p PageNumber) Short(at Position, got PageInfo) bool {
	return sizes{p.DefaultSize, p.MaxSize}.short(at, got)
}

// Offset is the style of skipping a number of records.
type Offset struct {
	First       int64 // offset of the first record
	DefaultSize int   // records in a page when none are asked for; 0: not known
	MaxSize     int   // the most that may be asked for; 0: not known
}

// Style is "offset".
func (Offset) Style() string { return "offset" }

// Start implements [Pager].
func (p Offset) Start(size int) Position {
	at := sizes{p.DefaultSize, p.MaxSize}.start(size)
	at.Offset = p.First
	return at
}

// Next implements [Pager]. The offset grows by the records that came, so that a
// short page which is not the last loses nothing.
func (p Offset) Next(at Position, got PageInfo) (Position, bool, error) {
	if !(sizes{p.DefaultSize, p.MaxSize}).goesOn(at, got, 0) {
		return Position{}, false, nil
	}
	if got.Records == 0 {
		return Position{}, false, &api.GuardError{Kind: api.GuardNoAdvance, Detail: "an empty page says that there are more records"}
	}
	next := at.advance(got)
	next.Offset = at.Offset + int64(got.Records)
	return next, true, nil
}

// Cursor is the style of an opaque token for the next page, in the body or in a
// header. It ends where the API says that there is no more, or gives no cursor.
// An empty page with a cursor goes on.
type Cursor struct {
	DefaultSize int // records in a page when none are asked for; 0: not known
	MaxSize     int // the most that may be asked for; 0: not known
}

// Style is "cursor".
func (Cursor) Style() string { return "cursor" }

// Start implements [Pager].
func (p Cursor) Start(size int) Position { return sizes{p.DefaultSize, p.MaxSize}.start(size) }

// Next implements [Pager].
func (p Cursor) Next(at Position, got PageInfo) (Position, bool, error) {
	if more, err := named(got, got.Cursor, "cursor"); !more || err != nil {
		return Position{}, false, err
	}
	next := at.advance(got)
	next.Cursor = got.Cursor
	return next, true, nil
}

// Link is the style of a URL for the next page, in the body or in a Link header.
// It ends where the API says that there is no more, or gives no link. A link
// may be relative; one to another origin is refused.
type Link struct {
	DefaultSize int // records in a page when none are asked for; 0: not known
	MaxSize     int // the most that may be asked for; 0: not known
}

// Style is "link".
func (Link) Style() string { return "link" }

// Start implements [Pager].
func (p Link) Start(size int) Position { return sizes{p.DefaultSize, p.MaxSize}.start(size) }

// Next implements [Pager].
func (p Link) Next(at Position, got PageInfo) (Position, bool, error) {
	if more, err := named(got, got.Link, "link"); !more || err != nil {
		return Position{}, false, err
	}
	next := at.advance(got)
	next.Link = got.Link
	return next, true, nil
}

// named decides for the styles in which the API names the next page.
func named(got PageInfo, next, what string) (more bool, err error) {
	switch {
	case got.More != nil && !*got.More:
		return false, nil
	case next != "":
		return true, nil
	case got.More != nil:
		return false, &api.GuardError{Kind: api.GuardNoCursor, Detail: "the page says that there is another and gives no " + what}
	}
	return false, nil
}
