package paging

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/lenient/times"
)

// mostHeld is how many records of one key a position names; of more, those
// beyond come twice where a run is resumed by another one.
const mostHeld = 128

// Keys follows the keys of a list of the keyset style, record by record. Its
// zero value does nothing.
type Keys struct {
	set  Keyset
	way  int             // of the run so far: 1 up, -1 down, 0 not known
	from string          // the key that the page starts at
	held map[uint64]bool // the records with that key that were delivered

	// Of an attempt at the page:
	Found  string   // the last key
	last   string   // the same, or from
	turned int      // as way
	ties   []uint64 // the records with the key last
	after  []uint64 // those behind them that have none
	wrong  string   // why the keys cannot be gone on from
}

// NewKeys follows the keys of a list with this pager.
func NewKeys(p Pager) Keys {
	keyset, _ := p.(Keyset)
	return Keys{set: keyset, way: keyset.Order}
}

// Used says whether the list has keys to follow.
func (k *Keys) Used() bool { return k.set.Key != nil }

// Page begins a page.
func (k *Keys) Page(at Position) {
	k.from, k.held = at.Key, heldBy(at.Held)
}

// Attempt begins an attempt at the page.
func (k *Keys) Attempt() {
	k.Found, k.last, k.turned, k.ties, k.wrong = "", k.from, k.way, k.ties[:0], ""
	k.after = k.after[:0]
}

// Note takes the key of the next record, with the record's id where that is known.
// A key that cannot be read is as none: the next page starts at the one before.
func (k *Keys) Note(raw []byte, id string) {
	if k.set.Key == nil || raw[0] != '{' {
		return
	}
	key := lenient.Scalar(lenient.Lookup(raw, k.set.Key))
	if !k.set.readable(key) {
		if id != "" {
			k.after = append(k.after, nameOf(raw, id))
		}
		return
	}
	name := nameOf(raw, id)
	switch {
	case k.last == "":
	case !k.set.same(k.last, key):
		k.turn(k.set.way(k.last, key), key)
		k.ties = k.ties[:0]
	case !k.set.Inclusive && len(k.ties) > 0 && !slices.Contains(k.ties, name):
		k.complain(fmt.Sprintf("two records have the key %s, and only the records after a key can be asked for", key))
	}
	k.ties, k.after = append(k.ties, name), k.after[:0]
	k.Found, k.last = key, key
}

// turn notes the direction from the last key to another.
func (k *Keys) turn(way int, key string) {
	switch {
	case way == 0:
	case k.turned == 0:
		k.turned = way
	case k.turned != way:
		k.complain(fmt.Sprintf("the key %s comes after %s", key, k.last))
	}
}

func (k *Keys) complain(text string) {
	if k.wrong == "" {
		k.wrong = text
	}
}

// Done ends a page that was read whole, and puts into next, where there is more,
// what the next page will have again. What is wrong with the keys of a list that
// has one page does no harm.
func (k *Keys) Done(next *Position, more bool) error {
	if k.wrong != "" && (more || k.from != "") {
		return &api.GuardError{Kind: api.GuardUnsorted, Detail: k.wrong}
	}
	k.way = k.turned
	switch {
	case !more:
	case k.set.Inclusive:
		next.Held = holding(append(k.ties, k.after...))
	default:
		next.Held = holding(k.after)
	}
	return nil
}

// Holds says whether a record is one that the page before had with the key that
// this one starts at.
func (k *Keys) Holds(raw []byte, id string) bool {
	return len(k.held) > 0 && k.held[nameOf(raw, id)]
}

// nameOf is a hash of a record's id, or else of all of it, that every process
// makes alike.
func nameOf(raw []byte, id string) uint64 {
	h := fnv.New64a()
	if id != "" {
		raw = []byte(id)
	}
	_, _ = h.Write(raw)
	return h.Sum64()
}

// holding writes hashes as a text for a Position.
func holding(names []uint64) string {
	var data []byte
	for _, name := range names[:min(len(names), mostHeld)] {
		data = binary.BigEndian.AppendUint64(data, name)
	}
	return tokenEncoding.EncodeToString(data)
}

// heldBy reads what holding wrote; nil for any other text.
func heldBy(text string) map[uint64]bool {
	data, err := tokenEncoding.DecodeString(text)
	if err != nil || len(data) == 0 || len(data)%8 != 0 {
		return nil
	}
	out := map[uint64]bool{}
	for chunk := range slices.Chunk(data, 8) {
		out[binary.BigEndian.Uint64(chunk)] = true
	}
	return out
}

func validHeld(text string) bool { return text == "" || heldBy(text) != nil }

// same says whether two keys are equal.
func (p Keyset) same(a, b string) bool {
	return a == b || p.Kind != KeyOpaque && p.readable(a) && p.readable(b) && p.way(a, b) == 0
}

// readable says whether a text is a key of the kind.
func (p Keyset) readable(key string) bool {
	switch p.Kind {
	case KeyNumber:
		_, err := strconv.ParseFloat(key, 64)
		return err == nil
	case KeyTime:
		return keyTime(key).OK
	}
	return key != ""
}

// way gives the direction from one readable key to another: 1 up, -1 down, 0 where
// they are equal, or opaque.
func (p Keyset) way(from, to string) int {
	switch p.Kind {
	case KeyNumber:
		return wayOfNumbers(from, to)
	case KeyTime:
		return keyTime(to).Value.Compare(keyTime(from).Value)
	}
	return 0
}

func keyTime(text string) lenient.Opt[time.Time] {
	return times.NaiveTime(lenient.Some(text), time.UTC, lenient.Site{})
}

// wayOfNumbers compares whole numbers exactly, whatever their size.
func wayOfNumbers(from, to string) int {
	a, errA := strconv.ParseInt(from, 10, 64)
	b, errB := strconv.ParseInt(to, 10, 64)
	if errA == nil && errB == nil {
		return cmp.Compare(b, a)
	}
	f, _ := strconv.ParseFloat(from, 64)
	g, _ := strconv.ParseFloat(to, 64)
	return cmp.Compare(g, f)
}
