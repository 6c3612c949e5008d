package openapi

import "slices"

// overrides are what stands beside a reference.
type overrides struct {
	nullable    bool
	description string
	fallback    *node // default
}

// plain reports whether the schema can stand for itself: a description alone does
// not make it another one.
func (o overrides) plain() bool { return !o.nullable && o.fallback == nil }

// add adds what stands at an outer schema's node n; the outer wins.
func (o *overrides) add(n *node) {
	o.nullable = o.nullable || n.isTrue("nullable")
	if o.description == "" {
		o.description = n.str("description")
	}
	if o.fallback == nil {
		o.fallback = n.get("default")
	}
}

// unwrap goes through schemas that only wrap another: a reference, an allOf, oneOf
// or anyOf of one. It gives the component it ends at, or the node.
func (r *resolver) unwrap(n *node) (component *Schema, end *node, over overrides) {
	for {
		if ref := n.str("$ref"); ref != "" {
			over.add(n)
			return r.components[pointer(ref)[2]], nil, over
		}
		inner, remarks := wrapped(n)
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
func wrapped(n *node) (inner *node, remarks []*node) {
	for _, f := range n.fields {
		if f.name != "allOf" && f.name != "oneOf" && f.name != "anyOf" {
			if !isRemark(f) {
				return nil, nil
			}
			continue
		}
		for _, item := range f.value.items {
			remark := f.name == "allOf" && !slices.ContainsFunc(item.fields, func(f field) bool { return !isRemark(f) })
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
func isRemark(f field) bool {
	switch f.name {
	case "nullable", "description", "default":
		return true
	}
	return f.name == "type" && f.value.text == string(Object)
}
