package fieldmap

import (
	"cmp"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/parlancehq/parlance/internal/diag"
)

// A field map is written by hand; what is deeper or larger than this, aliases
// followed, is an attack or a mistake.
const (
	// MaxBytes is how large a field map may be.
	MaxBytes  = 512 << 10
	maxDepth  = 32
	maxValues = 20_000
)

// builder turns YAML nodes into Values, so that nothing behind it depends on
// the YAML library.
type builder struct {
	file   string
	diags  *diag.List
	values int
	failed bool
}

func (b *builder) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: b.file, Line: n.Line, Column: n.Column}
}

func (b *builder) fail(n *yaml.Node, rule, hint, format string, args ...any) *Value {
	b.failed = true
	b.diags.ErrorHint(b.pos(n), rule, hint, format, args...)
	return &Value{Pos: b.pos(n), Null: true}
}

func (b *builder) value(n *yaml.Node, depth int) *Value {
	b.values++
	if depth > maxDepth || b.values > maxValues {
		if b.failed {
			return &Value{Pos: b.pos(n), Null: true}
		}
		return b.fail(n, "F104", "write it out flat, and without aliases that repeat each other", "the field map is nested or repeated beyond all use")
	}
	v := &Value{Pos: b.pos(n)}
	switch n.Kind {
	case yaml.AliasNode:
		return b.value(n.Alias, depth+1)
	case yaml.ScalarNode:
		v.Text = n.Value
		v.Null = n.Tag == "!!null"
		v.Type = cmp.Or(map[string]string{"!!int": "integer", "!!float": "number", "!!bool": "boolean"}[n.Tag], "string")
	case yaml.SequenceNode:
		v.Kind = Sequence
		for _, item := range n.Content {
			v.Items = append(v.Items, b.value(item, depth+1))
		}
	case yaml.MappingNode:
		v.Kind = Mapping
		b.entries(v, n, depth)
	default:
		return b.fail(n, "F101", "", "unexpected YAML node")
	}
	return v
}

func (b *builder) entries(v *Value, n *yaml.Node, depth int) {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		switch {
		case k.Tag == "!!merge":
			b.fail(k, "F101", "give a whole value a name with & and repeat it with *, or write the keys out", "the merge key << is not read")
			continue
		case k.Kind != yaml.ScalarNode:
			b.fail(k, "F101", "write it as text", "a key must be plain text")
			continue
		}
		if line, dup := seen[k.Value]; dup {
			b.fail(k, "F102", "keep one of the two", "duplicate key %q (first on line %d)", k.Value, line)
			continue
		}
		seen[k.Value] = k.Line
		v.Entries = append(v.Entries, Entry{
			Key:   Text{Value: k.Value, Pos: b.pos(k)},
			Value: b.value(n.Content[i+1], depth+1),
		})
	}
}

// Describe names the form of v for a message.
func (v *Value) Describe() string {
	switch v.Kind {
	case Sequence:
		return "a list"
	case Mapping:
		return "a mapping"
	}
	if v.Null {
		return "nothing"
	}
	return fmt.Sprintf("%q", v.Text)
}
