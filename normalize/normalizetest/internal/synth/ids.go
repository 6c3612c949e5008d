package synth

import (
	"sync"
)

// IDs are the ids of the conversations of a list.
type IDs struct {
	shape shape
	// of gives the id of a conversation where another truth says it, such as a time
	// that is read from the same property; nil where the shape does.
	of    func(index int) string
	table func() map[string]int // by id, where of gives them
}

// derived are ids that are given by of, for n conversations.
func derived(n int, of func(index int) string) IDs {
	return IDs{of: of, table: sync.OnceValue(func() map[string]int {
		all := make(map[string]int, n)
		for i := range n {
			all[of(i)] = i
		}
		return all
	})}
}

// ID gives the id of the conversation.
func (d IDs) ID(index int) string {
	if d.of != nil {
		return d.of(index)
	}
	return d.shape.id(index)
}

// Index gives the index of the conversation with the id; false for any other text.
func (d IDs) Index(id string) (int, bool) {
	if d.of != nil {
		i, ok := d.table()[id]
		return i, ok
	}
	return d.shape.index(id)
}
