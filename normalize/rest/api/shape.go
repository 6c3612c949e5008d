package api

// Path is the names that lead to a value in a JSON body. The empty path is the
// body itself. Where an array is on the way its first element is meant, without
// [First] as well. Records and a record are only looked for in an array where the
// path says First.
type Path []string

// First is the step of a [Path] into the first element of an array.
const First = ""

// Shape says where things are in the body of a list. Each list of paths holds
// alternatives; the first one that is there counts (of two arrays of records,
// the one that comes first in the body).
type Shape struct {
	Records    []Path // Path{} for a body that is the array itself
	Cursor     []Path // of the next page: a string or a number; "" and null are none
	More       []Path // whether there is a next page
	Last       []Path // whether there is none; of no matter where More is there
	Total      []Path // number of records in all pages
	TotalPages []Path
	Link       []Path // URL of the next page

	TotalHeader  string // response header with the number of records in all pages
	CursorHeader string // response header with the cursor of the next page
	LinkHeader   bool   // the next page is in the Link header (RFC 8288, rel="next")

	// End are the statuses by which the API refuses a page behind the last one,
	// where pages or records are counted. Such a page ends the list; the first
	// page never does.
	End []int
}

// ErrorShape says where an error body tells what is wrong. Each list of paths
// holds alternatives; the first one that is there counts.
type ErrorShape struct {
	Code      []Path
	Message   []Path
	RequestID []Path
	// RequestIDHeader are response headers; where there are none given,
	// X-Request-Id and Request-Id are looked at.
	RequestIDHeader []string
}
