// Package diag holds what the compiler has to say about its input: each
// diagnostic names a place, a rule, what is wrong and how to mend it. Stages
// collect diagnostics in a [List] and go on, so that a user sees all of them at
// once.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Pos is a place in an input file. Line and Column count from 1; zero means
// that the place is not known more closely. The zero Pos is not a place at all.
type Pos struct {
	File   string // as the user would name it: slash-separated, relative to the module root
	Line   int
	Column int
}

// String gives file:line:column, leaving out what is not known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Severity says whether a diagnostic keeps a provider from being generated.
type Severity int

const (
	Error Severity = iota
	Warning
)

// Diagnostic is one finding.
type Diagnostic struct {
	Pos      Pos
	Rule     string // stable id, such as P101; every rule is listed in Rules
	Severity Severity
	Message  string
	Hint     string // how to mend it; may be empty
}

// String renders the diagnostic as it is printed, its hint on a second line. Both
// may quote the input: what would break a line, or drive a terminal, is a space.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.Pos.File != "" {
		b.WriteString(Printable(d.Pos.String()))
		b.WriteString(": ")
	}
	if d.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(d.Rule)
	b.WriteString(": ")
	b.WriteString(Printable(d.Message))
	if d.Hint != "" {
		b.WriteString("\n    hint: ")
		b.WriteString(Printable(d.Hint))
	}
	return b.String()
}

// Printable gives text that came from the input, a file's name say, as it can be
// printed: what would break a line, drive a terminal or turn the text around is a
// space, and the middle of a very long one is left out.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, shorten(s))
}

// maxText is how much of a message is printed, in bytes: a document may have names
// of any length.
const maxText = 4000

// shorten leaves out the middle of a text that nobody would read.
func shorten(s string) string {
	if len(s) <= maxText {
		return s
	}
	half := maxText / 2
	return strings.ToValidUTF8(s[:half], "") + " [...] " + strings.ToValidUTF8(s[len(s)-half:], "")
}

// List collects diagnostics. The zero List is empty and ready to use. Of those of
// one rule in one file it keeps the first [MaxAlike], and counts the others. It is
// not safe for concurrent use.
type List struct {
	all    []Diagnostic
	errors int
	alike  map[alike]int
}

// MaxAlike is how many diagnostics of one rule a List keeps of one file.
const MaxAlike = 2000

// alike is what diagnostics have in common that are counted together.
type alike struct {
	file, rule string
	severity   Severity
}

// Add appends d, or counts it where there are many like it.
func (l *List) Add(d Diagnostic) {
	key := alike{d.Pos.File, d.Rule, d.Severity}
	if l.count(key, 1) <= MaxAlike {
		l.all = append(l.all, d)
	}
}

// count adds n to what there is of the kind, and gives the sum.
func (l *List) count(key alike, n int) int {
	if l.alike == nil {
		l.alike = map[alike]int{}
	}
	if key.severity == Error {
		l.errors += n
	}
	l.alike[key] += n
	return l.alike[key]
}

// Errorf adds an error without a hint.
func (l *List) Errorf(pos Pos, rule, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Rule: rule, Message: fmt.Sprintf(format, args...)})
}

// ErrorHint adds an error with a hint.
func (l *List) ErrorHint(pos Pos, rule, hint, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Rule: rule, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// WarnHint adds a warning; hint may be empty.
func (l *List) WarnHint(pos Pos, rule, hint, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Rule: rule, Severity: Warning, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Failed reports whether l holds an error.
func (l *List) Failed() bool { return l.errors > 0 }

// Errors is the number of errors in l, warnings not counted.
func (l *List) Errors() int { return l.errors }

// Append adds all of other.
func (l *List) Append(other *List) {
	kept := map[alike]int{}
	for _, d := range other.all {
		kept[alike{d.Pos.File, d.Rule, d.Severity}]++
		l.Add(d)
	}
	for key, n := range other.alike {
		l.count(key, n-kept[key])
	}
}

// Promote turns every warning into an error.
func (l *List) Promote() {
	for i := range l.all {
		l.all[i].Severity = Error
	}
	counts := l.alike
	l.alike, l.errors = nil, 0
	for key, n := range counts {
		key.severity = Error
		l.count(key, n)
	}
}

// Sorted gives the diagnostics ordered by place, then rule, then message,
// each once. Those that were only counted are one of their file, with their number.
func (l *List) Sorted() []Diagnostic {
	out := slices.Clone(l.all)
	kept := map[alike]int{}
	for _, d := range l.all {
		kept[alike{d.Pos.File, d.Rule, d.Severity}]++
	}
	for key, n := range l.alike {
		if more := n - kept[key]; more > 0 {
			out = append(out, Diagnostic{Pos: Pos{File: key.file}, Rule: key.rule, Severity: key.severity,
				Message: fmt.Sprintf("%d more like the others of this rule", more)})
		}
	}
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(out)
}
