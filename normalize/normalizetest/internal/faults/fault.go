// Package faults holds the faults as data: what goes wrong with an answer, how it is
// written then, and the outcome of each fault for a client.
package faults

import (
	"net/http"
	"time"
)

// Fault is one thing that goes wrong. It has the fields of normalizetest.Fault, where
// they are described.
type Fault struct {
	Operation string // operation id; "" is every operation
	After     int
	Times     int // 0 is once

	Refuse      bool
	Status      int
	Header      http.Header
	Body        []byte
	Envelope    int
	Failure     bool
	RetryDate   time.Duration
	ContentType string

	Stall       time.Duration
	StallAt     int
	ResetBefore bool
	ResetAt     int
	TruncateAt  int
	Chunk       int
	Wait        time.Duration
	Gzip        bool
	Pad         int

	RepeatCursor  bool
	EarlierCursor bool
	EmptyPage     bool
	ShortPage     bool
	FirstPage     bool
	NoNext        bool
	NextOrigin    string
	NextSelf      bool
	Total         int
	Pages         int
	Again         int
	Arrive        bool
}

// Places in a body.
const (
	Middle = -1
	End    = -2
)

// offset gives a place in n bytes. 0 means no place.
func offset(at, n int) int {
	switch at {
	case Middle:
		return max(n/2, 1)
	case End:
		return n
	}
	return at
}
