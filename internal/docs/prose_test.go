package docs

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The texts of the project say things in the usual words and order.
func TestWords(t *testing.T) {
	files := 0
	err := filepath.WalkDir(repo, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name != repo && (d.Name() == "testdata" || d.Name() == "examples" || d.Name()[0] == '.' && d.Name() != ".ci") {
				return fs.SkipDir
			}
			return nil
		}
		prose := proseOf(filepath.ToSlash(strings.TrimPrefix(name, repo)))
		if prose == nil {
			return nil
		}
		files++
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, p := range prose(data) {
			for _, h := range refused(p.text) {
				t.Errorf("%s:%d: %q: write %s", strings.TrimPrefix(filepath.ToSlash(name), repo+"/"), p.line+h.line, h.text, h.instead)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 500 {
		t.Errorf("only %d files were read", files)
	}
}

// The list refuses what it is for, and nothing else.
func TestPhrases(t *testing.T) {
	for line := range strings.Lines(read(t, "testdata/words/bad.txt")) {
		if refused(line) == nil {
			t.Errorf("not refused: %s", line)
		}
	}
	for line := range strings.Lines(read(t, "testdata/words/good.txt")) {
		for _, h := range refused(line) {
			t.Errorf("%q is refused: %s", h.text, line)
		}
	}
}

// Every row of the list refuses a sentence that no other row refuses.
func TestPhrasesAreNeeded(t *testing.T) {
	bad := read(t, "testdata/words/bad.txt")
	for _, p := range phrases {
		found := false
		for line := range strings.Lines(bad) {
			hits := refused(line)
			found = found || len(hits) == 1 && hits[0].instead == p.instead
		}
		if !found {
			t.Errorf("no bad sentence is refused by %s alone", p.find)
		}
	}
}

// Comments and literals are found with their lines, broken lines joined.
func TestGoProse(t *testing.T) {
	src := read(t, "testdata/words/bad.go.txt")
	var lines []int
	for _, p := range goProse([]byte(src)) {
		for _, h := range refused(p.text) {
			lines = append(lines, p.line+h.line)
		}
	}
	want := []int{3, 5, 6, 8}
	if len(lines) != len(want) {
		t.Fatalf("lines %v, want %v", lines, want)
	}
	for i := range want {
		if lines[i] != want[i] {
			t.Errorf("lines %v, want %v", lines, want)
		}
	}
}

// prose is a text for people, with the line that it begins at.
type prose struct {
	text string
	line int
}

// proseOf gives how the texts of a file are read; nil where it has none that the
// project wrote. Of generated code, what is made from a vendor's descriptions is
// left out.
func proseOf(name string) func([]byte) []prose {
	base := path.Base(name)
	switch {
	case base == "client.gen.go" || base == "schemas.gen.go":
		return nil
	case strings.HasSuffix(base, ".go"):
		return goProse
	case strings.HasSuffix(base, ".md"), name == "/Makefile", name == "/.ci/run", base == "schema.json", base == "fieldmap.yaml", base == "drift.yaml":
		return func(data []byte) []prose { return []prose{{unmarked(string(data), "#"), 1}} }
	}
	return nil
}

// goProse gives the comments and the string literals of Go source. Comments that
// follow each other are one text, and so are literals that are added up.
func goProse(data []byte) []prose {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(data))
	var s scanner.Scanner
	s.Init(file, data, nil, scanner.ScanComments)
	var out []prose
	var before token.Token // of the text that is open: COMMENT, STRING, or ADD behind a STRING
	add := func(tok token.Token, text string, line int) {
		if n := len(out) - 1; n >= 0 && (tok == token.COMMENT && before == tok || tok == token.STRING && before == token.ADD) {
			for at := out[n].line + strings.Count(out[n].text, "\n"); at < line; at++ {
				out[n].text += "\n"
			}
			out[n].text += text
		} else {
			out = append(out, prose{text, line})
		}
		before = tok
	}
	for {
		pos, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return out
		case tok == token.COMMENT:
			add(tok, unmarked(lit, "//"), file.Line(pos))
		case tok == token.STRING:
			add(tok, unquoted(lit), file.Line(pos))
		case tok == token.ADD && before == token.STRING:
			before = tok
		case tok != token.SEMICOLON || lit == ";":
			before = tok
		}
	}
}

// unmarked takes the marks of comments from the beginnings of lines.
func unmarked(text, mark string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimLeft(strings.TrimSpace(line), mark)
	}
	return strings.Join(lines, "\n")
}

// unquoted gives what a literal says. An interpreted one stays on its line.
func unquoted(lit string) string {
	if lit[0] == '`' {
		return strings.Trim(lit, "`")
	}
	text, err := strconv.Unquote(lit)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(text, "\n", " ")
}
