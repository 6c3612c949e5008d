package normalize

import "errors"

// The functions here finish what generated mappings made. They are for generated
// code.

// DecodedConversation finishes a conversation that was read from a record. It
// fails with [ErrNoID] where there is no ID.
func DecodedConversation(c *Conversation, issues []Issue) (*Conversation, error) {
	if c.ID == "" {
		return nil, NoID(issues)
	}
	c.Issues = issues
	number(c.Messages)
	return c, nil
}

// DecodedMessage finishes a message that was read from a record.
func DecodedMessage(m *Message, issues []Issue) (Message, error) {
	m.Issues = issues
	return *m, nil
}

// MappedConversation finishes a conversation that was mapped from a value of
// the typed client. It fails with [ErrNoID] where there is no ID.
func MappedConversation(c *Conversation, provider string, issues []Issue) (*Conversation, error) {
	c.Provider = provider
	out, err := DecodedConversation(c, issues)
	var record *RecordError
	if errors.As(err, &record) {
		record.Provider = provider
	}
	return out, err
}

// MappedMessage finishes a message that was mapped from a value of the typed
// client. The error is always nil; it is there to be like
// [MappedConversation].
func MappedMessage(m *Message, _ string, issues []Issue) (*Message, error) {
	m.Issues = issues
	return m, nil
}

// number sets the Index of each message to its place.
func number(list []Message) {
	for i := range list {
		list[i].Index = i
	}
}
