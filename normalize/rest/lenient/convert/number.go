package convert

import "github.com/parlancehq/parlance/normalize/rest/lenient"

// AsInt gives the number as an int. One that does not fit, which can only be
// where an int has 32 bits, is missing.
func AsInt(in lenient.Opt[int64]) lenient.Opt[int] {
	if !in.OK || int64(int(in.Value)) != in.Value {
		return lenient.Opt[int]{}
	}
	return lenient.Some(int(in.Value))
}

// IntFloat gives the number as a float64, rounded where it is beyond 2^53.
func IntFloat(in lenient.Opt[int64]) lenient.Opt[float64] {
	if !in.OK {
		return lenient.Opt[float64]{}
	}
	return lenient.Some(float64(in.Value))
}
