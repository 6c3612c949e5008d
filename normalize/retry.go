package normalize

import "time"

// Retry bounds the attempts at one request; a zero field has its default. A
// request is sent again after a connection error, 408, 425, 429 and 5xx (but 501
// and 505), and only when sending it twice does no harm. A page that breaks off
// is fetched again; an attempt that brought new records starts the count anew.
type Retry struct {
	// MaxAttempts counts all attempts; 0 means 5, and 1 means no retries.
	MaxAttempts int
	// MaxElapsed is the time from the first attempt until the last one starts,
	// with what it waits for other requests; 0 is 5 minutes.
	MaxElapsed time.Duration
	// MaxWait bounds one wait, also one that Retry-After asks for. A longer one
	// ends in an error that says when to come back; after a 429, so does every other
	// request within MaxWait, without being sent. 0 is one minute.
	MaxWait time.Duration
	// Initial is the first wait. Waits grow by half each time, with a jitter of
	// half; 0 is 500 ms.
	Initial time.Duration
}
