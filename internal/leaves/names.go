package leaves

import (
	"strconv"
	"strings"
	"unicode"
)

// names are the field names of one struct.
type names map[string]bool

// of makes a Go field name of p: conversation_metadata.caller_id is
// conversationMetadataCallerID.
func (n *names) of(p Path) string {
	var b strings.Builder
	for _, word := range words(p.String()) {
		switch upper := strings.ToUpper(word); {
		case b.Len() == 0 && unicode.IsDigit(rune(word[0])):
			b.WriteString("n" + word)
		case b.Len() == 0:
			b.WriteString(strings.ToLower(word))
		case initialisms[upper]:
			b.WriteString(upper)
		default:
			b.WriteString(upper[:1] + word[1:])
		}
	}
	name := b.String()
	switch {
	case name == "":
		name = "value"
	case reserved[name]:
		name += "Value"
	}
	for base, i := name, 2; (*n)[name]; i++ {
		name = base + strconv.Itoa(i)
	}
	if *n == nil {
		*n = names{}
	}
	(*n)[name] = true
	return name
}

// initialisms are written in capitals inside a name.
var initialisms = map[string]bool{"ID": true, "URL": true, "URI": true, "JSON": true, "HTTP": true, "API": true, "UUID": true, "SMS": true, "SIP": true, "IP": true}

// words splits at what is not an ASCII letter or digit, and where a capital follows
// a small letter.
func words(s string) []string {
	var out []string
	start := -1
	flush := func(end int) {
		if start >= 0 && end > start {
			out = append(out, s[start:end])
		}
		start = -1
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		switch {
		case !letter:
			flush(i)
		case start < 0:
			start = i
		case c >= 'A' && c <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z':
			flush(i)
			start = i
		}
	}
	flush(len(s))
	return out
}

// reserved are the names a struct field or method of the leaf struct cannot
// have.
var reserved = map[string]bool{
	"break": true, "case": true, "chan": true, "const": true, "continue": true, "default": true, "defer": true,
	"else": true, "fallthrough": true, "for": true, "func": true, "go": true, "goto": true, "if": true,
	"import": true, "interface": true, "map": true, "package": true, "range": true, "return": true,
	"select": true, "struct": true, "switch": true, "type": true, "var": true,
	"read": true, "fill": true, "reset": true, "place": true, "issues": true,
}

// Name makes a lower-case Go name of a text.
func Name(text string) string { return new(names).of(Path{{Name: text}}) }
