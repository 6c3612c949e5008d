package normalize

import (
	"encoding/json"
	"time"
)

// Participant is one who took part in a conversation: a person or an agent.
// A zero field means that the provider does not say.
type Participant struct {
	// ID is the provider's id of the participant; "" when it has none.
	ID string `json:"id,omitzero"`
	// ExternalID is the caller's own id of the participant; "" when not said.
	ExternalID string `json:"external_id,omitzero"`
	// Kind is the side that the participant is on; "" when not said.
	Kind Role `json:"kind,omitzero"`
	// KindRaw is the provider's own text for Kind; "" when not said.
	KindRaw string `json:"kind_raw,omitzero"`
	// Name is the full or the display name; "" when not said.
	Name string `json:"name,omitzero"`
	// FirstName is the given name; "" when not said.
	FirstName string `json:"first_name,omitzero"`
	// LastName is the family name; "" when not said.
	LastName string `json:"last_name,omitzero"`
	// Email is the e-mail address as the provider writes it; "" when not said.
	Email string `json:"email,omitzero"`
	// Phone is the telephone number as the provider writes it, usually E.164;
	// "" when not said.
	Phone string `json:"phone,omitzero"`
	// AvatarURL is the address of a picture; "" when not said.
	AvatarURL string `json:"avatar_url,omitzero"`
	// Organization is the name of the participant's organization; "" when not
	// said.
	Organization string `json:"organization,omitzero"`
	// JoinedAt is when the participant came, in UTC; zero when not said.
	JoinedAt time.Time `json:"joined_at,omitzero"`
	// LeftAt is when the participant went, in UTC; zero when not said.
	LeftAt time.Time `json:"left_at,omitzero"`
	// Metadata is free-form data, as the JSON that the provider sent; nil when
	// not said.
	Metadata json.RawMessage `json:"metadata,omitzero"`
}
