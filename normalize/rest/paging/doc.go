// Package paging goes from page to page. A [Pager] is a style of pagination, a
// [Position] is a place in a list, and a [Token] is a position that can leave the
// process. [Guards] notice a list that does not end, [Keys] follow a keyset, and a
// [Walk] reads what the body of a page says.
package paging
