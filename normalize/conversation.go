package normalize

import (
	"encoding/json"
	"time"
)

// Conversation is one conversation (a call, a chat, a session) between people
// and agents, in the one shape that every provider is mapped to.
//
// A zero field means that the provider does not say; where zero is itself an
// answer the field is a pointer. A Conversation that a Provider returns belongs
// to the caller, shares nothing with others, and may be changed.
type Conversation struct {
	// Provider is the name of the provider, such as "acme".
	Provider string `json:"provider,omitzero" parlance:"runtime"`
	// Source names which of the provider's lists the record is from ("calls",
	// "chats"); "" where the provider has only one.
	Source string `json:"source,omitzero" parlance:"runtime"`
	// Account is the caller's own label of the credentials, see [WithAccount];
	// "" without one.
	Account string `json:"account,omitzero" parlance:"runtime"`

	// ID is the provider's id of the conversation, the one that
	// [Provider.Conversation] and [Provider.Messages] take. Never "".
	ID string `json:"id,omitzero"`
	// AltIDs are other ids of the same conversation, in the field map's order;
	// nil when there is none.
	AltIDs []string `json:"alt_ids,omitzero"`
	// ParentID is the id of the conversation that this one is a part or a
	// continuation of; "" when there is none or the provider does not say.
	ParentID string `json:"parent_id,omitzero"`

	// Agent is the automated agent that led the conversation; zero when not said.
	Agent Agent `json:"agent,omitzero"`

	// Status is how far the conversation is; "" when not said.
	Status Status `json:"status,omitzero"`
	// StatusRaw is the provider's own text for Status; "" when not said.
	StatusRaw string `json:"status_raw,omitzero"`
	// EndReason is the provider's own text for why it ended; "" when not said.
	EndReason string `json:"end_reason,omitzero"`
	// EndedBy is the side that ended it; "" when not said.
	EndedBy Role `json:"ended_by,omitzero"`
	// EndedByRaw is the provider's own text for EndedBy; "" when not said.
	EndedByRaw string `json:"ended_by_raw,omitzero"`
	// Error is the provider's message on a technical failure; "" without one.
	Error string `json:"error,omitzero"`

	// Outcome is whether the conversation reached its goal; "" when not said.
	Outcome Outcome `json:"outcome,omitzero"`
	// OutcomeRaw is the provider's own text for Outcome; "" when not said.
	OutcomeRaw string `json:"outcome_raw,omitzero"`

	// Channel is how the conversation was carried; "" when not said.
	Channel Channel `json:"channel,omitzero"`
	// ChannelRaw is the provider's own text for Channel; "" when not said.
	ChannelRaw string `json:"channel_raw,omitzero"`
	// Modality is whether it was spoken, seen or written; "" when not said.
	Modality Modality `json:"modality,omitzero"`
	// ModalityRaw is the provider's own text for Modality; "" when not said.
	ModalityRaw string `json:"modality_raw,omitzero"`
	// Direction is who began it; "" when not said.
	Direction Direction `json:"direction,omitzero"`
	// DirectionRaw is the provider's own text for Direction; "" when not said.
	DirectionRaw string `json:"direction_raw,omitzero"`

	// The times stand in the order in which they come: field maps measure from one to
	// a later one.

	// CreatedAt is when the provider made the record, in UTC; zero when not said.
	CreatedAt time.Time `json:"created_at,omitzero"`
	// StartedAt is when the conversation began, in UTC; zero when not said.
	StartedAt time.Time `json:"started_at,omitzero"`
	// EndedAt is when the conversation ended, in UTC; zero when not said or
	// not ended.
	EndedAt time.Time `json:"ended_at,omitzero"`
	// UpdatedAt is when the record last changed, in UTC; zero when not said.
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// Duration is how long the conversation was; zero when not said. In JSON it
	// is a number of seconds.
	Duration time.Duration `json:"duration,omitzero"`

	// Participants are those who took part, in the provider's order; nil when
	// not said.
	Participants []Participant `json:"participants,omitzero"`

	// Messages is the transcript in the provider's order, as far as it is known
	// here: see MessagesState.
	Messages []Message `json:"messages,omitzero"`
	// MessagesState is what Messages holds; see its values. Never "" on a
	// conversation that a Provider returns.
	MessagesState MessagesState `json:"messages_state,omitzero" parlance:"runtime"`
	// MessageCount is the provider's own number of messages or turns; nil when
	// not said. It need not be the length of Messages.
	MessageCount *int `json:"message_count,omitzero"`

	// Title is a short name or subject; "" when not said.
	Title string `json:"title,omitzero"`
	// Summary is the provider's summary, in prose; "" when not said.
	Summary string `json:"summary,omitzero"`
	// Language is the language as the provider writes it, usually a BCP 47 tag
	// such as "en-US"; "" when not said.
	Language string `json:"language,omitzero"`
	// Tags are plain labels; nil when not said.
	Tags []string `json:"tags,omitzero"`
	// Labels are labels that have a name and a value; nil when not said.
	Labels map[string]string `json:"labels,omitzero"`

	// Feedback is what a participant thought of it; zero when not said.
	Feedback Feedback `json:"feedback,omitzero"`
	// Analysis is the provider's evaluation, as the JSON it sent; nil when not
	// said.
	Analysis json.RawMessage `json:"analysis,omitzero"`

	// Recordings are the recordings that the provider offers; nil when not said.
	Recordings []Recording `json:"recordings,omitzero"`
	// JoinURL is an address to join or watch the conversation; "" when not said.
	JoinURL string `json:"join_url,omitzero"`

	// Cost is what the conversation cost; zero when not said.
	Cost Cost `json:"cost,omitzero"`
	// Usage is what was consumed (tokens, minutes, ...), as the JSON that the
	// provider sent; nil when not said.
	Usage json.RawMessage `json:"usage,omitzero"`

	// Variables are the values that the conversation was started with, as the
	// JSON that the provider sent; nil when not said.
	Variables json.RawMessage `json:"variables,omitzero"`
	// Metadata is the caller's or the provider's free-form data, as the JSON
	// that the provider sent; nil when not said.
	Metadata json.RawMessage `json:"metadata,omitzero"`
	// Attributes are fields of the provider that have no place in the model,
	// under the names that the field map gives them; nil when there is none.
	Attributes map[string]json.RawMessage `json:"attributes,omitzero"`

	// Volatile names the fields that may change without the conversation changing,
	// such as a signed URL, as the field map declares them: Type.Field, such as
	// Recording.URL. [Conversation.Hash] leaves them out. It is nil where none is
	// declared, and must not be changed.
	Volatile []string `json:"volatile,omitzero" parlance:"runtime"`
	// Raw is the record as the provider sent it, byte for byte; nil with
	// [WithoutRaw].
	Raw json.RawMessage `json:"raw,omitzero" parlance:"runtime"`
	// Issues are the fields of this record that could not be converted, in the
	// order they were met; nil when every field could.
	Issues []Issue `json:"issues,omitzero" parlance:"runtime"`
}

// Time gives the time that f names: the one that [Query.Since] and [Query.Until]
// compare where it is the source's [SourceCapabilities.Time]. It is zero where it
// is not said, and for any other f.
func (c *Conversation) Time(f TimeField) time.Time {
	switch f {
	case TimeStartedAt:
		return c.StartedAt
	case TimeCreatedAt:
		return c.CreatedAt
	}
	return time.Time{}
}
