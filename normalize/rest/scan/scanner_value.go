package scan

import (
	"encoding/binary"
	"math/bits"
)

// scan checks the value at start and gives its length. Without keep, start
// moves on where the value is long.
//
// The functions it calls take what is there from start on, and a place in it.
// They give both anew, for bytes move when more are read.
func (s *Scanner) scan(keep bool) (i int, err error) {
	s.open, s.Deep = s.open[:0], false
	data := s.buf[s.start:]
	for {
		var c byte
		if data, i, c, err = s.next(data, i); err != nil {
			return i, err
		}
		switch c {
		case '"':
			data, i, err = s.text(data, i)
		case '{', '[':
			var empty bool
			if data, i, empty, err = s.begin(data, i); err == nil && !empty {
				continue
			}
		case 't':
			data, i, err = s.literal(data, i, "true")
		case 'f':
			data, i, err = s.literal(data, i, "false")
		case 'n':
			data, i, err = s.literal(data, i, "null")
		default:
			data, i, err = s.number(data, i)
		}
		if err != nil {
			return i, err
		}
		var done bool
		if data, i, done, err = s.after(data, i); done || err != nil {
			return i, err
		}
		if !keep && i >= scanBuffer/4 {
			s.start += i
			data, i = data[i:], 0
		}
	}
}

// begin goes into the object or array at i, up to its first value. It is true
// before the end of one that has none.
func (s *Scanner) begin(data []byte, i int) ([]byte, int, bool, error) {
	if len(s.open) == mostNesting {
		return data, i, false, s.bad(i, "nested deeper than %d", mostNesting)
	}
	s.Deep = s.Deep || len(s.open) >= maxNesting
	open := data[i]
	s.open = append(s.open, open)
	data, i, c, err := s.next(data, i+1)
	if err != nil || c == open+2 || open == '[' { // the brackets and braces are two apart
		return data, i, err == nil && c == open+2, err
	}
	data, i, err = s.member(data, i)
	return data, i, false, err
}

// after reads what stands behind a value, up to where the next one begins. It is
// true behind the last one.
func (s *Scanner) after(data []byte, i int) ([]byte, int, bool, error) {
	for len(s.open) > 0 {
		var c byte
		var err error
		if data, i, c, err = s.next(data, i); err != nil {
			return data, i, false, err
		}
		top := s.open[len(s.open)-1]
		switch {
		case c == top+2:
			s.open = s.open[:len(s.open)-1]
			i++
		case c != ',':
			return data, i, false, s.unexpected(i, "after a value")
		case top == '[':
			return data, i + 1, false, nil
		default:
			data, i, err = s.member(data, i+1)
			return data, i, false, err
		}
	}
	return data, i, true, nil
}

// member reads the name of a member and the colon.
func (s *Scanner) member(data []byte, i int) ([]byte, int, error) {
	data, i, c, err := s.next(data, i)
	if err != nil {
		return data, i, err
	}
	if c != '"' {
		return data, i, s.unexpected(i, "at the start of a name")
	}
	if data, i, err = s.text(data, i); err != nil {
		return data, i, err
	}
	if data, i, c, err = s.next(data, i); err != nil {
		return data, i, err
	}
	if c != ':' {
		return data, i, s.unexpected(i, "after a name")
	}
	return data, i + 1, nil
}

// next gives the first byte at i or behind that is not white space, and its
// place.
func (s *Scanner) next(data []byte, i int) ([]byte, int, byte, error) {
	if i < len(data) && data[i] > ' ' { // nearly always
		return data, i, data[i], nil
	}
	return s.behindSpace(data, i)
}

func (s *Scanner) behindSpace(data []byte, i int) ([]byte, int, byte, error) {
	for {
		for ; i < len(data); i++ {
			if c := data[i]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return data, i, c, nil
			}
		}
		var ok bool
		if data, ok = s.fill(); !ok {
			return data, i, 0, s.cut()
		}
	}
}

// text moves behind the string at i. Control characters may not be in it; what
// is not UTF-8 may.
func (s *Scanner) text(data []byte, i int) ([]byte, int, error) {
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
				return data, i + 1, nil
			}
			if c == '\\' {
				break
			}
			if c < ' ' {
				return data, i, s.unexpected(i, "in a string")
			}
			i++
		}
		if i < len(data) {
			var err error
			if i, err = s.escape(i); err != nil {
				return data, i, err
			}
			data = s.buf[s.start:]
			continue
		}
		var ok bool
		if data, ok = s.fill(); !ok {
			return data, i, s.cut()
		}
	}
}

// escape moves behind the escape at i.
func (s *Scanner) escape(i int) (int, error) {
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
func (s *Scanner) byte(i int) (byte, bool) {
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
func (s *Scanner) literal(data []byte, i int, text string) ([]byte, int, error) {
	if end := i + len(text); end <= len(data) && string(data[i:end]) == text {
		return data, end, nil
	}
	for k := range len(text) {
		c, ok := s.byte(i + k)
		if !ok {
			return data, i, s.cut()
		}
		if c != text[k] {
			return data, i, s.unexpected(i+k, "in a literal")
		}
	}
	return s.buf[s.start:], i + len(text), nil
}

// number moves behind the number at i.
func (s *Scanner) number(data []byte, i int) ([]byte, int, error) {
	i, err := s.numeral(data[i], i)
	return s.buf[s.start:], i, err
}

// numeral moves behind the number at i, which begins with first.
func (s *Scanner) numeral(first byte, i int) (int, error) {
	if first == '-' {
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

func (s *Scanner) digits(i int) int {
	for {
		c, ok := s.byte(i)
		if !ok || c < '0' || c > '9' {
			return i
		}
		i++
	}
}

func (s *Scanner) noDigit(i int) error {
	if _, ok := s.byte(i); !ok {
		return s.cut()
	}
	return s.unexpected(i, "in a number")
}
