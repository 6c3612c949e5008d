package fieldmap

import (
	"bytes"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
)

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxError reports text that is not YAML, at the place where it goes wrong.
// That is not always where the parser says. Where the parser's words do not
// help, it uses others.
func syntaxError(file string, data []byte, err error, diags *diag.List) {
	pos := diag.Pos{File: file, Line: 1}
	found := yamlError.FindStringSubmatch(err.Error())
	message := err.Error()
	if found != nil {
		message = message[len(found[0]):]
		if found[1] != "" {
			pos.Line, _ = strconv.Atoi(found[1])
		}
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	hint := ""
	switch message {
	case "did not find expected key", "did not find expected '-' indicator":
		pos.Line = breaks(lines, message)
		hint = "lines that belong together begin in the same column; what belongs to a line is further in"
	case "mapping values are not allowed in this context":
		hint = "check the indentation here and in the line before; text that holds `: ` needs quotes"
	case "found character that cannot start any token", "found a tab character that violates indentation":
		pos, hint = badStart(lines, pos)
	case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
		hint = "a bracket is not closed, or a comma is missing, in what begins here"
	}
	diags.ErrorHint(pos, "F101", hint, "invalid YAML: %s", message)
}

// breaks gives the line at which the text begins to fail with the message: of
// these the parser says where the block begins that the line does not fit.
func breaks(lines [][]byte, message string) int {
	n := sort.Search(len(lines), func(n int) bool {
		var doc yaml.Node
		err := yaml.Unmarshal(bytes.Join(lines[:n+1], nil), &doc)
		return err != nil && strings.HasSuffix(err.Error(), message)
	})
	return min(n+1, len(lines))
}

// badStart says which character it is that cannot begin a value: a tab, which
// may be on the line after the one that the parser names, or one that text
// cannot begin with.
func badStart(lines [][]byte, pos diag.Pos) (diag.Pos, string) {
	for n := pos.Line; n <= min(pos.Line+1, len(lines)); n++ {
		line := lines[n-1]
		if rest := bytes.TrimLeft(line, " "); bytes.HasPrefix(rest, []byte("\t")) {
			pos.Line, pos.Column = n, len(line)-len(rest)+1
			return pos, "indent with spaces: YAML takes no tab there"
		}
	}
	return pos, "text that begins with one of @ ` % needs quotes"
}
