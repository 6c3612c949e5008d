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
// that the place is not known more closely. The zero Pos is no place at all.
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
		b.WriteString(d.Pos.String())
		b.WriteString(": ")
	}
	if d.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(d.Rule)
	b.WriteString(": ")
	b.WriteString(printable(d.Message))
	if d.Hint != "" {
		b.WriteString("\n    hint: ")
		b.WriteString(printable(d.Hint))
	}
	return b.String()
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}

// List collects diagnostics. The zero List is empty and ready to use. It is not
// safe for concurrent use.
type List struct {
	all    []Diagnostic
	errors int
}

// Add appends d.
func (l *List) Add(d Diagnostic) {
	if d.Severity == Error {
		l.errors++
	}
	l.all = append(l.all, d)
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
	for _, d := range other.all {
		l.Add(d)
	}
}

// Promote turns every warning into an error.
func (l *List) Promote() {
	for i := range l.all {
		l.all[i].Severity = Error
	}
	l.errors = len(l.all)
}

// Sorted gives the diagnostics ordered by place, then rule, then message,
// each once.
func (l *List) Sorted() []Diagnostic {
	out := slices.Clone(l.all)
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
