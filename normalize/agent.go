package normalize

// Agent is the automated agent that led a conversation. The zero value means
// that the provider does not say.
type Agent struct {
	// ID is the provider's id of the agent; "" when not said.
	ID string `json:"id,omitzero"`
	// Name is the agent's name; "" when not said.
	Name string `json:"name,omitzero"`
	// Version is the agent's version, as the provider writes it; "" when not
	// said.
	Version string `json:"version,omitzero"`
	// AvatarID is the id of the agent's face or avatar; "" when not said.
	AvatarID string `json:"avatar_id,omitzero"`
}
