package normalize

import (
	"encoding/json"
	"time"
)

// Message is one entry of a transcript: something said or written, a tool that
// was called, or an event. A zero field means that the provider does not say.
type Message struct {
	// ID is the provider's id of the message; "" when it has none.
	ID string `json:"id,omitzero"`
	// Index is the message's place in the transcript, counted from 0.
	Index int `json:"index" parlance:"runtime"`

	// Role is the side that the message is from; "" when not said.
	Role Role `json:"role,omitzero"`
	// RoleRaw is the provider's own text for Role; "" when not said.
	RoleRaw string `json:"role_raw,omitzero"`
	// Author names or identifies who it is from: a participant's ID where the
	// provider gives one, else a name; "" when not said.
	Author string `json:"author,omitzero"`

	// Kind is what sort of entry it is; "" when not said.
	Kind Kind `json:"kind,omitzero"`
	// KindRaw is the provider's own text for Kind; "" when not said.
	KindRaw string `json:"kind_raw,omitzero"`

	// Text is what was said or written; "" where there is none.
	Text string `json:"text,omitzero"`
	// Format is the media type of Text, such as "text/plain", "text/html" or
	// "text/markdown"; "" when not said, which is plain text nearly everywhere.
	Format string `json:"format,omitzero"`
	// Attachments are files that belong to the message; nil when there is none.
	Attachments []Attachment `json:"attachments,omitzero"`

	// At is when the message was said or written, in UTC; zero when not said.
	At time.Time `json:"at,omitzero"`
	// StartOffset is when it began, counted from the start of the conversation:
	// as the provider says it, else that of the first of Words; nil when neither
	// is said. In JSON it is a number of seconds.
	StartOffset *time.Duration `json:"start_offset,omitzero"`
	// EndOffset is when it ended, counted from the start of the conversation: as
	// the provider says it, else that of the last of Words; nil when neither is
	// said. In JSON it is a number of seconds.
	EndOffset *time.Duration `json:"end_offset,omitzero"`
	// Words are its words with their times; nil when not said.
	Words []Word `json:"words,omitzero"`

	// ToolCall is the call where Kind is [KindToolCall]; nil where there is none.
	ToolCall *ToolCall `json:"tool_call,omitzero"`
	// ToolResult is the result where Kind is [KindToolResult]; nil where there is
	// none.
	ToolResult *ToolResult `json:"tool_result,omitzero"`

	// Modality is whether it was spoken, seen or written; "" when not said.
	Modality Modality `json:"modality,omitzero"`
	// ModalityRaw is the provider's own text for Modality; "" when not said.
	ModalityRaw string `json:"modality_raw,omitzero"`

	// Private is true for what only the agent's side could see, such as a note
	// between colleagues.
	Private bool `json:"private,omitzero"`
	// Interrupted is true where the speaker was cut off.
	Interrupted bool `json:"interrupted,omitzero"`

	// Metadata is free-form data, as the JSON that the provider sent; nil when
	// not said.
	Metadata json.RawMessage `json:"metadata,omitzero"`
	// Raw is the message as the provider sent it, where it is a record of an
	// endpoint of its own; nil where it is a part of a conversation's record
	// (see [Conversation.Raw]), and with [WithoutRaw].
	Raw json.RawMessage `json:"raw,omitzero" parlance:"runtime"`
	// Issues are the fields of this message that could not be converted, where
	// it is a record of an endpoint of its own and comes from
	// [Provider.Messages]; nil else: the issues of a conversation's messages are
	// in [Conversation.Issues].
	Issues []Issue `json:"issues,omitzero" parlance:"runtime"`
}
