package repair

import (
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// maxSearched is how many fields are searched for a name without an index.
const maxSearched = 32

// reference gives what the $ref of n points at and, where that is a component of
// the section, the component's name. The target is nil after a diagnostic.
func (r *repairer) reference(n *node.Node, section string) (target *node.Node, component string) {
	ref := n.Get("$ref")
	if ref.Kind != node.KindString {
		r.Errorf(ref.Pos, "O101", "a $ref must be a string, not %s", ref.Kind)
		return nil, ""
	}
	if !strings.HasPrefix(ref.Text, "#/") {
		r.Diags.ErrorHint(r.Files.At(ref.Pos), "O104",
			"put what it names under components of this document, and refer to it as #/components/...",
			"the reference %q leads out of the document, or is not a path within it", ref.Text)
		return nil, ""
	}
	path := node.Pointer(ref.Text)
	if len(path) == 3 && path[0] == "components" {
		component = path[2]
		if path[1] != section {
			r.Warn(ref.Pos, "O201", "", "the reference %q does not point into components.%s; it is taken as anything", ref.Text, section)
			return nil, ""
		}
	}
	target = r.follow(path)
	if target == nil {
		r.Warn(ref.Pos, "O201", "add what it names, or mend the reference in an overlay",
			"the reference %q points at nothing", ref.Text)
		return nil, ""
	}
	return target, component
}

// follow walks a path from the root; on its way it goes through references, as
// paths into shared parts do.
func (r *repairer) follow(path []string) *node.Node {
	at := r.root
	for i, part := range path {
		if i > 0 {
			at = r.through(at)
		}
		switch {
		case at == nil:
			return nil
		case at.Kind == node.KindArray:
			index, err := strconv.Atoi(part)
			if err != nil || index < 0 || index >= len(at.Items) {
				return nil
			}
			at = at.Items[index]
		default:
			at = r.child(at, part)
		}
	}
	return at
}

// child gives the field of n with the name, or nil: as the document has it, also
// where the schema n was repaired since.
func (r *repairer) child(n *node.Node, name string) *node.Node {
	if n == nil {
		return nil
	}
	fields, changed := r.given[n]
	if !changed {
		fields = n.Fields
	}
	if len(fields) <= maxSearched {
		return (&node.Node{Kind: node.KindObject, Fields: fields}).Get(name)
	}
	index := r.indexes[n]
	if index == nil {
		index = make(map[string]*node.Node, len(fields))
		for _, f := range fields {
			index[f.Name] = f.Value
		}
		r.indexes[n] = index
	}
	return index[name]
}

// through follows plain references from n on, without diagnostics.
func (r *repairer) through(n *node.Node) *node.Node {
	for range node.MaxHops {
		ref := r.refOf(n)
		if ref == "" {
			return n
		}
		if !strings.HasPrefix(ref, "#/components/") {
			return nil
		}
		path := node.Pointer(ref)
		n = r.root
		for _, part := range path {
			if n = r.child(n, part); n == nil {
				return nil
			}
		}
		if n == nil {
			return nil
		}
	}
	return nil
}

// refOf gives the reference that n is, or "". A large object is not searched for
// it: components.schemas is one, and stands on the way of most references.
func (r *repairer) refOf(n *node.Node) string {
	if n != nil && len(n.Fields) > maxSearched && r.child(n, "$ref") == nil {
		return ""
	}
	return n.Str("$ref")
}

// circular reports whether the references that start at n never end.
func (r *repairer) circular(n *node.Node) bool {
	for range node.MaxHops {
		ref := n.Str("$ref")
		if !strings.HasPrefix(ref, "#/components/"+node.InSchemas+"/") {
			return false
		}
		path := node.Pointer(ref)
		if n = r.child(r.child(r.child(r.root, path[0]), path[1]), path[2]); n == nil || len(path) > 3 {
			return false
		}
	}
	return true
}

// deref follows the references of a part that is not a schema. It gives nil after
// a diagnostic.
func (r *repairer) deref(n *node.Node, section string) *node.Node {
	start := n
	for range node.MaxHops {
		if n == nil || n.Index("$ref") < 0 {
			return n
		}
		n, _ = r.reference(n, section)
	}
	r.Errorf(start.Pos, "O102", "the reference leads to itself or through more than %d others", node.MaxHops)
	return nil
}
