// Package rest reads records from JSON APIs over HTTP: transport,
// authentication, retries, typed errors, pagination and record streaming. It is
// generic over the record type and knows nothing of what the records mean.
//
// A [Client] sends requests of one API. A [List] describes a list operation and
// streams its records over all pages, a [Get] reads one record. What an API does
// differently from another is plain data: [Operation], [Scheme], [Shape],
// [ErrorShape] and a [Pager].
//
// Credentials are added at the last moment, in the transport, and only to
// requests to the API's own origin, so that no URL, error, log line or
// middleware ever holds them.
package rest
