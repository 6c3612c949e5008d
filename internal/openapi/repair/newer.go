package repair

import (
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// newest is the newest minor version of OpenAPI 3 that is known.
const newest = 2

// minor gives the minor version of OpenAPI 3 that the document says it has.
func minor(root *node.Node) int {
	parts := strings.Split(root.Str("openapi"), ".")
	if len(parts) < 2 {
		return 0
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return newest
	}
	return n
}

// newer tells of a version that is not known, and makes references to the document
// by its own address (3.2) plain ones.
func (r *repairer) newer() {
	if version := r.root.Get("openapi"); minor(r.root) > newest {
		r.Warn(version.Pos, "O215", "", "OpenAPI %s is newer than 3.%d, and is read as that: what is new in it is left out", version.Text, newest)
	}
	if self := r.root.Str("$self"); self != "" {
		ownRefs(r.root, self+"#/", map[*node.Node]bool{})
	}
}

func ownRefs(n *node.Node, prefix string, seen map[*node.Node]bool) {
	if seen[n] {
		return
	}
	seen[n] = true
	if ref := n.Get("$ref"); ref != nil && ref.Kind == node.KindString {
		if rest, ok := strings.CutPrefix(ref.Text, prefix); ok {
			n.Set("$ref", node.NewString("#/"+rest, ref.Pos))
		}
	}
	for _, f := range n.Fields {
		ownRefs(f.Value, prefix, seen)
	}
	for _, item := range n.Items {
		ownRefs(item, prefix, seen)
	}
}

// otherMethods tells of the operations of a path (3.2) whose method is not sent.
func (r *repairer) otherMethods(path string, item *node.Node) {
	defer r.Own(nil)()
	leftOut := func(method string, op node.Field) {
		called := ""
		if id := op.Value.Str("operationId"); id != "" {
			called = ", " + id + ","
		}
		r.Warn(op.Pos, "O215", "name another operation in the field map",
			"the operation %s %s%s is left out: requests of that method are not sent", method, path, called)
	}
	for _, f := range item.Fields {
		switch {
		case f.Name == "query" && f.Value.Kind == node.KindObject:
			leftOut("QUERY", f)
		case f.Name == "additionalOperations" && f.Value.Kind == node.KindObject:
			for _, op := range f.Value.Fields {
				leftOut(op.Name, op)
			}
		}
	}
}

// streams tells of an answer (3.2) that is a stream of items and nothing else.
func (r *repairer) streams(content *node.Node) {
	for _, f := range content.Fields {
		if IsJSON(f.Name) {
			return
		}
	}
	for _, f := range content.Fields {
		if f.Value.Get("itemSchema") != nil {
			r.Warn(f.Pos, "O215", "name an operation that answers with one JSON document", "%s is a stream of items (itemSchema), which is not read", f.Name)
		}
	}
}
