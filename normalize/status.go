package normalize

// Status is how far a conversation is. Its values are the model's own; the
// field map says which of them each of the provider's values becomes. The empty
// string means that the provider does not say. The enum is open: a value that
// the field map does not know becomes [StatusUnknown], and the provider's text
// is in [Conversation.StatusRaw] either way.
type Status string

// The statuses of a conversation.
const (
	StatusPending    Status = "pending"     // made, not begun
	StatusQueued     Status = "queued"      // waits for its turn
	StatusRinging    Status = "ringing"     // is being put through
	StatusInProgress Status = "in_progress" // goes on now
	StatusProcessing Status = "processing"  // over, being worked on (transcript, analysis)
	StatusCompleted  Status = "completed"   // over, as it should be
	StatusFailed     Status = "failed"      // over or never begun, by a failure
	StatusAbandoned  Status = "abandoned"   // the user left or never came
	StatusCanceled   Status = "canceled"    // called off before it began or ended
	StatusArchived   Status = "archived"    // over and put away
	StatusUnknown    Status = "unknown"     // said, but not known here
)

// known reports whether v is one of the constants, or "".
func (v Status) known() bool {
	switch v {
	case "", StatusPending, StatusQueued, StatusRinging, StatusInProgress, StatusProcessing,
		StatusCompleted, StatusFailed, StatusAbandoned, StatusCanceled, StatusArchived,
		StatusUnknown:
		return true
	}
	return false
}
