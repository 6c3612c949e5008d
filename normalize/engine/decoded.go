package engine

import (
	"errors"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine/internal/public"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// The functions here finish what generated mappings made. They are for generated
// code.

// NoID is the error of a decoder whose record is not an object or has no ID.
// The transport adds to it which record it is, and its bytes.
func NoID(issues []lenient.Issue) error {
	return &normalize.RecordError{Issues: public.Issues(issues), Err: normalize.ErrNoID}
}

// DecodedConversation finishes a conversation that was read from a record. It
// fails with [ErrNoID] where there is no ID.
func DecodedConversation(c *normalize.Conversation, issues []lenient.Issue) (*normalize.Conversation, error) {
	if c.ID == "" {
		return nil, NoID(issues)
	}
	c.Issues = public.Issues(issues)
	for i := range c.Messages {
		c.Messages[i].Index = i
		spanWords(&c.Messages[i])
	}
	return c, nil
}

// DecodedMessage finishes a message that was read from a record.
func DecodedMessage(m *normalize.Message, issues []lenient.Issue) (normalize.Message, error) {
	m.Issues = public.Issues(issues)
	spanWords(m)
	return *m, nil
}

// Incomplete notes that a record has only some of its messages.
func Incomplete(c *normalize.Conversation) { c.MessagesState = normalize.MessagesPartial }

// MappedConversation finishes a conversation that was mapped from a value of
// the typed client. It fails with [ErrNoID] where there is no ID.
func MappedConversation(c *normalize.Conversation, def *Definition, issues []lenient.Issue) (*normalize.Conversation, error) {
	c.Provider, c.Volatile = def.Info.Name, def.Volatile
	out, err := DecodedConversation(c, issues)
	var record *normalize.RecordError
	if errors.As(err, &record) {
		record.Provider = def.Info.Name
	}
	return out, err
}

// MappedMessage finishes a message that was mapped from a value of the typed
// client. The error is always nil; it is there to be like
// [MappedConversation].
func MappedMessage(m *normalize.Message, _ *Definition, issues []lenient.Issue) (*normalize.Message, error) {
	m.Issues = public.Issues(issues)
	spanWords(m)
	return m, nil
}

// spanWords gives a message without offsets of its own those of its words.
func spanWords(m *normalize.Message) {
	if len(m.Words) == 0 || m.StartOffset != nil || m.EndOffset != nil {
		return
	}
	m.StartOffset, m.EndOffset = m.Words[0].StartOffset, m.Words[len(m.Words)-1].EndOffset
}
