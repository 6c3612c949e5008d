package normalizetest

import (
	"fmt"
	"sync"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
)

// Truth is what the fake knows of one of its conversations: what a client must
// find out. A field is empty where the field map does not tell how the provider
// says it.
type Truth struct {
	Index         int
	ID            string
	AgentID       string
	AgentName     string
	ParticipantID string
	// Status, Channel and Direction are the model's values, the Raw fields the
	// provider's texts.
	Status, StatusRaw       string
	Channel, ChannelRaw     string
	Direction, DirectionRaw string
	// Time is the source's time field, as exactly as the provider says it.
	Time time.Time
	// UpdatedAt is zero where list records do not say it.
	UpdatedAt time.Time
	// Messages is the number of messages, wherever they are given.
	Messages int
}

// Text is what the message says, where the field map reads its text by a plain
// path.
func (t Truth) Text(message int) string {
	return fmt.Sprintf("Message %d of %s.", message, t.ID)
}

const (
	agents       = len(agentNames)
	participants = 11
)

var agentNames = [...]string{"Front Desk", "Günther \"Q\" Müller", "Night line", "Réception", "Billing & Refunds", "予約係", "Back\\Office"}

// world is how truths are made; it says nothing of requests.
type world struct {
	seed, n    int
	messages   int
	plain      bool
	lean       bool
	ids        idShape
	agentIDs   idShape
	personIDs  idShape
	status     facet
	channel    facet
	direction  facet
	time       timeForm
	updated    timeForm
	hasUpdated bool
	order      int // -1 newest first, 1 oldest first, 0 no order
	key        keyed
	inclusive  bool // pages begin with the key of the last record: two and two have one time
	step       time.Duration
	stride     int
	truths     func() []Truth // of a short list, made once; nil of a long one
}

// newWorld reads from the source's list family how its truths are said.
func newWorld(d *declarations, src *fieldmap.Source, list *family, opts FakeOptions) (*world, error) {
	w := &world{seed: int(opts.Seed), n: opts.Conversations, messages: opts.Messages, plain: opts.Plain, lean: opts.Lean}
	sample := func(target string) (h hint, text string) {
		h, _ = list.of(target)
		return h, d.sample(h.at)
	}
	h, text := sample("ID")
	w.ids = shapeOf(at(list.schema, h.at), text, opts.Seed, "conv")
	h, text = sample("Agent.ID")
	w.agentIDs = shapeOf(at(list.schema, h.at), text, opts.Seed, "agent")
	h, _ = list.person()
	w.personIDs = shapeOf(at(list.schema, h.at), d.sample(h.at), opts.Seed, "user")
	w.status = newFacet(d.file, list, "Status")
	w.channel = newFacet(d.file, list, "Channel")
	w.direction = newFacet(d.file, list, "Direction")
	if h, ok := list.timed(src.Time.Value); ok {
		w.time = list.form(h)
	} else {
		w.time = timeForm{kind: "rfc3339", zone: time.UTC}
	}
	if h, ok := list.timed("UpdatedAt"); ok {
		w.updated, w.hasUpdated = list.form(h), true
	}
	var err error
	if w.key, err = keyOf(src, list); err != nil {
		return nil, err
	}
	w.order = orderOf(src, w.key)
	w.inclusive = src.List.Pagination.Inclusive != nil && *src.List.Pagination.Inclusive
	w.step = min(6*time.Hour, max(2*time.Second, 60*24*time.Hour/time.Duration(max(w.n, 1)))).Truncate(time.Second)
	w.stride = coprime(w.n)
	if w.n <= mostKept {
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
	keyID
	keyTime    // the source's
	keyUpdated // UpdatedAt
)

// keyOf says what the key of a list's pages is; an error where it is nothing
// that the fake can sort by.
func keyOf(src *fieldmap.Source, list *family) (keyed, error) {
	p := src.List.Pagination
	if p == nil || p.Style.Value != "keyset" {
		return keyNone, nil
	}
	place := parsePath(p.Key.Value).place()
	for i, target := range []string{"ID", src.Time.Value, "UpdatedAt"} {
		if h, ok := list.of(target); ok && h.at.place() == place {
			return keyID + keyed(i), nil
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
	if key == keyTime || key == keyUpdated {
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

// newest is the time of the newest record.
var newest = time.Date(2025, time.November, 20, 21, 47, 11, 0, time.UTC)

// truth is what there is to know of record i.
func (w *world) truth(i int) Truth {
	if w.truths != nil && i >= 0 && i < w.n {
		return w.truths()[i]
	}
	return w.newTruth(i)
}

func (w *world) newTruth(i int) Truth {
	rank := i
	switch w.order {
	case 1:
		rank = w.n - 1 - i
	case 0:
		rank = i * w.stride % max(w.n, 1)
	}
	moment := i
	if w.inclusive {
		rank &^= 1
		moment = rank
	}
	t := newest.Add(-time.Duration(rank) * w.step).Add(time.Duration(pick(int64(w.seed), int64(moment), "micro", 1_000_000)) * time.Microsecond)
	out := Truth{Index: i, ID: w.ids.id(i), Time: w.time.exact(t)}
	agent := pick(int64(w.seed), int64(i), "agent", agents)
	out.AgentID, out.AgentName = w.agentIDs.id(agent), agentNames[agent]
	out.ParticipantID = w.personIDs.id(pick(int64(w.seed), int64(i), "participant", participants))
	out.Status, out.StatusRaw = w.status.at(i, 1)
	out.Channel, out.ChannelRaw = w.channel.at(i, max(1, len(w.status.natives)))
	if w.channel.same(w.status) {
		out.Channel, out.ChannelRaw = w.channel.modelOf(out.StatusRaw), out.StatusRaw
	}
	out.Direction, out.DirectionRaw = w.direction.at(i, 3)
	switch {
	case w.direction.same(w.status):
		out.Direction, out.DirectionRaw = w.direction.modelOf(out.StatusRaw), out.StatusRaw
	case w.direction.same(w.channel):
		out.Direction, out.DirectionRaw = w.direction.modelOf(out.ChannelRaw), out.ChannelRaw
	}
	if w.hasUpdated {
		later := 1 + pick(int64(w.seed), int64(i), "updated", 899)
		if w.key == keyUpdated {
			later = 60 // sorted as the times are
		}
		out.UpdatedAt = w.updated.exact(t.Add(time.Duration(later) * time.Second))
	}
	out.Messages = w.messages
	if out.Messages < 0 {
		out.Messages = 0
	} else if out.Messages == 0 {
		out.Messages = 1 + pick(int64(w.seed), int64(i), "messages", 3)
	}
	return out
}
