package requestgolden

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// column is where the right side begins. It is fixed, so that one long label moves
// nothing else.
const column = 42

// sheet is the text of the golden: labels on the left, what was sent on the right.
type sheet struct{ strings.Builder }

// title begins a part of the sheet.
func (s *sheet) title(text string) {
	s.gap()
	fmt.Fprintf(s, "== %s ==\n", text)
}

// gap is an empty line, but not at the top.
func (s *sheet) gap() {
	if s.Len() > 0 {
		s.WriteByte('\n')
	}
}

// row writes a label and the lines beside it.
func (s *sheet) row(depth int, label string, lines ...string) {
	left := strings.Repeat("  ", depth) + label
	width := utf8.RuneCountInString(left)
	if width >= column && len(lines) > 0 {
		s.WriteString(left + "\n")
		left, width = "", 0
	}
	for i, line := range lines {
		if i > 0 {
			left, width = "", 0
		}
		s.WriteString(left + strings.Repeat(" ", column-width) + line + "\n")
	}
	if len(lines) == 0 {
		s.WriteString(left + "\n")
	}
}
