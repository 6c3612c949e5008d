// Package bench measures reading and mapping a page of conversations against
// other ways of doing so. All of it is in its tests; `make bench` prints the
// table.
package bench
