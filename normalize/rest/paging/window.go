package paging

import "hash/maphash"

// Window remembers the texts met last, as hashes: a fixed number of them,
// whatever their length.
type Window struct {
	seed  maphash.Seed
	size  int
	ring  []uint64 // grows to size
	next  int      // place of the oldest, once the ring is full
	known map[uint64]struct{}
}

func NewWindow(size int) *Window {
	return &Window{seed: maphash.MakeSeed(), size: max(size, 1), known: make(map[uint64]struct{})}
}

func (w *Window) Hash(text string) uint64 { return maphash.String(w.seed, text) }

func (w *Window) HashBytes(text []byte) uint64 { return maphash.Bytes(w.seed, text) }

func (w *Window) Has(h uint64) bool {
	_, ok := w.known[h]
	return ok
}

// Add remembers h; it is false when h was there already.
func (w *Window) Add(h uint64) bool {
	if w.Has(h) {
		return false
	}
	w.known[h] = struct{}{}
	if len(w.ring) < w.size {
		w.ring = append(w.ring, h)
		return true
	}
	delete(w.known, w.ring[w.next])
	w.ring[w.next] = h
	w.next = (w.next + 1) % w.size
	return true
}
