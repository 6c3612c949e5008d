package lenient

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
	"unsafe"
)

const (
	internLen  = 24      // longest string that is looked for among the last ones
	internSize = 256     // a power of two
	chunkText  = 256     // longest string that shares an allocation
	chunkSize  = 2 << 10 // bytes that share an allocation
)

// texts makes strings. A record's strings are many and small, so that making
// each one on its own costs more than all the reading.
type texts struct {
	last  *[internSize]string
	chunk strings.Builder
}

// text gives what is within the quotes of a JSON string; plain says that it needs
// no unescaping.
//
// Short strings that were made before (a role, a status) are given again. Other
// strings within arrays share allocations of up to 2 KiB: those who keep one
// keep its neighbours. Outside of arrays, where ids are, they never do, so that
// keeping the ids of a million records costs no more than the ids.
func (r *Reader) text(inner []byte, plain bool) string {
	if !plain {
		valid := utf8.Valid(inner)
		if !valid || bytes.IndexByte(inner, '\\') >= 0 {
			r.scratch = appendEscaped(r.scratch[:0], inner, valid)
			inner = r.scratch
		}
	}
	switch n := len(inner); {
	case n == 0:
		return ""
	case n <= internLen:
		return r.texts.intern(inner)
	case n <= chunkText && r.arrays > 0:
		return r.texts.share(inner)
	}
	return string(inner)
}

// Brief is [Reader.String] for text that is only looked at, as a time is: it may
// be the record's own bytes, and is valid as long as those. What is kept of it
// must be copied.
func (r *Reader) Brief(field string) Opt[string] {
	if r.Kind() != '"' {
		return r.String(field)
	}
	r.pending = false
	start := r.pos + 1
	end, plain := r.skipString()
	if !plain || start == end {
		return Some(r.text(r.data[start:end], plain))
	}
	return Some(unsafe.String(&r.data[start], end-start))
}

func (t *texts) intern(b []byte) string {
	if t.last == nil {
		t.last = new([internSize]string)
	}
	slot := &t.last[place(b)]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// place gives the place of a text that is not empty. Two texts may have the same
// one, which costs no more than making them.
func place(b []byte) uint64 {
	const spread = 0x9E3779B97F4A7C15 // odd, with its bits well mixed
	n := len(b)
	var first, last uint64
	switch {
	case n >= 8:
		first, last = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		first, last = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	default:
		first, last = uint64(b[0])|uint64(b[n/2])<<8, uint64(b[n-1])
	}
	return (first ^ bits.RotateLeft64(last, 29) ^ uint64(n)) * spread >> 56 % internSize
}

func (t *texts) share(b []byte) string {
	if t.chunk.Cap()-t.chunk.Len() < len(b) {
		t.chunk = strings.Builder{}
		t.chunk.Grow(chunkSize)
	}
	start := t.chunk.Len()
	t.chunk.Write(b)
	return t.chunk.String()[start:]
}
