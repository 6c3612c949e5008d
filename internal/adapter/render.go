package adapter

import (
	"bytes"
	"go/format"
	"strings"

	"github.com/dave/jennifer/jen"
)

// render gives the file's source with its imports in two groups, the standard
// library's first.
func render(f *jen.File) ([]byte, error) {
	var buf bytes.Buffer
	if err := f.Render(&buf); err != nil {
		return nil, err
	}
	return format.Source([]byte(groupImports(buf.String())))
}

func groupImports(src string) string {
	const open = "\nimport (\n"
	start := strings.Index(src, open)
	if start < 0 {
		return src
	}
	start += len(open)
	end := start + strings.Index(src[start:], "\n)\n")
	var std, other []string
	for line := range strings.SplitSeq(src[start:end], "\n") {
		path := line[strings.IndexByte(line, '"')+1:]
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			other = append(other, line)
		} else {
			std = append(std, line)
		}
	}
	if len(std) > 0 && len(other) > 0 {
		std = append(std, "")
	}
	return src[:start] + strings.Join(append(std, other...), "\n") + src[end:]
}
