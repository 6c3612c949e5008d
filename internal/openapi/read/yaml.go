package read

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

var yamlErrorLine = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): `)

// readYAML reads a YAML stream of one document.
func (r *reader) readYAML(data []byte) (root *node.Node) {
	if line := crowded(data); line > 0 {
		r.tooLarge(node.Place{Line: line}, "the document has more than %d lines, brackets, commas and colons by here", MaxMarks)
		return nil
	}
	// The parser is known to panic on some broken input.
	defer func() {
		if p := recover(); p != nil {
			r.failf(node.Place{}, "O101", "the file is not valid YAML")
			root = nil
		}
	}()
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	err := decoder.Decode(&doc)
	if err == nil {
		var rest yaml.Node
		if second := decoder.Decode(&rest); second == nil {
			r.failf(node.Place{Line: int32(rest.Line)}, "O101", "the file holds more than one document")
			return nil
		} else if second != io.EOF {
			err = second
		}
	}
	if err != nil && err != io.EOF {
		message, at := err.Error(), node.Place{}
		if m := yamlErrorLine.FindStringSubmatch(message); m != nil {
			line, _ := strconv.ParseInt(m[1], 10, 32)
			at.Line = int32(line)
			message = message[len(m[0]):]
		}
		r.failf(at, "O101", "not valid YAML: %s", strings.TrimPrefix(message, "yaml: "))
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		r.failf(node.Place{}, "O101", "the file is empty")
		return nil
	}
	y := yamlReader{reader: r, done: map[*yaml.Node]*node.Node{}, open: map[*yaml.Node]bool{}}
	root = y.node(doc.Content[0], 0)
	if y.deep {
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
		if marks > MaxMarks {
			return line
		}
	}
	return 0
}

// yamlReader turns yaml nodes into ours.
type yamlReader struct {
	*reader
	done map[*yaml.Node]*node.Node // anchored nodes only
	open map[*yaml.Node]bool       // anchored nodes that are being read
	deep bool                      // values are nested too deep
}

func (y *yamlReader) fail(n *yaml.Node, rule, format string, args ...any) *node.Node {
	y.failf(yamlPlace(n, y.overlay), rule, format, args...)
	return node.NewObject(yamlPlace(n, y.overlay))
}

func yamlPlace(n *yaml.Node, overlay bool) node.Place {
	return node.Place{Line: int32(n.Line), Column: int32(n.Column), Overlay: overlay}
}

func (y *yamlReader) node(n *yaml.Node, depth int) *node.Node {
	if depth > maxDepth {
		y.deep = true
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

func (y *yamlReader) value(n *yaml.Node, depth int) *node.Node {
	out := &node.Node{Pos: yamlPlace(n, y.overlay)}
	switch n.Kind {
	case yaml.MappingNode:
		out.Kind = node.KindObject
		y.mapping(out, n, depth)
	case yaml.SequenceNode:
		out.Kind = node.KindArray
		out.Items = make([]*node.Node, 0, len(n.Content))
		for _, item := range n.Content {
			out.Items = append(out.Items, y.node(item, depth+1))
		}
	default:
		yamlScalar(out, n)
	}
	return out
}

// mapping fills out from the pairs of n; what a merge key brings comes last and
// never replaces a key of the mapping's own.
func (y *yamlReader) mapping(out *node.Node, n *yaml.Node, depth int) {
	out.Fields = make([]node.Field, 0, len(n.Content)/2)
	first := make(map[string]node.Place, len(n.Content)/2)
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
			y.fail(key, "O103", "the key %q was already given at line %d", key.Value, was.Line)
			continue
		}
		first[key.Value] = at
		out.Fields = append(out.Fields, node.Field{Name: key.Value, Pos: at, Value: y.node(value, depth+1)})
	}
	for _, merge := range merges {
		y.merge(out, merge, first, depth)
	}
}

func (y *yamlReader) merge(out *node.Node, n *yaml.Node, first map[string]node.Place, depth int) {
	from := y.node(n, depth+1)
	sources := []*node.Node{from}
	if from.Kind == node.KindArray {
		sources = from.Items
	}
	for _, source := range sources {
		if source.Kind != node.KindObject {
			y.fail(n, "O101", "a merge key (<<) needs a mapping")
			return
		}
		for _, f := range source.Fields {
			if _, dup := first[f.Name]; !dup {
				first[f.Name] = f.Pos
				out.Fields = append(out.Fields, f)
			}
		}
	}
}

// yamlScalar fills out from a scalar. What JSON cannot say (dates, infinities,
// binary) stays the string it was written as.
func yamlScalar(out *node.Node, n *yaml.Node) {
	out.Kind, out.Text = node.KindString, n.Value
	switch n.ShortTag() {
	case "!!null":
		out.Kind, out.Text, out.Source = node.KindNull, "null", n.Value
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			out.Kind, out.Text, out.Source = node.KindBool, strconv.FormatBool(b), n.Value
		}
	case "!!int", "!!float":
		if literal, ok := jsonNumber(n); ok {
			out.Kind, out.Text, out.Source = node.KindNumber, literal, n.Value
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
