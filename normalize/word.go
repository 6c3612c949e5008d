package normalize

import "time"

// Word is one word of a message with its times. A zero field means that the
// provider does not say.
type Word struct {
	// Text is the word.
	Text string `json:"text,omitzero"`
	// StartOffset is when it began, counted from the start of the conversation;
	// nil when not said. In JSON it is a number of seconds.
	StartOffset *time.Duration `json:"start_offset,omitzero"`
	// EndOffset is when it ended, counted from the start of the conversation;
	// nil when not said. In JSON it is a number of seconds.
	EndOffset *time.Duration `json:"end_offset,omitzero"`
	// Confidence is how sure the recognition was, from 0 to 1; nil when not
	// said.
	Confidence *float64 `json:"confidence,omitzero"`
}
