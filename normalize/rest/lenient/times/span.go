package times

import (
	"math"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

// After gives the time that is d after t; nothing where one of them is missing, or
// the time is beyond the years 0 to 9999, which JSON cannot carry.
func After(t lenient.Opt[time.Time], d lenient.Opt[time.Duration]) lenient.Opt[time.Time] {
	if !t.OK || !d.OK {
		return lenient.Opt[time.Time]{}
	}
	end := t.Value.Add(d.Value)
	if unix := end.Unix(); unix < MinUnix || unix > MaxUnix {
		return lenient.Opt[time.Time]{}
	}
	return lenient.Some(end)
}

// Sum adds two lengths of time; nothing where one of them is missing, or both are
// longer than any.
func Sum(a, b lenient.Opt[time.Duration]) lenient.Opt[time.Duration] {
	if !a.OK || !b.OK || a.Value > 0 && b.Value > math.MaxInt64-a.Value {
		return lenient.Opt[time.Duration]{}
	}
	return lenient.Some(a.Value + b.Value)
}

// Since gives the length of time from one time to another; nothing where one of
// them is missing or the second is earlier.
func Since(from, to lenient.Opt[time.Time]) lenient.Opt[time.Duration] {
	if !from.OK || !to.OK || to.Value.Before(from.Value) {
		return lenient.Opt[time.Duration]{}
	}
	return lenient.Some(to.Value.Sub(from.Value))
}
