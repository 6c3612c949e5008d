package synth

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
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
	IDs        IDs
	agentIDs   shape
	names      shape // of agents; where it says nothing, they have names
	personIDs  shape
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
	owners     owners
	truths     func() []Truth // of a short list, made once; nil of a long one
}

// NewWorld reads from the source's list family how its truths are said. Params are the
// schemas of parameters that take ids.
func NewWorld(d *declared.Declarations, src *fieldmap.Source, list *hints.Family, params Params, opts Options) (*World, error) {
	w := &World{Seed: int(opts.Seed), n: opts.Conversations, messages: opts.Messages, Plain: opts.Plain, Lean: opts.Lean}
	shaped := func(h hints.Hint, name string, params []*openapi.Schema) shape {
		at := schemas.At(list.Schema, h.At)
		return shapeOf(d.Sample(h.At), opts.Seed, name, append([]*openapi.Schema{at}, params...)...)
	}
	id, _ := list.Of("ID")
	name := "conv"
	if i := slices.Index(d.File.Sources, src); i > 0 {
		name += strconv.Itoa(i) // an operation may be that of several sources
	}
	w.IDs = IDs{shape: shaped(id, name, params.ID)}
	agent, _ := list.Of("Agent.ID")
	w.agentIDs = shaped(agent, "agent", params.Agent)
	agentName, _ := list.Of("Agent.Name")
	w.names = shaped(agentName, "agent", nil)
	person, _ := list.Person()
	w.personIDs = shaped(person, "user", params.Person)
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
	if w.owners = ownersOf(w.facts(list, src.Time.Value)); w.owners[factID].is != factID {
		w.IDs = derived(w.n, func(i int) string { return w.Truth(i).ID })
	}
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

// keyOf says what the key of a list's pages is. It is an error if the fake cannot sort
// by it.
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
	return keyNone, fmt.Errorf("the key %s is not ID, %s or UpdatedAt, and the fake cannot sort by anything else", p.Key.Value, src.Time.Value)
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

// Truth describes record i.
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
	out := Truth{Index: i, Time: w.Time.Exact(t)}
	agent := seeded.Pick(int64(w.Seed), int64(i), "agent", agents)
	out.AgentID, out.AgentName = w.agentIDs.id(agent), agentNames[agent]
	if len(w.names.values) > 0 || w.names.number {
		out.AgentName = w.names.id(agent)
	}
	out.ParticipantID = w.personIDs.id(seeded.Pick(int64(w.Seed), int64(i), "participant", participants))
	out.Status, out.StatusRaw = w.Status.At(i, 1)
	out.Channel, out.ChannelRaw = w.Channel.At(i, max(1, len(w.Status.Natives)))
	out.Direction, out.DirectionRaw = w.Direction.At(i, 3)
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
	if w.IDs.of == nil {
		out.ID = w.IDs.ID(i)
	}
	w.settle(&out)
	return out
}

// UnusedAgent is the id of an agent that no conversation has; false where all that
// there may be are in use.
func (w *World) UnusedAgent() (string, bool) { return w.agentIDs.unused(agents) }
