package rest

import (
	"encoding/binary"
	"math/bits"
)

// scan checks the value at start and gives its length. Without keep, start
// moves on where the value is long.
func (s *scanner) scan(keep bool) (i int, err error) {
	s.open = s.open[:0]
	for {
		// A value, or the end of an array that has none.
		data, c, err := s.next(&i)
		if err != nil {
			return i, err
		}
		switch c {
		case '"':
			i, err = s.text(data, i)
		case '{', '[':
			if len(s.open) == maxNesting {
				return i, s.bad(i, "%w", errNesting)
			}
			s.open = append(s.open, c)
			i++
			if c == '[' {
				if _, c, err = s.next(&i); err != nil {
					return i, err
				}
				if c != ']' {
					continue
				}
				break
			}
			var empty bool
			if empty, err = s.member(&i, true); err == nil && !empty {
				continue
			}
		case 't':
			i, err = s.literal(i, "true")
		case 'f':
			i, err = s.literal(i, "false")
		case 'n':
			i, err = s.literal(i, "null")
		default:
			i, err = s.number(data, i)
		}
		if err != nil {
			return i, err
		}
		if done, err := s.after(&i); done || err != nil {
			return i, err
		}
		if !keep && i >= scanBuffer/4 {
			s.start += i
			i = 0
		}
	}
}

// after reads what stands behind a value, up to where the next one begins. It is
// true behind the last one.
func (s *scanner) after(i *int) (bool, error) {
	for len(s.open) > 0 {
		_, c, err := s.next(i)
		if err != nil {
			return false, err
		}
		top := s.open[len(s.open)-1]
		switch {
		case c == top+2: // the braces and brackets are two apart
			s.open = s.open[:len(s.open)-1]
			*i++
		case c != ',':
			return false, s.unexpected(*i, "after a value")
		case top == '[':
			*i++
			return false, nil
		default:
			*i++
			_, err := s.member(i, false)
			return false, err
		}
	}
	return true, nil
}

// member reads the name of a member and the colon. Where there may be none, it
// is true at the end of the object, which it leaves to be read.
func (s *scanner) member(i *int, first bool) (empty bool, err error) {
	data, c, err := s.next(i)
	if err != nil {
		return false, err
	}
	if c != '"' {
		if first && c == '}' {
			return true, nil
		}
		return false, s.unexpected(*i, "at the start of a name")
	}
	if *i, err = s.text(data, *i); err != nil {
		return false, err
	}
	if _, c, err = s.next(i); err != nil {
		return false, err
	}
	if c != ':' {
		return false, s.unexpected(*i, "after a name")
	}
	*i++
	return false, nil
}

// next gives the first byte at i or behind that is no white space, and moves i
// there.
func (s *scanner) next(i *int) (data []byte, c byte, err error) {
	data = s.buf[s.start:]
	for {
		for ; *i < len(data); *i++ {
			if c = data[*i]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return data, c, nil
			}
		}
		var ok bool
		if data, ok = s.fill(); !ok {
			return data, 0, s.cut()
		}
	}
}

// text moves behind the string at i. Control characters may not be in it; what
// is no UTF-8 may.
func (s *scanner) text(data []byte, i int) (int, error) {
	const (
		low    = 0x0101010101010101
		high   = 0x8080808080808080
		quotes = low * '"'
		slashs = low * '\\'
		spaces = low * ' '
	)
	i++
	for {
		// Eight bytes at a time: see lenient.Reader, which does the same.
		for i+8 <= len(data) {
			w := binary.LittleEndian.Uint64(data[i:])
			if special := ((w ^ quotes - low) | (w ^ slashs - low) | (w - spaces)) &^ w & high; special != 0 {
				i += bits.TrailingZeros64(special) / 8
				break
			}
			i += 8
		}
		for i < len(data) {
			c := data[i]
			if c == '"' {
				return i + 1, nil
			}
			if c == '\\' {
				break
			}
			if c < ' ' {
				return i, s.unexpected(i, "in a string")
			}
			i++
		}
		if i < len(data) {
			var err error
			if i, err = s.escape(i); err != nil {
				return i, err
			}
			data = s.buf[s.start:]
			continue
		}
		var ok bool
		if data, ok = s.fill(); !ok {
			return i, s.cut()
		}
	}
}

// escape moves behind the escape at i.
func (s *scanner) escape(i int) (int, error) {
	c, ok := s.byte(i + 1)
	if !ok {
		return i, s.cut()
	}
	switch c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, nil
	case 'u':
		for k := i + 2; k < i+6; k++ {
			c, ok := s.byte(k)
			if !ok {
				return i, s.cut()
			}
			if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
				return k, s.unexpected(k, "in an escape")
			}
		}
		return i + 6, nil
	}
	return i, s.unexpected(i+1, "in an escape")
}

// byte gives the byte at i; it is false where the stream ends before.
func (s *scanner) byte(i int) (byte, bool) {
	data := s.buf[s.start:]
	for i >= len(data) {
		var ok bool
		if data, ok = s.fill(); !ok {
			return 0, false
		}
	}
	return data[i], true
}

// literal moves behind the literal that begins at i.
func (s *scanner) literal(i int, text string) (int, error) {
	for k := range len(text) {
		c, ok := s.byte(i + k)
		if !ok {
			return i, s.cut()
		}
		if c != text[k] {
			return i, s.unexpected(i+k, "in a literal")
		}
	}
	return i + len(text), nil
}

// number moves behind the number at i.
func (s *scanner) number(data []byte, i int) (int, error) {
	if data[i] == '-' {
		i++
	}
	c, ok := s.byte(i)
	switch {
	case !ok:
		return i, s.cut()
	case c == '0':
		i++
	case '1' <= c && c <= '9':
		i = s.digits(i)
	default:
		return i, s.unexpected(i, "at the start of a value")
	}
	if c, ok = s.byte(i); ok && c == '.' {
		from := i + 1
		if i = s.digits(from); i == from {
			return i, s.noDigit(i)
		}
		c, ok = s.byte(i)
	}
	if ok && (c == 'e' || c == 'E') {
		i++
		if c, ok = s.byte(i); ok && (c == '+' || c == '-') {
			i++
		}
		from := i
		if i = s.digits(from); i == from {
			return i, s.noDigit(i)
		}
	}
	return i, nil
}

func (s *scanner) digits(i int) int {
	for {
		c, ok := s.byte(i)
		if !ok || c < '0' || c > '9' {
			return i
		}
		i++
	}
}

func (s *scanner) noDigit(i int) error {
	if _, ok := s.byte(i); !ok {
		return s.cut()
	}
	return s.unexpected(i, "in a number")
}
