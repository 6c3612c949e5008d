package normalize

import (
	"encoding/json"
	"fmt"
)

// Issue is one field of one record that could not be converted, or could be
// converted only by bending it; the reason says which.
type Issue struct {
	// Field is the field of the model, such as Messages[3].At.
	Field string `json:"field"`
	// Path is where in the record the value is, such as transcript[3].timestamp;
	// "" is the record itself.
	Path string `json:"path"`
	// Raw is the value as it was sent; nil where it was not there.
	Raw json.RawMessage `json:"raw,omitempty"`
	// Reason is for people.
	Reason string `json:"reason"`
}

// String gives one line: place, field and reason, without the value.
func (i Issue) String() string {
	return fmt.Sprintf("%s (field %s): %s", i.Path, i.Field, i.Reason)
}
