package repair

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// reach gives what the operations and component schemas with the names lead to in a
// repaired document; nil, which is all of it, where used is nil.
func reach(root *node.Node, used []string) func(part *node.Node) bool {
	if used == nil {
		return nil
	}
	w := walker{seen: map[*node.Node]bool{}, schemas: map[string]*node.Node{}}
	for _, f := range root.Get("components").Get(node.InSchemas).Fields {
		w.schemas[f.Name] = f.Value
	}
	for _, name := range used {
		if s := w.schemas[name]; s != nil {
			w.queue = append(w.queue, s)
		}
	}
	for _, path := range fieldsOf(root.Get("paths")) {
		for _, op := range path.Value.Fields {
			if slices.Contains(used, op.Value.Str("operationId")) {
				w.seen[path.Value] = true // what stands beside its operations, not the others
				w.queue = append(w.queue, op.Value)
			}
		}
	}
	w.walk()
	return func(part *node.Node) bool { return w.seen[part] }
}

func fieldsOf(n *node.Node) []node.Field {
	if n == nil {
		return nil
	}
	return n.Fields
}

type walker struct {
	seen    map[*node.Node]bool
	schemas map[string]*node.Node // the components
	queue   []*node.Node
}

func (w *walker) walk() {
	for len(w.queue) > 0 {
		n := w.queue[len(w.queue)-1]
		w.queue = w.queue[:len(w.queue)-1]
		if n == nil || w.seen[n] {
			continue
		}
		w.seen[n] = true
		if ref := n.Str("$ref"); strings.HasPrefix(ref, "#/components/schemas/") {
			w.queue = append(w.queue, w.schemas[node.Pointer(ref)[2]])
		}
		for _, f := range n.Fields {
			w.queue = append(w.queue, f.Value)
		}
		w.queue = append(w.queue, n.Items...)
	}
}
