package rest

import (
	"github.com/parlancehq/parlance/normalize/rest/scan"
	"github.com/parlancehq/parlance/normalize/rest/transport"
)

// record handles one raw record of the page: it is delivered, unless it was
// before.
func (r *runner[R]) record(raw []byte) error {
	index := r.index
	r.index++
	if index < r.at.Skip {
		r.skipped(raw)
		return nil
	}
	item := Item[R]{Raw: raw}
	var id string
	if r.scan.Deep {
		item.Err = newRecordError(r.c.Provider(), r.l.Operation.ID, index, raw, scan.ErrNesting)
	} else if raw[0] != '{' {
		item.Err = newRecordError(r.c.Provider(), r.l.Operation.ID, index, raw, errNoObject)
	} else if record, err := r.decode(raw); err != nil {
		item.Err = newRecordError(r.c.Provider(), r.l.Operation.ID, index, raw, err)
	} else {
		item.Record = record
		if r.l.ID != nil {
			id = r.l.ID(record)
		}
	}
	r.keys.Note(raw, id)
	if !r.isNew(index, id, raw) {
		return nil
	}
	r.delivered = max(r.delivered, index+1)
	r.resume = r.at
	r.resume.Skip, r.resume.Again = r.delivered, r.again
	r.last, item.At = r.resume, r.resume
	r.tally(item.Err != nil)
	if !r.yield(item, nil) {
		return errStop
	}
	return r.ctx.Err()
}

// skipped handles a record that an earlier run delivered. The page after may have
// to start at its key.
func (r *runner[R]) skipped(raw []byte) {
	id := ""
	if r.keys.Used() && r.l.ID != nil && raw[0] == '{' && !r.scan.Deep {
		if record, err := r.decode(raw); err == nil {
			id = r.l.ID(record)
		}
	}
	r.keys.Note(raw, id)
}

// isNew says whether a record has not been delivered before, by its id or, where
// it has none, by its index in a page that is fetched again.
func (r *runner[R]) isNew(index int, id string, raw []byte) bool {
	again := index < r.delivered
	held := r.keys.Holds(raw, id)
	if id == "" {
		h := r.recent.HashBytes(raw)
		r.stamp(h)
		if held {
			r.dropped(index, again, h)
			return false
		}
		r.guards.Fresh = r.guards.Fresh || !again
		return !again
	}
	h := r.recent.Hash(id)
	r.stamp(h)
	// Of a page fetched again, what was delivered long ago is no more among the
	// recent ids; its index must do.
	if again && index < r.delivered-r.run.Window {
		return false
	}
	if r.recent.Add(h) && !held {
		r.guards.Fresh = true
		return true
	}
	r.dropped(index, again, h)
	return false
}

// dropped notes that a record was delivered before; again says that this is known
// of its place in the page.
func (r *runner[R]) dropped(index int, again bool, h uint64) {
	if again {
		if _, ok := r.before[h]; ok {
			r.repeats++
		}
		return
	}
	if r.before == nil {
		r.before = map[uint64]struct{}{}
	}
	r.before[h] = struct{}{}
	r.repeats++
	r.delivered = index + 1
	r.again++
	r.resume = r.at
	r.resume.Skip, r.resume.Again = r.delivered, r.again
	for _, m := range r.meters() {
		m.CountDuplicate()
	}
}

// stamp adds a record to the fingerprint of the page.
func (r *runner[R]) stamp(h uint64) {
	const prime = 1099511628211
	r.print = (r.print ^ h) * prime
}

func (r *runner[R]) tally(failed bool) {
	for _, m := range r.meters() {
		switch {
		case failed:
			m.CountRecordError()
		default:
			m.CountRecord()
		}
	}
}

// meters are those that count what the run does.
func (r *runner[R]) meters() []*transport.Meter {
	if r.run.Meter == nil {
		return r.both[:1]
	}
	return r.both[:]
}
