package openapi

import (
	"net/url"
	"strconv"
	"strings"
)

// The sections of components that a reference can point into.
const (
	inSchemas         = "schemas"
	inParameters      = "parameters"
	inResponses       = "responses"
	inRequestBodies   = "requestBodies"
	inHeaders         = "headers"
	inSecuritySchemes = "securitySchemes"
	inPathItems       = "pathItems"
)

// maxHops bounds a chain of references that lead to references.
const maxHops = 64

// maxSearched is how many fields are searched for a name without an index.
const maxSearched = 32

// reference gives what the $ref of n points at and, where that is a component of
// the section, the component's name. The target is nil after a diagnostic.
func (r *repairer) reference(n *node, section string) (target *node, component string) {
	ref := n.get("$ref")
	if ref.kind != kindString {
		r.errorf(ref.pos, "O101", "a $ref must be a string, not %s", ref.kind)
		return nil, ""
	}
	if !strings.HasPrefix(ref.text, "#/") {
		r.diags.ErrorHint(r.src.at(ref.pos), "O104",
			"put what it names under components of this document, and refer to it as #/components/...",
			"the reference %q leads out of the document, or is no path within it", ref.text)
		return nil, ""
	}
	path := pointer(ref.text)
	if len(path) == 3 && path[0] == "components" {
		component = path[2]
		if path[1] != section {
			r.warn(ref.pos, "O201", "", "the reference %q does not point into components.%s; it is taken as anything", ref.text, section)
			return nil, ""
		}
	}
	target = r.follow(path)
	if target == nil {
		r.warn(ref.pos, "O201", "add what it names, or mend the reference in an overlay",
			"the reference %q points at nothing", ref.text)
		return nil, ""
	}
	return target, component
}

// How a name stands in a reference, and back. A replacer is made ready at its
// first use: they are shared.
var (
	escapeName   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapeName = strings.NewReplacer("~1", "/", "~0", "~")
)

// pointer splits the fragment of a reference that starts with "#/".
func pointer(ref string) []string {
	path := strings.Split(ref[2:], "/")
	if !strings.ContainsAny(ref, "%~") {
		return path
	}
	for i, part := range path {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		path[i] = unescapeName.Replace(part)
	}
	return path
}

// refTo is the reference that names a component schema.
func refTo(component string) string {
	escaped := escapeName.Replace(component)
	return "#/components/schemas/" + strings.ReplaceAll(url.PathEscape(escaped), "%2F", "/")
}

// follow walks a path from the root; on its way it goes through references, as
// paths into shared parts do.
func (r *repairer) follow(path []string) *node {
	at := r.root
	for i, part := range path {
		if i > 0 {
			at = r.through(at)
		}
		switch {
		case at == nil:
			return nil
		case at.kind == kindArray:
			index, err := strconv.Atoi(part)
			if err != nil || index < 0 || index >= len(at.items) {
				return nil
			}
			at = at.items[index]
		default:
			at = r.child(at, part)
		}
	}
	return at
}

// child gives the field of n with the name, or nil: as the document has it, also
// where the schema n was repaired since.
func (r *repairer) child(n *node, name string) *node {
	if n == nil {
		return nil
	}
	fields, changed := r.given[n]
	if !changed {
		fields = n.fields
	}
	if len(fields) <= maxSearched {
		return (&node{kind: kindObject, fields: fields}).get(name)
	}
	index := r.indexes[n]
	if index == nil {
		index = make(map[string]*node, len(fields))
		for _, f := range fields {
			index[f.name] = f.value
		}
		r.indexes[n] = index
	}
	return index[name]
}

// through follows plain references from n on, without diagnostics.
func (r *repairer) through(n *node) *node {
	for range maxHops {
		ref := r.refOf(n)
		if ref == "" {
			return n
		}
		if !strings.HasPrefix(ref, "#/components/") {
			return nil
		}
		path := pointer(ref)
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
func (r *repairer) refOf(n *node) string {
	if n != nil && len(n.fields) > maxSearched && r.child(n, "$ref") == nil {
		return ""
	}
	return n.str("$ref")
}

// circular reports whether the references that start at n never end.
func (r *repairer) circular(n *node) bool {
	for range maxHops {
		ref := n.str("$ref")
		if !strings.HasPrefix(ref, "#/components/"+inSchemas+"/") {
			return false
		}
		path := pointer(ref)
		if n = r.child(r.child(r.child(r.root, path[0]), path[1]), path[2]); n == nil || len(path) > 3 {
			return false
		}
	}
	return true
}

// deref follows the references of a part that is no schema. It gives nil after
// a diagnostic.
func (r *repairer) deref(n *node, section string) *node {
	start := n
	for range maxHops {
		if n == nil || n.index("$ref") < 0 {
			return n
		}
		n, _ = r.reference(n, section)
	}
	r.errorf(start.pos, "O102", "the reference leads to itself or through more than %d others", maxHops)
	return nil
}
