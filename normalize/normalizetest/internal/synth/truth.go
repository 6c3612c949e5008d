package synth

import (
	"fmt"
	"time"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Options says what a fake holds. It has the fields of normalizetest.FakeOptions, where
// they are described.
type Options struct {
	Conversations int
	Seed          int64
	Messages      int
	Needed        int
	Shape         int
	Lean          bool
	Plain         bool
}

// Truth describes one conversation. It has the fields of
// normalizetest.Truth, where they are described.
type Truth struct {
	Index                   int
	ID                      string
	AgentID                 string
	AgentName               string
	ParticipantID           string
	Status, StatusRaw       string
	Channel, ChannelRaw     string
	Direction, DirectionRaw string
	Time                    time.Time
	UpdatedAt               time.Time
	Messages                int
}

// Text is what the message says, where the field map reads its text by a plain
// path.
func (t Truth) Text(message int) string {
	return fmt.Sprintf("Message %d of %s.", message, t.ID)
}

// messageTime is when message k was said.
func messageTime(t Truth, k int) time.Time {
	return t.Time.Truncate(time.Second).Add(time.Duration(k) * 4 * time.Second)
}

// Params are the schemas of the parameters that take ids: of conversations, of agents
// and of participants.
type Params struct{ ID, Agent, Person []*openapi.Schema }
