package openapi

import (
	"slices"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// group is the parts that a value of a type can be of.
type group struct {
	of    Type // Number for an integer too
	parts []*node.Node
}

// clash tells the parts of an allOf apart that contradict each other: no value is of
// the types of all. Each group is of one type, in the order of the parts, and has
// the parts that say nothing of the type too. There are none where nothing clashes.
func (r *resolver) clash(parts []*node.Node) []group {
	if common, any := r.common(parts); any || len(common) > 0 {
		return nil
	}
	var out []group
	for _, part := range parts {
		for _, t := range r.demanded(part) {
			if !slices.ContainsFunc(out, func(g group) bool { return g.of == t }) {
				out = append(out, group{of: t})
			}
		}
	}
	for i := range out {
		for _, part := range parts {
			if types := r.demanded(part); len(types) == 0 || slices.Contains(types, out[i].of) {
				out[i].parts = append(out[i].parts, part)
			}
		}
	}
	return out
}

// common gives the types that all parts ask of a value; any where none asks for one.
func (r *resolver) common(parts []*node.Node) (types []Type, any bool) {
	any = true
	for _, part := range parts {
		switch wanted := r.demanded(part); {
		case len(wanted) == 0:
		case any:
			types, any = wanted, false
		default:
			types = slices.DeleteFunc(slices.Clone(types), func(t Type) bool { return !slices.Contains(wanted, t) })
		}
	}
	return types, any
}

// narrow leaves of the several types of s those that all parts ask for.
func (r *resolver) narrow(s *Schema, parts []*node.Node) {
	if len(s.Types) == 0 {
		return
	}
	common, _ := r.common(parts)
	s.Types = slices.DeleteFunc(slices.Clone(s.Types), func(t Type) bool {
		return !slices.Contains(common, t) && !(t == Integer && slices.Contains(common, Number))
	})
	if len(s.Types) == 1 {
		s.Type, s.Types = s.Types[0], nil
	}
}

// demanded gives the types that the keywords of a part ask of a value; none where it
// takes any. An integer is a number here. That something is an object is often
// repeated where it is none, and asks for nothing by itself.
func (r *resolver) demanded(part *node.Node) []Type {
	inner := part.Get("properties") != nil || part.Get("additionalProperties") != nil
	types := r.types[part]
	if given := part.Str("type"); given != "" {
		types = []string{given}
	}
	var out []Type
	for _, t := range types {
		if t := Type(t); t == Integer {
			out = append(out, Number)
		} else if t != Object || inner || len(types) > 1 {
			out = append(out, t)
		}
	}
	switch {
	case len(types) > 0:
		return out
	case inner:
		return []Type{Object}
	case part.Get("items") != nil:
		return []Type{Array}
	}
	return nil
}

// either makes s one of several schemas that an allOf says it is all of.
func (m *merger) either(s *Schema, n *node.Node, groups []group) {
	for _, g := range groups {
		v := &Schema{Pos: m.Files.At(n.Pos)}
		m.inline = append(m.inline, v)
		m.fillFrom(v, n, g.parts)
		if len(v.Types) > 0 {
			v.Type, v.Types = g.of, nil
			infer(v)
			fit(v)
		}
		s.Variants = append(s.Variants, v)
	}
	s.Description = s.Variants[0].Description
	m.clashes(m.Files.At(n.Pos), s.Variants[0], s.Variants[1])
}

func (r *resolver) clashes(at diag.Pos, a, b *Schema) {
	r.WarnAt(at, "O214", "say in an overlay which of them it is",
		"one value has to be %s and %s; it is taken as one of them", kindOf(a), kindOf(b))
}

// kindOf names the type of a schema in words.
func kindOf(s *Schema) string {
	switch s.Type {
	case String:
		return "a text"
	case Boolean:
		return "true or false"
	case Object:
		return "an object"
	case Array:
		return "an array"
	}
	return "a number"
}
