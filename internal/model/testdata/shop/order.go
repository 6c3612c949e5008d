// Package shop is a model for tests.
package shop

import (
	"encoding/json"
	"time"

	"example.org/elsewhere"
)

// ModelVersion is the model's version.
const ModelVersion = 3

// Order is one order.
//
// It has two paragraphs.
type Order struct {
	// ID is the id.
	ID    string `json:"id,omitzero"`
	State State  // in a comment behind
	A, B  int64  `json:",omitzero"`

	Buyer  Person   `json:"buyer,omitzero"`
	Giver  *Person  `json:"giver,omitzero" parlance:"since=2"`
	Guests []Person `json:"guests,omitzero"`
	Boss   *Node    `json:"boss"`

	PlacedAt time.Time       `json:"placed_at,omitzero"`
	Took     *time.Duration  `json:"took"`
	Wait     Seconds         `json:"wait"`
	Price    *float64        `json:"price"`
	Gift     bool            `json:"gift"`
	Note     Text            `json:"note"`
	Extra    json.RawMessage `json:"extra"`
	Labels   Labels          `json:"labels"`
	Sizes    []int           `json:"sizes"`
	Things   map[string]json.RawMessage
	Hidden   string `json:"-"`

	Raw   json.RawMessage `json:"raw" parlance:"runtime"`
	Func  func()          `parlance:"runtime"`
	Index int             `json:"index" parlance:"runtime,since=3"`

	lower string
	elsewhere.Embedded
}

// State is where an order stands.
type State string

// The states.
const (
	StateOpen    State = "open"
	StateShut          = State("shut")
	StateUnknown State = "unknown"
	stateHidden  State = "hidden"
)

type (
	// Seconds is a named duration.
	Seconds time.Duration
	// Text has no constants, so it is no enum.
	Text string
	// Labels is a named map.
	Labels map[string]string
	// Human is another name.
	Human = Person
)
