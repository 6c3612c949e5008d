package normalize

// Direction is who began a conversation. Its values are the model's own; the
// field map says which of them each of the provider's values becomes. The empty
// string means that the provider does not say. The enum is open: a value that
// the field map does not know becomes [DirectionUnknown], and the provider's
// text is in [Conversation.DirectionRaw] either way.
type Direction string

// The directions of a conversation.
const (
	DirectionInbound  Direction = "inbound"  // the user began it
	DirectionOutbound Direction = "outbound" // the agent's side began it
	DirectionInternal Direction = "internal" // between agents or colleagues, tests included
	DirectionUnknown  Direction = "unknown"  // said, but not known here
)

// known reports whether v is one of the constants, or "".
func (v Direction) known() bool {
	switch v {
	case "", DirectionInbound, DirectionOutbound, DirectionInternal, DirectionUnknown:
		return true
	}
	return false
}
