package scan

import (
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

const (
	scanBuffer  = 64 << 10 // at first
	maxNesting  = 10_000   // as jsontext and encoding/json have it
	mostNesting = 1 << 24  // beyond which a value is not even passed over: it costs a byte each
	maxEmpty    = 100      // reads in a row that give nothing
)

// Scanner reads JSON values from a stream and checks them. It takes and refuses
// what jsontext does with the tolerant options, but looks at no token twice and
// at the text of strings by the word, since this is what most bodies are. Values
// nested deeper than others read them it only marks: what comes after such a
// value is as good as ever.
//
// Offsets in its functions count from start, so that they stay right when bytes
// move within the buffer.
type Scanner struct {
	src    io.Reader
	buf    []byte // what was read and is still wanted, from start on
	start  int
	before int64  // bytes of the stream before buf
	err    error  // how reading ended; nil: not yet
	open   []byte // the objects and arrays around the place in a value
	fresh  bool   // the object or array was entered and nothing of it read
	Deep   bool   // the value read last is nested deeper than maxNesting
}

// Reset starts on another stream and keeps the buffer.
func (s *Scanner) Reset(src io.Reader) {
	if s.buf == nil {
		s.buf = make([]byte, 0, scanBuffer)
	}
	s.src, s.buf, s.start, s.before, s.err, s.fresh = src, s.buf[:0], 0, 0, nil, false
}

// Release lets go of the stream, and of buffers that have more than most bytes. It
// is false where the scanner is then not worth keeping.
func (s *Scanner) Release(most int) bool {
	s.src = nil
	if cap(s.open) > most {
		s.open = nil
	}
	return cap(s.buf) <= most
}

// fill reads more behind what is there, and gives all from start on. It is false
// at the end of the stream and after an error.
func (s *Scanner) fill() ([]byte, bool) {
	if s.err != nil {
		return s.buf[s.start:], false
	}
	if s.start > 0 {
		s.before += int64(s.start)
		s.buf = s.buf[:copy(s.buf, s.buf[s.start:])]
		s.start = 0
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	for range maxEmpty {
		n, err := s.src.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		s.err = err
		if n > 0 || err != nil {
			return s.buf, n > 0
		}
	}
	s.err = io.ErrNoProgress
	return s.buf, false
}

// cut is the error of a stream that ends within a value.
func (s *Scanner) cut() error {
	if s.err != nil && s.err != io.EOF {
		return s.err
	}
	return io.ErrUnexpectedEOF
}

// bad is the error of text that is not JSON, at an offset from start.
func (s *Scanner) bad(at int, format string, args ...any) error {
	return &jsontext.SyntacticError{ByteOffset: s.before + int64(s.start+at), Err: fmt.Errorf(format, args...)}
}

// unexpected is the error of a byte that may not be there.
func (s *Scanner) unexpected(at int, where string) error {
	return s.bad(at, "invalid character %q %s", s.buf[s.start+at], where)
}

var ErrNesting = fmt.Errorf("nested deeper than %d", maxNesting)

// Peek gives the first byte of what comes next and moves before it.
func (s *Scanner) Peek() (byte, error) {
	data := s.buf[s.start:]
	for {
		for i, c := range data {
			if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				s.start += i
				return c, nil
			}
		}
		s.start = len(s.buf)
		var ok bool
		if data, ok = s.fill(); !ok {
			return 0, s.cut()
		}
	}
}

// Enter goes into the object or array that comes next.
func (s *Scanner) Enter() {
	s.start++
	s.fresh = true
}

// More goes to the next member or element of what was entered last, or behind
// its end, where it is false.
func (s *Scanner) More(end byte) (bool, error) {
	c, err := s.Peek()
	if err != nil {
		return false, err
	}
	first := s.fresh
	s.fresh = false
	switch {
	case c == end:
		s.start++
		return false, nil
	case first:
		return true, nil
	case c != ',':
		return false, s.unexpected(0, "after a value")
	}
	s.start++
	_, err = s.Peek() // a value must follow, which an end is not
	return err == nil, err
}

// Name reads the name of a member, unescaped, and the colon behind it.
func (s *Scanner) Name() (string, error) {
	if c, err := s.Peek(); err != nil {
		return "", err
	} else if c != '"' {
		return "", s.unexpected(0, "at the start of a name")
	}
	raw, err := s.Value()
	if err != nil {
		return "", err
	}
	text := lenient.Scalar(raw)
	c, err := s.Peek()
	if err != nil {
		return "", err
	}
	if c != ':' {
		return "", s.unexpected(0, "after a name")
	}
	s.start++
	return text, nil
}

// Value reads a value, whose bytes are valid until the next call.
func (s *Scanner) Value() ([]byte, error) {
	if _, err := s.Peek(); err != nil {
		return nil, err
	}
	n, err := s.scan(true)
	if err != nil {
		return nil, err
	}
	raw := s.buf[s.start : s.start+n : s.start+n]
	s.start += n
	return raw, nil
}

// Skip reads over a value, without holding all of it.
func (s *Scanner) Skip() error {
	if _, err := s.Peek(); err != nil {
		return err
	}
	n, err := s.scan(false)
	s.start += n
	return err
}
