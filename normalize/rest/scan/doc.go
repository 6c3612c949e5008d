// Package scan reads JSON from a stream, value by value, and checks all of it.
package scan
