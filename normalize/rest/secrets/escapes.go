package secrets

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escaped is what a text reads as once its escapes are taken away, which knows
// where in that text everything was.
type escaped struct {
	text    string
	offsets []int32 // of each byte, and of the end; nil: it is the text itself
}

func (e escaped) at(i int) int {
	if e.offsets == nil {
		return i
	}
	return int(e.offsets[i])
}

// escape is one way to write characters as others. read gives what is written at
// the start of text, which begins with mark, and how long it is; 0: nothing is.
type escape struct {
	mark byte
	read func(text string) (plain string, n int)
}

// escapes are those of URLs, of strings in JSON and programs, and of HTML.
var escapes = []escape{{'%', readPercent}, {'\\', readBackslash}, {'&', readEntity}}

// unescape takes one kind of escapes away; false: there are none.
func (e escaped) unescape(kind escape) (escaped, bool) {
	if strings.IndexByte(e.text, kind.mark) < 0 {
		return e, false
	}
	var b strings.Builder
	inner := escaped{offsets: make([]int32, 0, len(e.text)+1)}
	some := false
	for i := 0; i < len(e.text); {
		plain, n := e.text[i:i+1], 1
		if e.text[i] == kind.mark {
			if read, length := kind.read(e.text[i:]); length > 0 {
				plain, n, some = read, length, true
			}
		}
		for range len(plain) {
			inner.offsets = append(inner.offsets, int32(e.at(i)))
		}
		b.WriteString(plain)
		i += n
	}
	inner.text, inner.offsets = b.String(), append(inner.offsets, int32(e.at(len(e.text))))
	return inner, some
}

func readPercent(text string) (string, int) {
	if c, ok := hexAt(text, 1, 2); ok {
		return string([]byte{byte(c)}), 3
	}
	return "", 0
}

func readBackslash(text string) (string, int) {
	if len(text) < 2 {
		return "", 0
	}
	switch text[1] {
	case '"', '\\', '/', '\'':
		return text[1:2], 2
	case 'x':
		if c, ok := hexAt(text, 2, 2); ok {
			return string([]byte{byte(c)}), 4
		}
	case 'u':
		high, ok := hexAt(text, 2, 4)
		if !ok {
			return "", 0
		}
		if strings.HasPrefix(text[6:], `\u`) {
			if low, ok := hexAt(text, 8, 4); ok {
				if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
					return string(r), 12
				}
			}
		}
		return string(high), 6
	}
	return "", 0
}

// longestEntity is that of the entities of characters that a credential may have.
const longestEntity = 12

func readEntity(text string) (string, int) {
	n := strings.IndexByte(text[:min(len(text), longestEntity)], ';') + 1
	if n == 0 {
		return "", 0
	}
	if plain := html.UnescapeString(text[:n]); plain != text[:n] {
		return plain, n
	}
	return "", 0
}

// hexAt reads a hexadecimal number.
func hexAt(text string, from, digits int) (rune, bool) {
	if len(text) < from+digits {
		return 0, false
	}
	n, err := strconv.ParseUint(text[from:from+digits], 16, 32)
	return rune(n), err == nil
}
