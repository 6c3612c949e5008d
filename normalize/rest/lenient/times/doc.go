// Package times converts texts and numbers that mean instants and lengths of time.
// A value that cannot be converted is missing, and an issue says why.
package times
