package times

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

// TestFloatAmount holds the short way through floats to the long one.
func TestFloatAmount(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		scale := math.Pow10(random.IntN(8))
		v := float64(random.Int64N(1e14)) / scale
		for _, unit := range []time.Duration{time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour} {
			got, reason := floatAmount(v, unit)
			want, wantReason := decimalAmount(strconv.FormatFloat(v, 'f', -1, 64), unit)
			if got != want || reason != wantReason {
				t.Fatalf("%v of %v: got %v %q, want %v %q", v, unit, got, reason, want, wantReason)
			}
		}
	}
}
