package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/parlancehq/parlance/normalize"
)

// fetches tells whether the query needs more than the list for its transcripts.
func (s *scan) fetches() bool {
	return s.query.WithMessages && s.fetch != normalize.TranscriptsList
}

// addTranscript completes a conversation of the list. The error is a
// *TranscriptError; the conversation is then as the list had it.
func (s *scan) addTranscript(ctx context.Context, c *normalize.Conversation) error {
	err := s.fetchTranscript(ctx, c)
	if err == nil {
		return nil
	}
	return &normalize.TranscriptError{Provider: s.engine.def.Info.Name, Source: s.source.Name, ID: c.ID, Err: err}
}

func (s *scan) fetchTranscript(ctx context.Context, c *normalize.Conversation) error {
	e := s.engine
	if err := e.checkID(c.ID); err != nil {
		return err
	}
	if s.fetch == normalize.TranscriptsGet {
		full, err := e.getFrom(ctx, s.source, c.ID)
		if err != nil {
			return err
		}
		c.Messages, c.MessagesState = full.Messages, full.MessagesState
		for _, issue := range full.Issues {
			if strings.HasPrefix(issue.Field, "Messages") {
				c.Issues = append(c.Issues, issue)
			}
		}
		return nil
	}
	messages, bad, err := e.endpointMessages(ctx, s.source, c.ID)
	if err != nil {
		return err
	}
	if len(bad) > 0 && e.set.Strict {
		return errors.Join(bad...)
	}
	c.Messages, c.MessagesState = messages, normalize.MessagesInline
	for i := range messages {
		addMessageIssues(c, &messages[i])
	}
	for _, err := range bad {
		c.MessagesState = normalize.MessagesPartial
		c.Issues = append(c.Issues, transcriptIssue(err))
	}
	return nil
}

// transcriptIssue is what a transcript lacks, as an issue of its conversation.
func transcriptIssue(err error) normalize.Issue {
	var record *normalize.RecordError
	if !errors.As(err, &record) {
		return normalize.Issue{Field: "Messages", Reason: "the transcript: " + err.Error()}
	}
	return normalize.Issue{
		Field: "Messages", Path: fmt.Sprintf("[%d]", record.Index), Raw: record.Raw, Reason: "a message of the transcript: " + record.Err.Error(),
	}
}

// addMessageIssues moves the issues of a message of its own endpoint to the
// conversation that it now belongs to. Paths are within the message.
func addMessageIssues(c *normalize.Conversation, m *normalize.Message) {
	for _, issue := range m.Issues {
		issue.Field = fmt.Sprintf("Messages[%d].%s", m.Index, issue.Field)
		c.Issues = append(c.Issues, issue)
	}
	m.Issues = nil
}
