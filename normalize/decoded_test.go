package normalize_test

import (
	"errors"
	"testing"

	"github.com/parlancehq/parlance/normalize"
)

func TestMappedFromTypedValues(t *testing.T) {
	issues := []normalize.Issue{{Field: "Status", Path: "state"}}
	c, err := normalize.MappedConversation(&normalize.Conversation{ID: "x", Messages: make([]normalize.Message, 3)}, "acme", issues)
	if err != nil || c.Provider != "acme" || len(c.Issues) != 1 || c.Messages[2].Index != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	_, err = normalize.MappedConversation(&normalize.Conversation{}, "acme", issues)
	var record *normalize.RecordError
	if !errors.Is(err, normalize.ErrNoID) || !errors.As(err, &record) || len(record.Issues) != 1 || record.Provider != "acme" {
		t.Errorf("without id: %v", err)
	}
	m, err := normalize.MappedMessage(&normalize.Message{Text: "Hi"}, "acme", issues)
	if err != nil || m.Text != "Hi" || len(m.Issues) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}
