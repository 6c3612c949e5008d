package suite

import (
	"slices"
	"time"

	"github.com/parlancehq/parlance/normalize/normalizetest/internal/faults"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// checkError compares what ended the reading, and the errors within it.
func (u *underFault) checkError(complain schemas.Report) {
	var record error
	if len(u.records) > 0 {
		record = u.records[0]
	}
	switch u.row.Outcome {
	case faults.TypedError, faults.GuardError:
		if why := u.row.Error.Check(u.err); why != "" {
			complain("%s", why)
		}
		return
	case faults.RecordError:
		if why := u.row.Error.Check(record); why != "" || len(u.records) != 1 {
			complain("%d errors of records: %s", len(u.records), why)
		}
	default:
		if record != nil {
			complain("an error of a record: %v", record)
		}
	}
	if u.err != nil {
		complain("the reading ended with %v", u.err)
	}
}

// checkKept compares which records came in spite of the fault.
func (u *underFault) checkKept(complain schemas.Report, size int) {
	before := u.after * size
	if u.spoiled >= 0 {
		before = u.spoiled
	}
	good := false
	switch u.row.Kept {
	case faults.KeptAll:
		good = len(without(u.want, u.ids)) == 0
	case faults.KeptPages:
		good = slices.Equal(u.ids, u.want[:before])
	case faults.KeptRecords:
		// A body that breaks off has some records before; of one that is not JSON,
		// all before it are whole.
		good = len(u.ids) >= before && len(u.ids) < min(before+size, len(u.want)) && slices.Equal(u.ids, u.want[:len(u.ids)])
		good = good && (u.spoiled < 0 && len(u.ids) > before || u.spoiled >= 0 && len(u.ids) == before)
	case faults.KeptOthers:
		good = slices.Equal(u.ids, slices.Delete(slices.Clone(u.want), u.spoiled, u.spoiled+1))
	case faults.KeptRest:
		good = len(u.ids) > before && len(u.ids) < len(u.want) && len(without(u.ids, u.want)) == 0
	case faults.KeptSeen:
		good = slices.Equal(u.ids, u.want[:min(before+size, len(u.want))])
	}
	if !good {
		complain("it kept %d of %d, want %s", len(u.ids), len(u.want), u.row.Kept)
	}
}

// checkCost compares the requests and the time.
func (u *underFault) checkCost(complain schemas.Report, usual int) {
	least := usual
	if early := u.row.Kept == faults.KeptPages || u.row.Kept == faults.KeptRecords || u.row.Kept == faults.KeptSeen; early && u.err != nil {
		least = u.after + 1
	}
	least += u.row.Requests
	if u.sent < least || u.sent > least+u.row.MoreRequests {
		complain("it took %d requests, want %d to %d", u.sent, least, least+u.row.MoreRequests)
	}
	checkTime(u.row, complain, u.took)
}

func checkTime(r *faults.Row, complain schemas.Report, took time.Duration) {
	if took < r.Waits[0] || took > r.Waits[1] {
		complain("it took %v, want %v to %v", took, r.Waits[0], r.Waits[1])
	}
}

// without gives what of a is not in b.
func without(a, b []string) []string {
	there := map[string]bool{}
	for _, id := range b {
		there[id] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return there[id] })
}

// repeated gives what is there more than once.
func repeated(ids []string) []string {
	times := map[string]int{}
	for _, id := range ids {
		times[id]++
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return times[id] < 2 })
}
