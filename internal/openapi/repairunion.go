package openapi

import (
	"slices"
	"strings"
)

// enum repairs enum and const: null is taken out, values of an enum of strings
// that YAML read as something else become the strings they were written as.
func (s *schemaRepair) enum() {
	given := s.in.get("enum")
	if given == nil {
		if only := s.in.get("const"); only != nil {
			given = &node{kind: kindArray, items: []*node{only}, pos: only.pos}
		}
	}
	if given == nil {
		return
	}
	if given.kind != kindArray {
		s.warn(given.pos, "O205", "", "enum must be a list; ignored")
		return
	}
	isString := s.out.str("type") == "string"
	clean := &node{kind: kindArray, pos: given.pos}
	seen := map[string]bool{}
	for _, value := range given.items {
		if value.kind == kindNull {
			if !s.is31 && !s.out.isTrue("nullable") && len(given.items) > 1 {
				s.warn(value.pos, "O203", "add `nullable: true`", "null is in the enum of a schema that is not nullable; taken as nullable")
			}
			s.nullable()
			continue
		}
		if isString && value.kind != kindString {
			t := text(value)
			if t == nil {
				s.warn(value.pos, "O204", "", "an enum of strings has %s; left out", value.kind)
				continue
			}
			s.warn(value.pos, "O204", "put it in quotes", "the enum value %s is %s; taken as the string %q", t.text, value.kind, t.text)
			value = t
		}
		if value.kind < kindArray && seen[value.kind.String()+value.text] {
			s.warn(value.pos, "O204", "", "the enum has %q twice", value.text)
			continue
		}
		seen[value.kind.String()+value.text] = true
		clean.items = append(clean.items, value)
	}
	if len(clean.items) > 0 {
		s.out.set("enum", clean)
	}
}

// unions repairs allOf, oneOf and anyOf and their discriminator.
func (s *schemaRepair) unions() {
	for _, name := range []string{"allOf", "oneOf", "anyOf"} {
		given := s.in.get(name)
		if given == nil {
			continue
		}
		parts := &node{kind: kindArray, pos: given.pos}
		for _, item := range s.list(given, name) {
			if name != "allOf" && (isNull(item) || s.nulls[s.through(item)]) {
				s.nullable()
				continue
			}
			s.schema(item)
			parts.items = append(parts.items, item)
		}
		if len(parts.items) > 0 && (name == "allOf" || !constraintsOnly(parts.items)) {
			s.out.set(name, parts)
		}
	}
	given := s.in.get("discriminator")
	if given == nil || (s.out.get("oneOf") == nil && s.out.get("anyOf") == nil) {
		return
	}
	if given.kind != kindObject || text(given.get("propertyName")) == nil {
		s.warn(given.pos, "O205", "", "discriminator must be a mapping with a propertyName; ignored")
		return
	}
	clean := objectNode(given.pos)
	copyText(clean, given, "propertyName")
	if mapping := given.get("mapping"); mapping != nil && mapping.kind == kindObject {
		clean.set("mapping", s.mapping(mapping))
	}
	s.out.set("discriminator", clean)
}

// mapping keeps the entries of a discriminator's mapping that lead to component
// schemas of this document; an entry may be a reference or a bare name.
func (s *schemaRepair) mapping(given *node) *node {
	clean := objectNode(given.pos)
	for _, f := range given.fields {
		if f.value.kind != kindString {
			continue
		}
		if s.names.used[f.value.text] {
			clean.fields = append(clean.fields, field{f.name, f.pos, stringNode(refTo(f.value.text), f.value.pos)})
			continue
		}
		if !strings.ContainsAny(f.value.text, "/#:.") {
			s.warn(f.value.pos, "O201", "", "the discriminator maps %q to %q, which is no schema", f.name, f.value.text)
			continue
		}
		holder := objectNode(f.value.pos)
		holder.set("$ref", f.value)
		if target, component := s.reference(holder, inSchemas); target != nil && component != "" {
			clean.fields = append(clean.fields, field{f.name, f.pos, stringNode(refTo(component), f.value.pos)})
		}
	}
	return clean
}

// isNull reports whether a schema allows nothing but null.
func isNull(n *node) bool {
	if n.kind != kindObject {
		return n.kind == kindNull
	}
	if t := n.get("type"); t != nil {
		return t.kind == kindNull || t.text == "null" || t.kind == kindArray && len(t.items) == 1 && t.items[0].text == "null"
	}
	if c := n.get("const"); c != nil {
		return c.kind == kindNull
	}
	// A common spelling in 3.0: an enum of only null.
	enum := n.get("enum")
	return enum != nil && len(enum.items) == 1 && enum.items[0].kind == kindNull
}

// constraintsOnly reports whether the members of a union only say which of the
// schema's own properties are required.
func constraintsOnly(parts []*node) bool {
	for _, part := range parts {
		if !slices.ContainsFunc(part.fields, func(f field) bool { return f.name == "required" }) {
			return false
		}
		for _, f := range part.fields {
			if f.name != "required" && f.name != "description" && (f.name != "type" || f.value.text != "object") {
				return false
			}
		}
	}
	return true
}
