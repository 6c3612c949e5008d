// Package rest reads records from JSON APIs over HTTP. It is generic over the record
// type and knows nothing of what the records mean.
//
// A [List] describes a list operation and streams its records over all pages. A
// [Get] reads one record. What one API does differently from another is plain data
// of the packages below: operations and shapes (api), credentials (auth), styles of
// pagination (paging). A client of package transport sends the requests.
package rest
