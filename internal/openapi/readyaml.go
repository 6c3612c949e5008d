package openapi

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var yamlErrorLine = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): `)

// readYAML reads a YAML stream of one document.
func (r *reader) readYAML(data []byte) (root *node) {
	if line := crowded(data); line > 0 {
		r.tooLarge(place{line: line}, "the document has more than %d lines, brackets, commas and colons by here", maxMarks)
		return nil
	}
	// The parser is known to panic on some broken input.
	defer func() {
		if p := recover(); p != nil {
			r.failf(place{}, "O101", "the file is no YAML that can be read")
			root = nil
		}
	}()
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	err := decoder.Decode(&doc)
	if err == nil {
		var rest yaml.Node
		if second := decoder.Decode(&rest); second == nil {
			r.failf(place{line: int32(rest.Line)}, "O101", "the file holds more than one document")
			return nil
		} else if second != io.EOF {
			err = second
		}
	}
	if err != nil && err != io.EOF {
		message, at := err.Error(), place{}
		if m := yamlErrorLine.FindStringSubmatch(message); m != nil {
			line, _ := strconv.ParseInt(m[1], 10, 32)
			at.line = int32(line)
			message = message[len(m[0]):]
		}
		r.failf(at, "O101", "not valid YAML: %s", strings.TrimPrefix(message, "yaml: "))
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		r.failf(place{}, "O101", "the file is empty")
		return nil
	}
	y := yamlReader{reader: r, done: map[*yaml.Node]*node{}, open: map[*yaml.Node]bool{}}
	root = y.node(doc.Content[0], 0)
	if y.failed {
		return nil
	}
	return root
}

// crowded gives the line at which the text has more marks than any document, or
// 0. Every value has a mark of its own: a line's end, a bracket or a comma, or the
// space behind an indicator. Those in texts count too, which is why a document may
// have more marks than values.
func crowded(data []byte) int32 {
	marks, line := 0, int32(1)
	for i, b := range data {
		switch b {
		case '\n':
			line++
			marks++
		case ',', '[', '{':
			marks++
		case ' ', '\t':
			if i > 0 && (data[i-1] == ':' || data[i-1] == '-' || data[i-1] == '?') {
				marks++
			}
		}
		if marks > maxMarks {
			return line
		}
	}
	return 0
}

// yamlReader turns yaml nodes into ours.
type yamlReader struct {
	*reader
	done   map[*yaml.Node]*node // anchored nodes only
	open   map[*yaml.Node]bool  // anchored nodes that are being read
	failed bool
}

func (y *yamlReader) fail(n *yaml.Node, rule, format string, args ...any) *node {
	y.failed = true
	y.failf(yamlPlace(n, y.overlay), rule, format, args...)
	return &node{kind: kindNull, pos: yamlPlace(n, y.overlay)}
}

func yamlPlace(n *yaml.Node, overlay bool) place {
	return place{line: int32(n.Line), column: int32(n.Column), overlay: overlay}
}

func (y *yamlReader) node(n *yaml.Node, depth int) *node {
	if depth > maxDepth {
		return y.fail(n, "O102", "values are nested more than %d deep", maxDepth)
	}
	if n.Kind == yaml.AliasNode {
		if n.Alias == nil || y.open[n.Alias] {
			return y.fail(n, "O102", "the alias *%s stands inside the value it names", n.Value)
		}
		return y.node(n.Alias, depth+1)
	}
	if n.Anchor == "" {
		return y.value(n, depth)
	}
	if out, ok := y.done[n]; ok {
		return out
	}
	y.open[n] = true
	out := y.value(n, depth)
	delete(y.open, n)
	y.done[n] = out
	return out
}

func (y *yamlReader) value(n *yaml.Node, depth int) *node {
	out := &node{pos: yamlPlace(n, y.overlay)}
	switch n.Kind {
	case yaml.MappingNode:
		out.kind = kindObject
		y.mapping(out, n, depth)
	case yaml.SequenceNode:
		out.kind = kindArray
		out.items = make([]*node, 0, len(n.Content))
		for _, item := range n.Content {
			out.items = append(out.items, y.node(item, depth+1))
		}
	default:
		yamlScalar(out, n)
	}
	return out
}

// mapping fills out from the pairs of n; what a merge key brings comes last and
// never replaces a key of the mapping's own.
func (y *yamlReader) mapping(out *node, n *yaml.Node, depth int) {
	out.fields = make([]field, 0, len(n.Content)/2)
	first := make(map[string]place, len(n.Content)/2)
	var merges []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode && key.Alias != nil {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			y.fail(key, "O101", "a mapping's key must be a plain value")
			continue
		}
		if key.Tag == "!!merge" {
			merges = append(merges, value)
			continue
		}
		at := yamlPlace(key, y.overlay)
		if was, dup := first[key.Value]; dup {
			y.fail(key, "O103", "the key %q was already given at line %d", key.Value, was.line)
			continue
		}
		first[key.Value] = at
		out.fields = append(out.fields, field{name: key.Value, pos: at, value: y.node(value, depth+1)})
	}
	for _, merge := range merges {
		y.merge(out, merge, first, depth)
	}
}

func (y *yamlReader) merge(out *node, n *yaml.Node, first map[string]place, depth int) {
	from := y.node(n, depth+1)
	sources := []*node{from}
	if from.kind == kindArray {
		sources = from.items
	}
	for _, source := range sources {
		if source.kind != kindObject {
			y.fail(n, "O101", "a merge key (<<) needs a mapping")
			return
		}
		for _, f := range source.fields {
			if _, dup := first[f.name]; !dup {
				first[f.name] = f.pos
				out.fields = append(out.fields, f)
			}
		}
	}
}

// yamlScalar fills out from a scalar. What JSON cannot say (dates, infinities,
// binary) stays the string it was written as.
func yamlScalar(out *node, n *yaml.Node) {
	out.kind, out.text = kindString, n.Value
	switch n.ShortTag() {
	case "!!null":
		out.kind, out.text, out.source = kindNull, "null", n.Value
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			out.kind, out.text, out.source = kindBool, strconv.FormatBool(b), n.Value
		}
	case "!!int", "!!float":
		if literal, ok := jsonNumber(n); ok {
			out.kind, out.text, out.source = kindNumber, literal, n.Value
		}
	}
}

func jsonNumber(n *yaml.Node) (string, bool) {
	if json.Valid([]byte(n.Value)) {
		return n.Value, true
	}
	var i int64
	if n.ShortTag() == "!!int" && n.Decode(&i) == nil {
		return strconv.FormatInt(i, 10), true
	}
	var f float64
	if n.Decode(&f) != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return "", false
	}
	return strconv.FormatFloat(f, 'g', -1, 64), true
}
