package drift

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// Kind is what differs.
type Kind string

// The kinds of drift.
const (
	UnknownProperty Kind = "unknown property" // not in the document
	UnknownValue    Kind = "unknown value"    // of an enum
	MissingProperty Kind = "missing property" // that the document requires
	OtherType       Kind = "other type"       // of a value
)

// Entry is one difference.
type Entry struct {
	Provider  string `json:"provider"`
	Operation string `json:"operation"`
	Kind      Kind   `json:"kind"`
	// Path is where in the record, with [] for the elements of an array.
	Path string `json:"path"`
	// Count is how often it was met.
	Count int64 `json:"count"`
	// Sample is the form of the first value that was met, without what it says:
	// string, {id: string, tags: [string]}. Of an unknown enum value it is the value
	// where that is a plain word, for such a word is the API's and nobody's text.
	Sample string `json:"sample,omitzero"`
}

// String gives one line.
func (e Entry) String() string {
	text := fmt.Sprintf("%s %s: %s %s", e.Provider, e.Operation, e.Kind, e.Path)
	if e.Sample != "" {
		text += " (" + e.Sample + ")"
	}
	return fmt.Sprintf("%s, %d times", text, e.Count)
}

// most bounds the entries of a log: paths with names that an API makes up as it
// goes would be without end.
const most = 1000

// Log collects differences. The zero value is ready; it is safe for concurrent
// use, and one may serve several providers.
type Log struct {
	// OnNew is called with each difference when it is first met, by the goroutine
	// that reads the record; nil is nobody. It must not be changed once the log is
	// in use, and must not use the log.
	OnNew func(Entry)

	mu      sync.Mutex
	entries map[key]*Entry
	dropped int64
}

type key struct {
	provider, operation string
	kind                Kind
	path                string
}

// Entries gives what was met so far, sorted by provider, operation, path and
// kind.
func (l *Log) Entries() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Entry
	for _, e := range l.entries {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// Dropped is how often something was met that found no room: a log keeps the
// first 1000 differences.
func (l *Log) Dropped() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped
}

// note counts a difference; sample is only asked for the first time.
func (l *Log) note(k key, sample func() string) {
	l.mu.Lock()
	e := l.entries[k]
	switch {
	case e != nil:
		e.Count++
		l.mu.Unlock()
		return
	case len(l.entries) >= most:
		l.dropped++
		l.mu.Unlock()
		return
	}
	if l.entries == nil {
		l.entries = map[key]*Entry{}
	}
	e = &Entry{Provider: k.provider, Operation: k.operation, Kind: k.kind, Path: k.path, Count: 1, Sample: sample()}
	l.entries[k] = e
	first := *e
	l.mu.Unlock()
	if l.OnNew != nil {
		l.OnNew(first)
	}
}
