package shop

// Person is a buyer.
type Person struct {
	Name  string `json:"name"`
	Email string `json:"email" parlance:"since=3"`
	Mood  Mood   `json:"mood"`
}

// Mood has no unknown constant.
type Mood string

const MoodGood Mood = "good"

// Node holds itself.
type Node struct {
	Label string
	Next  *Node
	Human Human
}

// Lookup is none of the model: it holds what no field map can fill.
type Lookup struct {
	Any  any
	Func func() error
	ID   string
}

// Holder is spoiled by what it holds.
type Holder struct {
	Lookups []Lookup
	Circle  Circle
}

type Circle []Circle

type Page[T any] struct{ Items []T }

func (q Lookup) Unused(o Order) string { return o.lower }
