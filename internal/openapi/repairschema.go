package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// keywords are the schema keywords that are read; ignored are those known ones
// that bear on nothing here.
var (
	keywords = []string{
		"$ref", "type", "nullable", "format", "description", "enum", "const", "properties", "required", "items",
		"allOf", "oneOf", "anyOf", "discriminator", "additionalProperties", "default", "minimum", "maximum",
		"exclusiveMinimum", "exclusiveMaximum",
	}
	ignored = []string{
		"title", "example", "examples", "xml", "externalDocs", "pattern", "minLength", "maxLength", "minItems", "maxItems",
		"uniqueItems", "minProperties", "maxProperties", "multipleOf", "readOnly", "writeOnly", "deprecated", "not",
		"if", "then", "else", "prefixItems", "contains", "minContains", "maxContains", "patternProperties",
		"propertyNames", "dependentSchemas", "dependentRequired", "unevaluatedItems", "unevaluatedProperties",
		"contentEncoding", "contentMediaType", "contentSchema", "additionalItems", "dependencies", "definitions", "id",
	}
	knownKeywords = append(slices.Clone(keywords), ignored...)

	schemaTypes = []string{"string", "number", "integer", "boolean", "object", "array"}
)

// schema repairs a schema in place.
func (r *repairer) schema(n *node) {
	if r.done[n] {
		return
	}
	r.done[n] = true
	if n.kind != kindObject {
		// true and false are schemas in 3.1: anything, and nothing that could be sent.
		if n.kind != kindBool {
			r.errorf(n.pos, "O101", "a schema must be a mapping, not %s", n.kind)
		}
		*n = node{kind: kindObject, pos: n.pos}
		return
	}
	r.given[n] = slices.Clone(n.fields)
	if n.index("$ref") >= 0 && !r.schemaRef(n) {
		return
	}
	s := schemaRepair{repairer: r, in: *n, out: objectNode(n.pos), at: n}
	s.keywords()
	s.typeNames()
	s.enum()
	s.unions()
	s.bounds()
	s.object()
	s.items()
	n.fields = s.out.fields
}

// schemaRef repairs a schema that is a reference, and reports whether more than
// the reference is left to repair.
func (r *repairer) schemaRef(n *node) bool {
	target, component := r.reference(n, inSchemas)
	if target == nil {
		n.remove("$ref")
		return true
	}
	ref := n.get("$ref")
	if component != "" && !r.names.used[component] {
		r.warn(ref.pos, "O201", "", "the reference %q points at no schema", ref.text)
		n.remove("$ref")
		return true
	}
	if r.circular(n) {
		r.warn(ref.pos, "O206", "", "the reference %q leads around in a circle, or on to more than %d others; taken as anything", ref.text, maxHops)
		n.remove("$ref")
		return true
	}
	if component == "" {
		component = r.hoist(target, pointer(ref.text))
	}
	plain := objectNode(n.pos)
	plain.set("$ref", stringNode(refTo(component), ref.pos))
	more := slices.ContainsFunc(n.fields, func(f field) bool {
		return slices.Contains([]string{"type", "properties", "required", "allOf", "oneOf", "anyOf", "items", "enum"}, f.name)
	})
	if more && r.is31 {
		// Beside a reference, 3.1 lets other keywords count: both hold.
		own := objectNode(n.pos)
		own.fields = slices.DeleteFunc(slices.Clone(n.fields), func(f field) bool { return f.name == "$ref" || f.name == "allOf" })
		parts := []*node{plain, own}
		if all := n.get("allOf"); all != nil && all.kind == kindArray {
			parts = append(parts, all.items...)
		}
		n.fields = []field{{name: "allOf", pos: n.pos, value: &node{kind: kindArray, items: parts, pos: n.pos}}}
		r.done[plain] = true
		return true
	}
	for _, f := range n.fields {
		switch f.name {
		case "description":
			copyText(plain, n, "description")
		case "nullable":
			if n.isTrue("nullable") {
				plain.set("nullable", f.value)
			}
		case "default":
			plain.set("default", f.value)
		}
	}
	n.fields = plain.fields
	return false
}

// schemaRepair repairs one schema: in is what was given, out what comes of it,
// at the node the schema keeps.
type schemaRepair struct {
	*repairer
	in  node
	out *node
	at  *node
}

// keywords copies what needs no repair and tells of likely slips.
func (s *schemaRepair) keywords() {
	copyText(s.out, &s.in, "description", "format")
	if v := s.in.get("default"); v != nil {
		s.out.set("default", v)
	}
	for _, f := range s.in.fields {
		if strings.HasPrefix(f.name, "x-") || strings.HasPrefix(f.name, "$") || slices.Contains(knownKeywords, f.name) {
			continue
		}
		if near := diag.Suggest(f.name, knownKeywords); near != "" {
			s.warn(f.pos, "O205", "", "the schema keyword %q is not known and ignored%s", f.name, near)
		}
	}
	if s.in.isTrue("nullable") {
		s.nullable()
		if s.is31 {
			s.warn(s.in.get("nullable").pos, "O203", "", "OpenAPI 3.1 has no nullable; taken as meant")
		}
	}
}

// nullable lets the schema be null.
func (s *schemaRepair) nullable() {
	if !s.out.isTrue("nullable") {
		s.out.set("nullable", boolNode(true, s.in.pos))
	}
}

func (s *schemaRepair) typeNames() {
	given := s.in.get("type")
	if given == nil {
		return
	}
	names := []*node{given}
	if given.kind == kindArray {
		names = given.items
		if !s.is31 {
			s.warn(given.pos, "O203", "", "a list of types is OpenAPI 3.1; taken as meant")
		}
	}
	var types []string
	for _, name := range names {
		switch {
		case name.kind == kindNull || name.text == "null":
			if !s.is31 && given.kind != kindArray {
				s.warn(name.pos, "O203", "", `the type "null" is OpenAPI 3.1; taken as meant`)
			}
			s.nullable()
		case name.kind != kindString:
			s.errorf(name.pos, "O101", "a type must be a string, not %s", name.kind)
		case !slices.Contains(schemaTypes, name.text):
			s.diags.ErrorHint(s.src.at(given.pos), "O110", "the types are string, number, integer, boolean, object and array",
				"%q is no type of a schema%s", name.text, diag.Suggest(name.text, schemaTypes))
			return
		case !slices.Contains(types, name.text):
			types = append(types, name.text)
		}
	}
	if len(types) == 2 && slices.Contains(types, "number") && slices.Contains(types, "integer") {
		types = []string{"number"}
	}
	switch len(types) {
	case 0:
	case 1:
		s.out.set("type", stringNode(types[0], given.pos))
	default:
		s.types[s.at] = types
	}
}

func (s *schemaRepair) bounds() {
	for _, side := range []struct{ plain, exclusive string }{{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}} {
		bound := s.in.get(side.plain)
		if bound == nil {
			bound = s.in.get(side.exclusive)
		}
		if bound == nil || bound.kind != kindNumber {
			continue
		}
		if _, err := strconv.ParseFloat(bound.text, 64); err != nil {
			s.warn(bound.pos, "O205", "", "the bound %s is no number that can be held; ignored", bound.text)
			continue
		}
		s.out.set(side.plain, bound)
	}
}

func (s *schemaRepair) object() {
	if props := s.in.get("properties"); s.isObject(props, "properties") {
		clean := objectNode(props.pos)
		clean.fields = props.fields
		for _, f := range props.fields {
			s.schema(f.value)
		}
		s.out.set("properties", clean)
	}
	s.required()
	switch extra := s.in.get("additionalProperties"); {
	case extra == nil:
	case extra.kind == kindBool:
		s.out.set("additionalProperties", extra)
	default:
		s.schema(extra)
		s.out.set("additionalProperties", extra)
	}
	if s.out.get("additionalProperties") == nil && s.in.get("patternProperties") != nil {
		s.out.set("additionalProperties", boolNode(true, s.in.pos))
	}
}

func (s *schemaRepair) required() {
	given := s.in.get("required")
	if given == nil {
		return
	}
	if given.kind != kindArray {
		s.warn(given.pos, "O205", "list the required properties in `required` of the object that has them",
			"required must be a list of property names; ignored")
		return
	}
	clean := &node{kind: kindArray, pos: given.pos}
	seen := map[string]bool{}
	for _, item := range given.items {
		if name := text(item); name != nil && !seen[name.text] {
			seen[name.text] = true
			clean.items = append(clean.items, name)
		}
	}
	if len(clean.items) > 0 {
		s.out.set("required", clean)
	}
}

func (s *schemaRepair) items() {
	items := s.in.get("items")
	isArray := s.out.str("type") == "array" || slices.Contains(s.types[s.at], "array")
	switch {
	case items == nil && !isArray:
		return
	case items == nil || items.kind == kindArray:
		if items == nil && !s.is31 {
			s.warn(s.in.pos, "O205", "say what the array holds in `items`", "an array without items; its items are taken as anything")
		}
		items = objectNode(s.in.pos)
	}
	s.schema(items)
	s.out.set("items", items)
	if s.out.get("type") == nil && !isArray && s.out.get("properties") == nil {
		s.out.set("type", stringNode("array", s.in.pos))
	}
}
