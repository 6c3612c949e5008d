package normalize

import "time"

// Report says what a [Run] did.
type Report struct {
	// Provider is the provider's name; "" for [Merge].
	Provider string `json:"provider,omitzero"`

	// Expected is the provider's own count of what it was asked for; nil where
	// a source did not say. It is to be compared with Records + RecordErrors +
	// Duplicates, where the query began without a PageToken.
	Expected *int64 `json:"expected,omitzero"`
	// Records are the conversations that were read, Filtered those of them that
	// were left out here, Delivered those that were yielded.
	Records   int64 `json:"records"`
	Filtered  int64 `json:"filtered"`
	Delivered int64 `json:"delivered"`
	// WithIssues are the delivered conversations that have issues.
	WithIssues int64 `json:"with_issues"`
	// RecordErrors are the records that were yielded as a *RecordError.
	RecordErrors int64 `json:"record_errors"`
	// TranscriptErrors are the delivered conversations whose transcript could
	// not be fetched.
	TranscriptErrors int64 `json:"transcript_errors"`
	// Duplicates are the records that came again and were dropped.
	Duplicates int64 `json:"duplicates"`
	// Pages are the list's pages that were read to their end.
	Pages int64 `json:"pages"`
	// Requests are all requests that were sent, Retries those of them that were
	// sent again; transcripts are included.
	Requests int64 `json:"requests"`
	Retries  int64 `json:"retries"`
	// Waited is the time spent waiting before retries, in nanoseconds in JSON.
	Waited time.Duration `json:"waited"`
	// Completeness is how far the last iteration is known to have brought everything.
	Completeness Completeness `json:"completeness,omitzero"`
	// Assumptions are what the last iteration took for granted.
	Assumptions []Assumption `json:"assumptions,omitzero"`
	// Stopped is why the last iteration stopped.
	Stopped Stop `json:"stopped,omitzero"`
}
