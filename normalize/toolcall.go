package normalize

import "encoding/json"

// ToolCall is a call that the agent made to a tool.
type ToolCall struct {
	// ID ties the call to its result; "" when not said.
	ID string `json:"id,omitzero"`
	// Name is the tool's name; "" when not said.
	Name string `json:"name,omitzero"`
	// Arguments are what the tool was called with, as JSON; nil when not said.
	Arguments json.RawMessage `json:"arguments,omitzero"`
}

// ToolResult is what a tool answered.
type ToolResult struct {
	// CallID is the ID of the call that it answers; "" when not said.
	CallID string `json:"call_id,omitzero"`
	// Name is the tool's name; "" when not said.
	Name string `json:"name,omitzero"`
	// Content is the answer, as JSON; nil when not said.
	Content json.RawMessage `json:"content,omitzero"`
	// Failed is true where the provider says that the tool failed.
	Failed bool `json:"failed,omitzero"`
}
