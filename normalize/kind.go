package normalize

// Kind is what sort of entry a message is. Its values are the model's own; the
// field map says which of them each of the provider's values becomes. The empty
// string means that the provider does not say. The enum is open: a value that
// the field map does not know becomes [KindUnknown], and the provider's text is
// in [Message.KindRaw] either way.
type Kind string

// The kinds of messages.
const (
	KindText       Kind = "text"        // something said or written
	KindToolCall   Kind = "tool_call"   // the agent called a tool
	KindToolResult Kind = "tool_result" // a tool answered
	KindEvent      Kind = "event"       // something happened: joined, transferred, ended
	KindMedia      Kind = "media"       // a picture, a sound, a file
	KindNote       Kind = "note"        // a remark on the conversation, not part of it
	KindUnknown    Kind = "unknown"     // said, but not known here
)
