// Package api says what an API is, as plain data: its operations, where things are
// in its answers, and the errors that it can end in. It knows no transport and no
// pagination.
package api
