package lenient

import (
	"bytes"
	"hash/maphash"
	"strings"
	"unicode/utf8"
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
	seed  maphash.Seed
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

func (t *texts) intern(b []byte) string {
	if t.last == nil {
		t.seed, t.last = maphash.MakeSeed(), new([internSize]string)
	}
	slot := &t.last[maphash.Bytes(t.seed, b)%internSize]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
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
