package zzref

import (
	"flag"
	"os"
	"strings"
	"testing"
)

// rewrite is not called update, as the fake server package has that flag.
var rewrite = flag.Bool("rewrite", false, "write anew what the documents quote of the compiler")

// block is one fenced block of a Markdown file.
type block struct {
	info string // what stands behind the opening fence, such as "yaml fields"
	text string
	line int // of the opening fence
}

// blocks reads the fenced blocks of a Markdown file.
func blocks(t *testing.T, file string) []block {
	t.Helper()
	var out []block
	var open *block
	line := 0
	for text := range strings.Lines(read(t, file)) {
		line++
		info, fence := strings.CutPrefix(strings.TrimRight(text, "\n"), "```")
		switch {
		case open == nil && fence:
			open = &block{info: info, line: line}
		case open != nil && fence:
			out = append(out, *open)
			open = nil
		case open != nil:
			open.text += text
		}
	}
	if open != nil {
		t.Fatalf("%s:%d: the block is not closed", file, open.line)
	}
	return out
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
