package normalize

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/parlancehq/parlance/normalize/internal/settings"
)

// DriftKind is what differs.
type DriftKind string

// The kinds of [Drift].
const (
	DriftUnknownProperty DriftKind = "unknown property" // not in the document
	DriftUnknownValue    DriftKind = "unknown value"    // of an enum
	DriftMissingProperty DriftKind = "missing property" // that the document requires
	DriftOtherType       DriftKind = "other type"       // of a value
)

// Drift is a difference between a provider's answers and its document. It holds no
// value of a record.
type Drift struct {
	Provider  string    `json:"provider"`
	Operation string    `json:"operation"`
	Kind      DriftKind `json:"kind"`
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
func (d Drift) String() string {
	text := fmt.Sprintf("%s %s: %s %s", d.Provider, d.Operation, d.Kind, d.Path)
	if d.Sample != "" {
		text += " (" + d.Sample + ")"
	}
	return fmt.Sprintf("%s, %d times", text, d.Count)
}

// mostDrift bounds the entries of a log: an API may make up names without end.
const mostDrift = 1000

// DriftLog collects the drift of one or several providers; see [WithDrift]. The
// zero value is ready. It is safe for concurrent use.
type DriftLog struct {
	// OnNew is called with each difference when it is first met, by the goroutine
	// that reads the record; nil is nobody. It must not be changed once the log is
	// in use, and must not use the log.
	OnNew func(Drift)

	mu      sync.Mutex
	entries map[driftKey]*Drift
	dropped int64
}

type driftKey struct {
	provider, operation string
	kind                DriftKind
	path                string
}

// Entries gives what was met so far, sorted by provider, operation, path and
// kind.
func (l *DriftLog) Entries() []Drift {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Drift
	for _, d := range l.entries {
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Drift) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// Dropped is how often something was met without room for it: a log keeps the first
// 1000 differences.
func (l *DriftLog) Dropped() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped
}

// note counts a difference; the sample is only asked for the first time.
func (l *DriftLog) note(provider, operation, kind, path string, sample func() string) {
	key := driftKey{provider, operation, DriftKind(kind), path}
	l.mu.Lock()
	d := l.entries[key]
	switch {
	case d != nil:
		d.Count++
		l.mu.Unlock()
		return
	case len(l.entries) >= mostDrift:
		l.dropped++
		l.mu.Unlock()
		return
	}
	if l.entries == nil {
		l.entries = map[driftKey]*Drift{}
	}
	d = &Drift{Provider: provider, Operation: operation, Kind: key.kind, Path: path, Count: 1, Sample: sample()}
	l.entries[key] = d
	first := *d
	l.mu.Unlock()
	if l.OnNew != nil {
		l.OnNew(first)
	}
}

// WithDrift compares every record that is read with the provider's document, as
// far as the field map reaches into it, and collects the differences in log, each
// once with a count. It costs about as much as decoding the record. A provider's
// document that leaves properties out on purpose has them as drift, too.
func WithDrift(log *DriftLog) Option {
	return func(s *settings.Settings) {
		if s.Drift = nil; log != nil {
			s.Drift = log.note
		}
	}
}
