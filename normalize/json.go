package normalize

import (
	"encoding/json"
	"time"
)

// The model marshals with its struct tags; only durations need the help of the
// shadow types below, which carry them as seconds. A shadow repeats what comes
// after the duration, so that the bulky fields stay at the end.

type plainConversation Conversation

type conversationJSON struct {
	*plainConversation
	Duration   seconds                    `json:"duration,omitzero"`
	Attributes map[string]json.RawMessage `json:"attributes,omitzero"`
	Raw        json.RawMessage            `json:"raw,omitzero"`
	Issues     []Issue                    `json:"issues,omitzero"`
}

// MarshalJSON writes the conversation with snake_case names, what is not said
// left out, durations as seconds and Raw as the JSON it is.
func (c Conversation) MarshalJSON() ([]byte, error) {
	return json.Marshal(conversationJSON{
		plainConversation: (*plainConversation)(&c),
		Duration:          seconds(c.Duration),
		Attributes:        c.Attributes,
		Raw:               c.Raw,
		Issues:            c.Issues,
	})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Conversation) UnmarshalJSON(b []byte) error {
	s := conversationJSON{plainConversation: (*plainConversation)(c), Duration: seconds(c.Duration)}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	c.Duration = time.Duration(s.Duration)
	c.Attributes, c.Raw, c.Issues = s.Attributes, s.Raw, s.Issues
	return nil
}

type plainRecording Recording

type recordingJSON struct {
	*plainRecording
	Duration seconds `json:"duration,omitzero"`
}

// MarshalJSON writes the recording with its duration as seconds.
func (r Recording) MarshalJSON() ([]byte, error) {
	return json.Marshal(recordingJSON{(*plainRecording)(&r), seconds(r.Duration)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Recording) UnmarshalJSON(b []byte) error {
	s := recordingJSON{(*plainRecording)(r), seconds(r.Duration)}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	r.Duration = time.Duration(s.Duration)
	return nil
}

type plainMessage Message

type messageJSON struct {
	*plainMessage
	StartOffset *seconds        `json:"start_offset,omitzero"`
	EndOffset   *seconds        `json:"end_offset,omitzero"`
	Words       []Word          `json:"words,omitzero"`
	Raw         json.RawMessage `json:"raw,omitzero"`
	Issues      []Issue         `json:"issues,omitzero"`
}

// MarshalJSON writes the message with its offsets as seconds.
func (m Message) MarshalJSON() ([]byte, error) {
	return json.Marshal(messageJSON{
		plainMessage: (*plainMessage)(&m),
		StartOffset:  (*seconds)(m.StartOffset),
		EndOffset:    (*seconds)(m.EndOffset),
		Words:        m.Words,
		Raw:          m.Raw,
		Issues:       m.Issues,
	})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Message) UnmarshalJSON(b []byte) error {
	s := messageJSON{plainMessage: (*plainMessage)(m)}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	m.StartOffset, m.EndOffset = (*time.Duration)(s.StartOffset), (*time.Duration)(s.EndOffset)
	m.Words, m.Raw, m.Issues = s.Words, s.Raw, s.Issues
	return nil
}

type plainWord Word

type wordJSON struct {
	*plainWord
	StartOffset *seconds `json:"start_offset,omitzero"`
	EndOffset   *seconds `json:"end_offset,omitzero"`
}

// MarshalJSON writes the word with its offsets as seconds.
func (w Word) MarshalJSON() ([]byte, error) {
	return json.Marshal(wordJSON{(*plainWord)(&w), (*seconds)(w.StartOffset), (*seconds)(w.EndOffset)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Word) UnmarshalJSON(b []byte) error {
	s := wordJSON{plainWord: (*plainWord)(w)}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	w.StartOffset, w.EndOffset = (*time.Duration)(s.StartOffset), (*time.Duration)(s.EndOffset)
	return nil
}
