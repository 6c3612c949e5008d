// Package matching makes up texts that a regular expression matches.
package matching

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// tries is how many texts are tried: a pattern may say by its assertions that not
// every choice in it is one.
const tries = 32

// Text makes up a text that the pattern matches; n chooses among several. It is false
// where none was found.
func Text(pattern string, n int) (string, bool) {
	return find(pattern, n, nil, func(re *regexp.Regexp, text string) bool { return re.MatchString(text) })
}

// Around makes up a text in which the pattern matches inner: in its first group, or
// where it has none as a whole. It is false where none was found.
func Around(pattern, inner string) (string, bool) {
	return find(pattern, 0, &inner, func(re *regexp.Regexp, text string) bool {
		m := re.FindStringSubmatch(text)
		return m != nil && m[min(1, len(m)-1)] == inner
	})
}

func find(pattern string, n int, inner *string, fits func(re *regexp.Regexp, text string) bool) (string, bool) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return "", false
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	if inner != nil && fits(re, *inner) {
		return *inner, true
	}
	for i := range tries {
		w := &writer{n: n + i, inner: inner}
		w.write(tree)
		if text := w.text.String(); fits(re, text) {
			return text, true
		}
	}
	return "", false
}

// writer writes one text.
type writer struct {
	text  strings.Builder
	n     int     // chooses
	inner *string // what the first group is
}

func (w *writer) write(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		w.text.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		w.text.WriteRune(oneOf(re.Rune, w.n))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		w.text.WriteByte('x')
	case syntax.OpCapture:
		if re.Cap == 1 && w.inner != nil {
			w.text.WriteString(*w.inner)
			return
		}
		w.write(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			w.write(sub)
		}
	case syntax.OpAlternate:
		w.write(w.choose(re.Sub))
	case syntax.OpPlus, syntax.OpStar, syntax.OpQuest, syntax.OpRepeat:
		times := map[syntax.Op]int{syntax.OpPlus: 1, syntax.OpRepeat: re.Min}[re.Op]
		if w.inner != nil && hasGroup(re.Sub[0]) {
			times = max(times, 1)
		}
		for range times {
			w.write(re.Sub[0])
		}
	}
}

// choose gives the alternative that has the first group, or one of all.
func (w *writer) choose(all []*syntax.Regexp) *syntax.Regexp {
	if w.inner != nil {
		if i := slices.IndexFunc(all, hasGroup); i >= 0 {
			return all[i]
		}
	}
	return all[w.n%len(all)]
}

// hasGroup reports whether the first group is in the expression.
func hasGroup(re *syntax.Regexp) bool {
	return re.Op == syntax.OpCapture && re.Cap == 1 || slices.ContainsFunc(re.Sub, hasGroup)
}

// oneOf gives a character of the class, a letter or a digit where it has some.
func oneOf(ranges []rune, n int) rune {
	const usual = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -_.:/"
	for i := range len(usual) {
		if c := rune(usual[(i+n)%len(usual)]); within(ranges, c) {
			return c
		}
	}
	if len(ranges) == 0 {
		return 'x'
	}
	return ranges[0]
}

func within(ranges []rune, c rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i] <= c && c <= ranges[i+1] {
			return true
		}
	}
	return false
}
