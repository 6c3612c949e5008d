package drift

import (
	"regexp"
	"strings"

	"github.com/parlancehq/parlance/normalize/rest/lenient"
)

const (
	deepest = 3  // levels of a form
	widest  = 12 // members of an object in a form
)

// form is the form of a value: its types and the names of its members, and
// nothing of what it says.
func form(raw []byte) string {
	var r lenient.Reader
	var b strings.Builder
	r.Reset(raw, nil)
	write(&b, &r, 0)
	return b.String()
}

func write(b *strings.Builder, r *lenient.Reader, depth int) {
	switch kind := r.Kind(); kind {
	case '{':
		object(b, r, depth)
	case '[':
		array(b, r, depth)
	default:
		r.Skip()
		b.WriteString(map[byte]string{'"': "string", '0': "number", 't': "boolean", 'f': "boolean", 'n': "null"}[kind])
	}
}

func object(b *strings.Builder, r *lenient.Reader, depth int) {
	if depth == deepest {
		r.Skip()
		b.WriteString("{...}")
		return
	}
	b.WriteByte('{')
	r.Object("")
	for n := 0; r.Next(); n++ {
		switch {
		case n < widest:
			if n > 0 {
				b.WriteString(", ")
			}
			name := string(r.Name())
			if !plain(name) {
				name = "*"
			}
			b.WriteString(name + ": ")
			write(b, r, depth+1)
		case n == widest:
			b.WriteString(", ...")
		}
	}
	b.WriteByte('}')
}

// array has the form of the first element, and dots where there are more.
func array(b *strings.Builder, r *lenient.Reader, depth int) {
	if depth == deepest {
		r.Skip()
		b.WriteString("[...]")
		return
	}
	b.WriteByte('[')
	r.Array("")
	for n := 0; r.Elem(); n++ {
		switch n {
		case 0:
			write(b, r, depth+1)
		case 1:
			b.WriteString(", ...")
		}
	}
	b.WriteByte(']')
}

// plainWord is a name or an enum's value as APIs make them: a word, and not a
// person's name, number or address.
var plainWord = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$.:-]{0,63}$`)

func plain(text string) bool {
	digits := 0
	for _, c := range text {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits <= 4 && plainWord.MatchString(text)
}

// word is an enum's value where it is a plain word.
func word(text string) string {
	if plain(text) {
		return text
	}
	return "string"
}
