package normalize

// Feedback is what a participant thought of a conversation. The zero value
// means that the provider does not say.
type Feedback struct {
	// Rating is the mark given; nil when not said, for zero is a mark too.
	Rating *float64 `json:"rating,omitzero"`
	// RatingMax is the best mark that could be given; nil when not said.
	RatingMax *float64 `json:"rating_max,omitzero"`
	// Like is a thumb up (true) or down (false); nil when not said.
	Like *bool `json:"like,omitzero"`
	// Comment is what was written with it; "" when not said.
	Comment string `json:"comment,omitzero"`
}
