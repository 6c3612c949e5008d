package synth

import (
	"fmt"
	"sync"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
)

// MostKept is the longest list whose records are made only once.
const MostKept = 1000

const (
	agents       = len(agentNames)
	participants = 11
)

var agentNames = [...]string{"Front Desk", "Günther \"Q\" Müller", "Night line", "Réception", "Billing & Refunds", "予約係", "Back\\Office"}

// World is how truths are made; it says nothing of requests.
type World struct {
	Seed, n    int
	messages   int
	Plain      bool
	Lean       bool
	Ids        idShape
	AgentIDs   idShape
	personIDs  idShape
	Status     hints.Facet
	Channel    hints.Facet
	Direction  hints.Facet
	Time       hints.TimeForm
	Updated    hints.TimeForm
	HasUpdated bool
	Order      int // -1 newest first, 1 oldest first, 0 no order
	Key        keyed
	Inclusive  bool // pages begin with the key of the last record: two and two have one time
	step       time.Duration
	stride     int
	truths     func() []Truth // of a short list, made once; nil of a long one
}

// NewWorld reads from the source's list family how its truths are said.
func NewWorld(d *declared.Declarations, src *fieldmap.Source, list *hints.Family, opts Options) (*World, error) {
	w := &World{Seed: int(opts.Seed), n: opts.Conversations, messages: opts.Messages, Plain: opts.Plain, Lean: opts.Lean}
	sample := func(target string) (h hints.Hint, text string) {
		h, _ = list.Of(target)
		return h, d.Sample(h.At)
	}
	h, text := sample("ID")
	w.Ids = shapeOf(schemas.At(list.Schema, h.At), text, opts.Seed, "conv")
	h, text = sample("Agent.ID")
	w.AgentIDs = shapeOf(schemas.At(list.Schema, h.At), text, opts.Seed, "agent")
	h, _ = list.Person()
	w.personIDs = shapeOf(schemas.At(list.Schema, h.At), d.Sample(h.At), opts.Seed, "user")
	w.Status = hints.NewFacet(d.File, list, "Status")
	w.Channel = hints.NewFacet(d.File, list, "Channel")
	w.Direction = hints.NewFacet(d.File, list, "Direction")
	if h, ok := list.Timed(src.Time.Value); ok {
		w.Time = list.Form(h)
	} else {
		w.Time = hints.TimeForm{Kind: "rfc3339", Zone: time.UTC}
	}
	if h, ok := list.Timed("UpdatedAt"); ok {
		w.Updated, w.HasUpdated = list.Form(h), true
	}
	var err error
	if w.Key, err = keyOf(src, list); err != nil {
		return nil, err
	}
	w.Order = orderOf(src, w.Key)
	w.Inclusive = src.List.Pagination.Inclusive != nil && *src.List.Pagination.Inclusive
	w.step = min(6*time.Hour, max(2*time.Second, 60*24*time.Hour/time.Duration(max(w.n, 1)))).Truncate(time.Second)
	w.stride = coprime(w.n)
	if w.n <= MostKept {
		w.truths = sync.OnceValue(func() []Truth {
			all := make([]Truth, w.n)
			for i := range all {
				all[i] = w.newTruth(i)
			}
			return all
		})
	}
	return w, nil
}

// keyed is what a keyset list goes on from.
type keyed int

const (
	keyNone keyed = iota
	KeyID
	keyTime    // the source's
	KeyUpdated // UpdatedAt
)

// keyOf says what the key of a list's pages is; an error where it is nothing
// that the fake can sort by.
func keyOf(src *fieldmap.Source, list *hints.Family) (keyed, error) {
	p := src.List.Pagination
	if p == nil || p.Style.Value != "keyset" {
		return keyNone, nil
	}
	place := jsontree.ParsePath(p.Key.Value).Place()
	for i, target := range []string{"ID", src.Time.Value, "UpdatedAt"} {
		if h, ok := list.Of(target); ok && h.At.Place() == place {
			return KeyID + keyed(i), nil
		}
	}
	return keyNone, fmt.Errorf("the key %s is none of ID, %s and UpdatedAt: the fake cannot sort by it", p.Key.Value, src.Time.Value)
}

// orderOf says how the records are sorted by time. Pages by the time of the last
// record are newest first where the field map does not say.
func orderOf(src *fieldmap.Source, key keyed) int {
	if text := src.List.Order.Value; text != "" {
		if text[0] == '-' {
			return -1
		}
		return 1
	}
	if key == keyTime || key == KeyUpdated {
		return -1
	}
	return 0
}

// coprime gives a number that has no divisor in common with n, so that its
// multiples modulo n are an order without any pattern of time.
func coprime(n int) int {
	for k := n/2 + n/8 + 1; k > 1; k-- {
		a, b := n, k
		for b != 0 {
			a, b = b, a%b
		}
		if a == 1 {
			return k
		}
	}
	return 1
}

// Newest is the time of the newest record.
var Newest = time.Date(2025, time.November, 20, 21, 47, 11, 0, time.UTC)

// Truth is what there is to know of record i.
func (w *World) Truth(i int) Truth {
	if w.truths != nil && i >= 0 && i < w.n {
		return w.truths()[i]
	}
	return w.newTruth(i)
}

func (w *World) newTruth(i int) Truth {
	rank := i
	switch w.Order {
	case 1:
		rank = w.n - 1 - i
	case 0:
		rank = i * w.stride % max(w.n, 1)
	}
	moment := i
	if w.Inclusive {
		rank &^= 1
		moment = rank
	}
	t := Newest.Add(-time.Duration(rank) * w.step).Add(time.Duration(seeded.Pick(int64(w.Seed), int64(moment), "micro", 1_000_000)) * time.Microsecond)
	out := Truth{Index: i, ID: w.Ids.Id(i), Time: w.Time.Exact(t)}
	agent := seeded.Pick(int64(w.Seed), int64(i), "agent", agents)
	out.AgentID, out.AgentName = w.AgentIDs.Id(agent), agentNames[agent]
	out.ParticipantID = w.personIDs.Id(seeded.Pick(int64(w.Seed), int64(i), "participant", participants))
	out.Status, out.StatusRaw = w.Status.At(i, 1)
	out.Channel, out.ChannelRaw = w.Channel.At(i, max(1, len(w.Status.Natives)))
	if w.Channel.Same(w.Status) {
		out.Channel, out.ChannelRaw = w.Channel.ModelOf(out.StatusRaw), out.StatusRaw
	}
	out.Direction, out.DirectionRaw = w.Direction.At(i, 3)
	switch {
	case w.Direction.Same(w.Status):
		out.Direction, out.DirectionRaw = w.Direction.ModelOf(out.StatusRaw), out.StatusRaw
	case w.Direction.Same(w.Channel):
		out.Direction, out.DirectionRaw = w.Direction.ModelOf(out.ChannelRaw), out.ChannelRaw
	}
	if w.HasUpdated {
		later := 1 + seeded.Pick(int64(w.Seed), int64(i), "updated", 899)
		if w.Key == KeyUpdated {
			later = 60 // sorted as the times are
		}
		out.UpdatedAt = w.Updated.Exact(t.Add(time.Duration(later) * time.Second))
	}
	out.Messages = w.messages
	if out.Messages < 0 {
		out.Messages = 0
	} else if out.Messages == 0 {
		out.Messages = 1 + seeded.Pick(int64(w.Seed), int64(i), "messages", 3)
	}
	return out
}
