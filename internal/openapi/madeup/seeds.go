package madeup

import "math/rand/v2"

// Seeds gives data to begin with.
func Seeds() [][]byte {
	out := [][]byte{nil}
	for i := range 40 {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		data := make([]byte, 20+20*i)
		for k := range data {
			data[k] = byte(r.UintN(256))
		}
		out = append(out, data)
	}
	return out
}
