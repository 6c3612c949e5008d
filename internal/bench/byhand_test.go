package bench

import (
	"encoding/json"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// turn is a message as the measured providers send it.
type turn struct {
	Role      string `json:"role"`
	Content   string `json:"content"`
	Timestamp string `json:"timestamp"`
}

func messages(turns []turn) ([]normalize.Message, error) {
	if len(turns) == 0 {
		return nil, nil
	}
	list := make([]normalize.Message, len(turns))
	for i := range turns {
		in, m := &turns[i], &list[i]
		m.Index, m.RoleRaw, m.Kind, m.Text = i, in.Role, normalize.KindText, in.Content
		switch in.Role {
		case "user":
			m.Role = normalize.RoleUser
		case "assistant":
			m.Role = normalize.RoleAgent
		default:
			m.Role = normalize.RoleUnknown
		}
		at, err := time.Parse(time.RFC3339, in.Timestamp)
		if err != nil {
			return nil, err
		}
		m.At = at.UTC()
	}
	return list, nil
}

// attribute puts a text under a name, where there is one.
func attribute(c *normalize.Conversation, name string, text *string) {
	if text == nil {
		return
	}
	if b, err := json.Marshal(*text); err == nil {
		c.Attributes[name] = b
	}
}
