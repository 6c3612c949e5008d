package lenient

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// space moves over white space.
func (r *Reader) space() {
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case ' ', '\n', '\r', '\t':
			r.pos++
		default:
			return
		}
	}
}

// at is the byte at the position, 0 at the end.
func (r *Reader) at() byte {
	if r.pos < len(r.data) {
		return r.data[r.pos]
	}
	return 0
}

// Skip consumes the next value, whatever it is.
func (r *Reader) Skip() {
	if !r.pending {
		return
	}
	r.pending = false
	r.space()
	switch r.at() {
	case '"':
		r.skipString()
	case '{', '[':
		r.skipNested()
	default:
		r.skipLiteral()
	}
}

// Value consumes the next value and gives its bytes, which are the record's own:
// valid as long as those, and not to be written to.
func (r *Reader) Value() []byte {
	if !r.pending {
		return nil
	}
	r.space()
	start := r.pos
	r.Skip()
	return r.data[start:r.pos:r.pos]
}

// skipString moves behind the string at the position and gives the index of its
// closing quote (of the end, where there is none). It is plain when its bytes
// are the text: ASCII without escapes.
func (r *Reader) skipString() (end int, plain bool) {
	const (
		low    = 0x0101010101010101
		high   = 0x8080808080808080
		quotes = low * '"'
		slashs = low * '\\'
	)
	data, start := r.data, r.pos+1
	i := start
	// Eight bytes at a time: the highest bit of a byte is set in special where
	// that is a quote or a backslash, or is not ASCII. (The first one is right;
	// those behind it may not be.)
	for i+8 <= len(data) {
		w := binary.LittleEndian.Uint64(data[i:])
		if special := ((w ^ quotes - low) | (w ^ slashs - low) | w) & high; special != 0 {
			i += bits.TrailingZeros64(special) / 8
			break
		}
		i += 8
	}
	for i < len(data) {
		switch c := data[i]; {
		case c == '"':
			r.pos = i + 1
			return i, true
		case c == '\\' || c >= utf8.RuneSelf:
			return r.skipOdd(start, i), false
		}
		i++
	}
	r.pos = len(data)
	return r.pos, true
}

// skipOdd is skipString for any string, whose text starts at start and has no
// quote before from.
func (r *Reader) skipOdd(start, from int) int {
	for {
		i := bytes.IndexByte(r.data[from:], '"')
		if i < 0 {
			r.pos = len(r.data)
			return r.pos
		}
		end := from + i
		// A quote is escaped when an odd number of backslashes stand before it.
		slash := end
		for slash > start && r.data[slash-1] == '\\' {
			slash--
		}
		from = end + 1
		if (end-slash)%2 == 0 {
			r.pos = from
			return end
		}
	}
}

// skipNested moves behind the object or array at the position.
func (r *Reader) skipNested() {
	depth := 0
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case '"':
			r.skipString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				r.pos++
				return
			}
		}
		r.pos++
	}
}

// skipLiteral moves behind the number, true, false or null at the position.
func (r *Reader) skipLiteral() {
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case ',', '}', ']', ' ', '\n', '\r', '\t', ':', '"', '{', '[':
			return
		}
		r.pos++
	}
}

// appendUnquoted appends the text within the quotes of a JSON string. What is
// not UTF-8, and half of a surrogate pair, becomes U+FFFD.
func appendUnquoted(b, inner []byte) []byte {
	return appendEscaped(b, inner, utf8.Valid(inner))
}

// appendEscaped is appendUnquoted for text of which is known whether it is UTF-8.
func appendEscaped(b, inner []byte, valid bool) []byte {
	for len(inner) > 0 {
		plain := bytes.IndexByte(inner, '\\')
		if plain < 0 {
			plain = len(inner)
		}
		if valid {
			b = append(b, inner[:plain]...)
		} else {
			b = appendValid(b, inner[:plain])
		}
		inner = inner[plain:]
		if len(inner) > 0 {
			n := 0
			b, n = appendEscape(b, inner, 1)
			inner = inner[n:]
		}
	}
	return b
}

func appendValid(b, text []byte) []byte {
	for len(text) > 0 {
		v, size := utf8.DecodeRune(text)
		b = utf8.AppendRune(b, v)
		text = text[size:]
	}
	return b
}

// appendEscape appends what the escape means whose letter is at i, and gives the
// index behind it.
func appendEscape(b, inner []byte, i int) ([]byte, int) {
	if i >= len(inner) {
		return b, i
	}
	switch c := inner[i]; c {
	case 'b':
		return append(b, '\b'), i + 1
	case 'f':
		return append(b, '\f'), i + 1
	case 'n':
		return append(b, '\n'), i + 1
	case 'r':
		return append(b, '\r'), i + 1
	case 't':
		return append(b, '\t'), i + 1
	case 'u':
		v, ok := hex4(inner, i+1)
		if !ok {
			return utf8.AppendRune(b, utf8.RuneError), i + 1
		}
		i += 5
		if utf16.IsSurrogate(v) {
			low, ok := rune(0), false
			if i+1 < len(inner) && inner[i] == '\\' && inner[i+1] == 'u' {
				low, ok = hex4(inner, i+2)
			}
			v = utf16.DecodeRune(v, low)
			if ok && v != utf8.RuneError {
				i += 6
			}
		}
		return utf8.AppendRune(b, v), i
	default: // a quote, a slash, a backslash
		return append(b, c), i + 1
	}
}

// hex4 reads the four hexadecimal digits at i.
func hex4(b []byte, i int) (rune, bool) {
	if i+4 > len(b) {
		return 0, false
	}
	var v rune
	for _, c := range b[i : i+4] {
		switch {
		case '0' <= c && c <= '9':
			v = v<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			v = v<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			v = v<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return v, true
}
