package scan

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json/jsontext"
)

var scanned = []string{
	`{}`, `[]`, `[[],{}]`, `{"a":1,"b":[1,2.5,-3e4,0.0,1E+2,"x\n\u00e9\ud83d\ude00\/\"\\",true,false,null,{"":{}}]}`, " \t\r\n[ 1 , 2 ] \n", `"` + "\xff\xe2\x82" + `"`, `"\ud800"`,
	`0`, `-0`, `-`, `01`, `1.`, `.5`, `1e`, `1e+`, `+1`, `1.5e-7`, `tru`, `truex`, `nul`, `fals`, `"a`, `"\`, `"\x"`, `"\u12"`, `"\u12g4"`, "\"\x01\"", "\"\n\"", "\"12345678\x1f\"",
	`{"a"`, `{"a":`, `{"a":}`, `{"a":1,}`, `{,}`, `{1:2}`, `{"a" 1}`, `{"a":1 "b":2}`, `[,]`, `[1,]`, `[1 2]`, `[1}`, `{"a":1]`, `[`, `]`, `}`, `{`, ``, ` `, `,`, "\x00", "\ufeff1", `{"a":1,"a":2}`,
	`"` + strings.Repeat("long text, ", 20_000) + `"`, `[` + strings.Repeat(`{"k":"v"},`, 20_000) + `1]`, strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000),
}

// whole reads data as one value and nothing behind it.
func (s *Scanner) whole(src io.Reader, read func() error) error {
	s.Reset(src)
	if err := read(); err != nil {
		return err
	}
	if c, err := s.Peek(); err == nil {
		return s.bad(0, "more behind: %q", c)
	}
	return nil
}

// same compares the scanner with jsontext, however the bytes come in.
func same(t *testing.T, data []byte) {
	t.Helper()
	want := jsontext.Value(data).IsValid([]jsontext.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)}...)
	trimmed := bytes.Trim(data, " \t\r\n")
	for name, src := range map[string]func() io.Reader{
		"whole": func() io.Reader { return bytes.NewReader(data) },
		"bytes": func() io.Reader { return iotest.OneByteReader(bytes.NewReader(data)) },
		"late":  func() io.Reader { return iotest.DataErrReader(bytes.NewReader(data)) },
	} {
		s := &Scanner{buf: make([]byte, 0, 8)}
		err := s.whole(src(), func() error {
			got, err := s.Value()
			if err == nil && want && !bytes.Equal(got, trimmed) {
				t.Errorf("%s: got %.100q of %.100q", name, got, data)
			}
			return err
		})
		skipped := s.whole(src(), s.Skip)
		if (err == nil) != want || (skipped == nil) != want {
			t.Errorf("%s: %.100q: error %v, and %v when skipped; jsontext takes it: %v", name, data, err, skipped, want)
		}
	}
}

func TestScanner(t *testing.T) {
	for _, text := range scanned {
		same(t, []byte(text))
		for end := range min(len(text), 100) {
			same(t, []byte(text[:end]))
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, text := range scanned[:len(scanned)-3] {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { same(t, data) })
}

func TestScannerErrors(t *testing.T) {
	var s Scanner
	s.Reset(strings.NewReader(`{"a":[1,2,x]}`))
	_, err := s.Value()
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); !ok || e.ByteOffset != 10 {
		t.Errorf("got %#v, want a syntax error at 10", err)
	}
	broken := errors.New("broken")
	s.Reset(io.MultiReader(strings.NewReader(`{"a":[1,2`), iotest.ErrReader(broken)))
	if _, err := s.Value(); err != broken {
		t.Errorf("got %v, want the reader's error", err)
	}
	for _, depth := range []int{maxNesting, maxNesting + 1} {
		s.Reset(strings.NewReader(strings.Repeat("[", depth) + strings.Repeat("]", depth) + "[]"))
		if _, err := s.Value(); err != nil || s.Deep != (depth > maxNesting) {
			t.Errorf("%d arrays in each other: deep %v, %v", depth, s.Deep, err)
		}
		if _, err := s.Value(); err != nil || s.Deep {
			t.Errorf("behind %d arrays: deep %v, %v", depth, s.Deep, err)
		}
	}
	s.Reset(io.LimitReader(readerFunc(func(p []byte) (int, error) { return copy(p, strings.Repeat("[", len(p))), nil }), mostNesting+1))
	if err := s.Skip(); err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without an end to the nesting: %v", err)
	}
	s.Reset(iotest.DataErrReader(strings.NewReader(`[1]`)))
	if raw, err := s.Value(); string(raw) != "[1]" || err != nil {
		t.Errorf("got %s and %v", raw, err)
	}
	s.Reset(readerFunc(func([]byte) (int, error) { return 0, nil }))
	if _, err := s.Value(); err != io.ErrNoProgress {
		t.Errorf("got %v, want %v", err, io.ErrNoProgress)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// A value that is skipped is not held.
func TestScannerSkipsWithinItsBuffer(t *testing.T) {
	var s Scanner
	s.Reset(io.MultiReader(strings.NewReader("["), strings.NewReader(strings.Repeat(`{"k":"some text"},`, 1_000_000)), strings.NewReader("1]")))
	if err := s.Skip(); err != nil {
		t.Fatal(err)
	}
	if cap(s.buf) > scanBuffer {
		t.Errorf("the buffer grew to %d bytes", cap(s.buf))
	}
}
