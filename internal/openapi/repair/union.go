package repair

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// enum repairs enum and const: null is taken out, values of an enum of strings
// that YAML read as something else become the strings they were written as.
func (s *schemaRepair) enum() {
	given := s.in.Get("enum")
	if given == nil {
		if only := s.in.Get("const"); only != nil {
			given = &node.Node{Kind: node.KindArray, Items: []*node.Node{only}, Pos: only.Pos}
		}
	}
	if given == nil {
		return
	}
	if given.Kind != node.KindArray {
		s.Warn(given.Pos, "O205", "", "enum must be a list; ignored")
		return
	}
	isString := s.out.Str("type") == "string"
	clean := &node.Node{Kind: node.KindArray, Pos: given.Pos}
	seen := map[string]bool{}
	for _, value := range given.Items {
		if value.Kind == node.KindNull {
			if !s.is31 && !s.out.IsTrue("nullable") && len(given.Items) > 1 {
				s.Warn(value.Pos, "O203", "add `nullable: true`", "null is in the enum of a schema that is not nullable; taken as nullable")
			}
			s.nullable()
			continue
		}
		if isString && value.Kind != node.KindString {
			t := node.Text(value)
			if t == nil {
				s.Warn(value.Pos, "O204", "", "an enum of strings has %s; left out", value.Kind)
				continue
			}
			s.Warn(value.Pos, "O204", "put it in quotes", "the enum value %s is %s; taken as the string %q", t.Text, value.Kind, t.Text)
			value = t
		}
		if value.Kind < node.KindArray && seen[value.Kind.String()+value.Text] {
			s.Warn(value.Pos, "O204", "", "the enum has %q twice", value.Text)
			continue
		}
		seen[value.Kind.String()+value.Text] = true
		clean.Items = append(clean.Items, value)
	}
	if len(clean.Items) > 0 {
		s.out.Set("enum", clean)
	}
}

// unions repairs allOf, oneOf and anyOf and their discriminator.
func (s *schemaRepair) unions() {
	for _, name := range []string{"allOf", "oneOf", "anyOf"} {
		given := s.in.Get(name)
		if given == nil {
			continue
		}
		parts := &node.Node{Kind: node.KindArray, Pos: given.Pos}
		for _, item := range s.List(given, name) {
			if name != "allOf" && (isNull(item) || s.nulls[s.through(item)]) {
				s.nullable()
				continue
			}
			s.schema(item)
			parts.Items = append(parts.Items, item)
		}
		if len(parts.Items) > 0 && (name == "allOf" || !constraintsOnly(parts.Items)) {
			s.out.Set(name, parts)
		}
	}
	given := s.in.Get("discriminator")
	if given == nil {
		return
	}
	if given.Kind != node.KindObject || node.Text(given.Get("propertyName")) == nil {
		s.Warn(given.Pos, "O205", "", "discriminator must be a mapping with a propertyName; ignored")
		return
	}
	clean := node.NewObject(given.Pos)
	node.CopyText(clean, given, "propertyName")
	if mapping := given.Get("mapping"); mapping != nil && mapping.Kind == node.KindObject {
		clean.Set("mapping", s.mapping(mapping))
	}
	s.out.Set("discriminator", clean)
}

// mapping keeps the entries of a discriminator's mapping that lead to component
// schemas of this document; an entry may be a reference or a bare name.
func (s *schemaRepair) mapping(given *node.Node) *node.Node {
	clean := node.NewObject(given.Pos)
	for _, f := range given.Fields {
		if f.Value.Kind != node.KindString {
			continue
		}
		if s.names.Has(f.Value.Text) {
			clean.Fields = append(clean.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: node.NewString(node.RefTo(f.Value.Text), f.Value.Pos)})
			continue
		}
		if !strings.ContainsAny(f.Value.Text, "/#:.") {
			s.Warn(f.Value.Pos, "O201", "", "the discriminator maps %q to %q, which is not a schema", f.Name, f.Value.Text)
			continue
		}
		holder := node.NewObject(f.Value.Pos)
		holder.Set("$ref", f.Value)
		if target, component := s.reference(holder, node.InSchemas); target != nil && component != "" {
			clean.Fields = append(clean.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: node.NewString(node.RefTo(component), f.Value.Pos)})
		}
	}
	return clean
}

// isNull reports whether a schema allows nothing but null.
func isNull(n *node.Node) bool {
	if n.Kind != node.KindObject {
		return n.Kind == node.KindNull
	}
	if t := n.Get("type"); t != nil {
		return t.Kind == node.KindNull || t.Text == "null" || t.Kind == node.KindArray && len(t.Items) == 1 && t.Items[0].Text == "null"
	}
	if c := n.Get("const"); c != nil {
		return c.Kind == node.KindNull
	}
	// A common spelling in 3.0: an enum of only null.
	enum := n.Get("enum")
	return enum != nil && len(enum.Items) == 1 && enum.Items[0].Kind == node.KindNull
}

// constraintsOnly reports whether the members of a union only say which of the
// schema's own properties are required.
func constraintsOnly(parts []*node.Node) bool {
	for _, part := range parts {
		if !slices.ContainsFunc(part.Fields, func(f node.Field) bool { return f.Name == "required" }) {
			return false
		}
		for _, f := range part.Fields {
			if f.Name != "required" && f.Name != "description" && (f.Name != "type" || f.Value.Text != "object") {
				return false
			}
		}
	}
	return true
}
