package engine_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

func TestMappedFromTypedValues(t *testing.T) {
	acme := &engine.Definition{Info: normalize.Info{Name: "acme"}, Volatile: []string{"Conversation.JoinURL"}}
	issues := []lenient.Issue{{Field: "Status", Path: "state"}}
	c, err := engine.MappedConversation(&normalize.Conversation{ID: "x", Messages: make([]normalize.Message, 3)}, acme, issues)
	if err != nil || c.Provider != "acme" || len(c.Volatile) != 1 || len(c.Issues) != 1 || c.Messages[2].Index != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	_, err = engine.MappedConversation(&normalize.Conversation{}, acme, issues)
	var record *normalize.RecordError
	if !errors.Is(err, normalize.ErrNoID) || !errors.As(err, &record) || len(record.Issues) != 1 || record.Provider != "acme" {
		t.Errorf("without id: %v", err)
	}
	m, err := engine.MappedMessage(&normalize.Message{Text: "Hi"}, acme, issues)
	if err != nil || m.Text != "Hi" || len(m.Issues) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestOffsetsOfWords(t *testing.T) {
	at := func(s float64) *time.Duration { return new(time.Duration(s * float64(time.Second))) }
	words := []normalize.Word{{StartOffset: at(0.5), EndOffset: at(1)}, {StartOffset: at(1), EndOffset: at(2.25)}}
	for name, test := range map[string]struct {
		in         normalize.Message
		start, end *time.Duration
	}{
		"of its own":   {normalize.Message{Words: words, StartOffset: at(7)}, at(7), nil},
		"of its words": {normalize.Message{Words: words}, at(0.5), at(2.25)},
		"no times":     {normalize.Message{Words: []normalize.Word{{Text: "a"}}}, nil, nil},
		"no words":     {normalize.Message{}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := engine.DecodedConversation(&normalize.Conversation{ID: "x", Messages: []normalize.Message{test.in}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			m, err := engine.DecodedMessage(&test.in, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range []normalize.Message{c.Messages[0], m} {
				if diff := cmp.Diff([]*time.Duration{test.start, test.end}, []*time.Duration{got.StartOffset, got.EndOffset}); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}
