package normalize

// Outcome is whether a conversation reached its goal, as the provider or its
// evaluation judged. Its values are the model's own; the field map says which
// of them each of the provider's values becomes. The empty string means that
// the provider does not say. The enum is open: a value that the field map does
// not know becomes [OutcomeUnknown], and the provider's text is in
// [Conversation.OutcomeRaw] either way.
type Outcome string

// The outcomes of a conversation.
const (
	OutcomeSuccess Outcome = "success" // the goal was reached
	OutcomePartial Outcome = "partial" // a part of it was
	OutcomeFailure Outcome = "failure" // it was not
	OutcomeUnknown Outcome = "unknown" // judged, but the judgement is open or not known here
)
