// Package resttest has what the tests of the rooms below rest share: an API in
// memory, its client, and a list of records.
package resttest
