package openapi

import (
	"slices"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// overrides are what stands beside a reference.
type overrides struct {
	nullable    bool
	description string
	fallback    *node.Node // default
}

// plain reports whether the schema can stand for itself: a description alone does
// not make it another one.
func (o overrides) plain() bool { return !o.nullable && o.fallback == nil }

// add adds what stands at an outer schema's node n; the outer wins.
func (o *overrides) add(n *node.Node) {
	o.nullable = o.nullable || n.IsTrue("nullable")
	if o.description == "" {
		o.description = n.Str("description")
	}
	if o.fallback == nil {
		o.fallback = n.Get("default")
	}
}

// unwrap goes through schemas that only wrap another: a reference, an allOf, oneOf
// or anyOf of one. It gives the component it ends at, or the node.
func (r *resolver) unwrap(n *node.Node) (component *Schema, end *node.Node, over overrides) {
	for {
		if ref := n.Str("$ref"); ref != "" {
			over.add(n)
			return r.components[node.Pointer(ref)[2]], nil, over
		}
		inner, remarks := r.wrapped(n)
		if inner == nil {
			return nil, n, over
		}
		over.add(n)
		for _, remark := range remarks {
			over.add(remark)
		}
		n = inner
	}
}

// wrapped gives the one schema that n wraps and what else an allOf around it
// remarks; nil where n says something itself.
func (r *resolver) wrapped(n *node.Node) (inner *node.Node, remarks []*node.Node) {
	if r.types[n] != nil {
		return nil, nil
	}
	for _, f := range n.Fields {
		if f.Name != "allOf" && f.Name != "oneOf" && f.Name != "anyOf" {
			if !isRemark(f) {
				return nil, nil
			}
			continue
		}
		for _, item := range f.Value.Items {
			remark := f.Name == "allOf" && r.types[item] == nil && !slices.ContainsFunc(item.Fields, func(f node.Field) bool { return !isRemark(f) })
			switch {
			case remark:
				remarks = append(remarks, item)
			case inner != nil:
				return nil, nil
			default:
				inner = item
			}
		}
	}
	return inner, remarks
}

// isRemark reports whether a keyword only remarks on a schema that stands beside
// it. The type is often repeated.
func isRemark(f node.Field) bool {
	switch f.Name {
	case "nullable", "description", "default":
		return true
	}
	return f.Name == "type" && f.Value.Text == string(Object)
}
