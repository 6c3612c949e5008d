// Package seeded makes numbers that look random and are functions of a seed: what the
// fake makes up is the same every time, and nothing of it has to be kept.
package seeded

// Mix is a hash of its arguments: everything the fake makes up is a function of
// the seed, the record's index and a name, so that nothing has to be kept.
func Mix(seed, index int64, name string) uint64 {
	h := uint64(seed)*0x9E3779B97F4A7C15 ^ uint64(index)*0xC2B2AE3D27D4EB4F
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 0x100000001B3
	}
	h ^= h >> 30
	h *= 0xBF58476D1CE4E5B9
	h ^= h >> 27
	h *= 0x94D049BB133111EB
	return h ^ h>>31
}

// Pick is a number from 0 to n-1.
func Pick(seed, index int64, name string, n int) int {
	if n <= 1 {
		return 0
	}
	return int(Mix(seed, index, name) % uint64(n))
}
