package normalize

// Role is a side of a conversation: whom a message is from, what a participant
// is, who ended it. Its values are the model's own; the field map says which of
// them each of the provider's values becomes. The empty string means that the
// provider does not say. The enum is open: a value that the field map does not
// know becomes [RoleUnknown], and the provider's text is in the field beside it
// ([Message.RoleRaw], [Participant.KindRaw], [Conversation.EndedByRaw]) either
// way.
type Role string

// The sides of a conversation.
const (
	RoleUser       Role = "user"        // the person whom the agent serves
	RoleAgent      Role = "agent"       // the automated agent
	RoleHumanAgent Role = "human_agent" // a person on the agent's side
	RoleSystem     Role = "system"      // the platform, or its instructions
	RoleTool       Role = "tool"        // a tool that the agent used
	RoleUnknown    Role = "unknown"     // said, but not known here
)
