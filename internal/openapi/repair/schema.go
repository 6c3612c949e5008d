package repair

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/node"
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
func (r *repairer) schema(n *node.Node) {
	if r.done[n] {
		return
	}
	r.done[n] = true
	defer r.Own(n)()
	if n.Kind != node.KindObject {
		// true and false are schemas in 3.1: anything, and nothing that could be sent.
		if n.Kind != node.KindBool {
			r.Errorf(n.Pos, "O101", "a schema must be a mapping, not %s", n.Kind)
		}
		*n = node.Node{Kind: node.KindObject, Pos: n.Pos}
		return
	}
	r.given[n] = slices.Clone(n.Fields)
	if n.Index("$ref") >= 0 && !r.schemaRef(n) {
		return
	}
	s := schemaRepair{repairer: r, in: *n, out: node.NewObject(n.Pos), at: n}
	s.keywords()
	s.typeNames()
	s.enum()
	s.unions()
	s.bounds()
	s.object()
	s.items()
	n.Fields = s.out.Fields
}

// schemaRef repairs a schema that is a reference, and reports whether more than
// the reference is left to repair.
func (r *repairer) schemaRef(n *node.Node) bool {
	target, component := r.reference(n, node.InSchemas)
	if target == nil {
		n.Remove("$ref")
		return true
	}
	ref := n.Get("$ref")
	if component != "" && !r.names.Has(component) {
		r.Warn(ref.Pos, "O201", "", "the reference %q points at no schema", ref.Text)
		n.Remove("$ref")
		return true
	}
	if r.circular(n) {
		r.Warn(ref.Pos, "O206", "", "the reference %q leads around in a circle, or on to more than %d others; taken as anything", ref.Text, node.MaxHops)
		n.Remove("$ref")
		return true
	}
	if component == "" {
		component = r.hoist(target, node.Pointer(ref.Text))
	}
	plain := node.NewObject(n.Pos)
	plain.Set("$ref", node.NewString(node.RefTo(component), ref.Pos))
	more := slices.ContainsFunc(n.Fields, func(f node.Field) bool {
		return slices.Contains([]string{"type", "properties", "required", "allOf", "oneOf", "anyOf", "items", "enum"}, f.Name)
	})
	if more && r.is31 {
		// Beside a reference, 3.1 lets other keywords count: both hold.
		own := node.NewObject(n.Pos)
		own.Fields = slices.DeleteFunc(slices.Clone(n.Fields), func(f node.Field) bool { return f.Name == "$ref" || f.Name == "allOf" })
		parts := []*node.Node{plain, own}
		if all := n.Get("allOf"); all != nil && all.Kind == node.KindArray {
			parts = append(parts, all.Items...)
		}
		n.Fields = []node.Field{{Name: "allOf", Pos: n.Pos, Value: &node.Node{Kind: node.KindArray, Items: parts, Pos: n.Pos}}}
		r.done[plain] = true
		return true
	}
	for _, f := range n.Fields {
		switch f.Name {
		case "description":
			node.CopyText(plain, n, "description")
		case "nullable":
			if n.IsTrue("nullable") {
				plain.Set("nullable", f.Value)
			}
		case "default":
			plain.Set("default", f.Value)
		}
	}
	n.Fields = plain.Fields
	return false
}

// schemaRepair repairs one schema: in is what was given, out is the result,
// at the node the schema keeps.
type schemaRepair struct {
	*repairer
	in  node.Node
	out *node.Node
	at  *node.Node
}

// keywords copies what needs no repair and tells of likely slips.
func (s *schemaRepair) keywords() {
	node.CopyText(s.out, &s.in, "description", "format")
	if v := s.in.Get("default"); v != nil {
		s.out.Set("default", v)
	}
	for _, f := range s.in.Fields {
		if strings.HasPrefix(f.Name, "x-") || strings.HasPrefix(f.Name, "$") || slices.Contains(knownKeywords, f.Name) {
			continue
		}
		if near := diag.Suggest(f.Name, knownKeywords); near != "" {
			s.Warn(f.Pos, "O205", "", "the schema keyword %q is not known and ignored%s", f.Name, near)
		}
	}
	if s.in.IsTrue("nullable") {
		s.nullable()
		if s.is31 {
			s.Warn(s.in.Get("nullable").Pos, "O203", "", "OpenAPI 3.1 has no nullable; taken as meant")
		}
	}
}

// nullable lets the schema be null.
func (s *schemaRepair) nullable() {
	if !s.out.IsTrue("nullable") {
		s.out.Set("nullable", node.NewBool(true, s.in.Pos))
	}
}

func (s *schemaRepair) typeNames() {
	given := s.in.Get("type")
	if given == nil {
		return
	}
	names := []*node.Node{given}
	if given.Kind == node.KindArray {
		names = given.Items
		if !s.is31 {
			s.Warn(given.Pos, "O203", "", "a list of types is OpenAPI 3.1; taken as meant")
		}
	}
	var types []string
	for _, name := range names {
		switch {
		case name.Kind == node.KindNull || name.Text == "null":
			if !s.is31 && given.Kind != node.KindArray {
				s.Warn(name.Pos, "O203", "", `the type "null" is OpenAPI 3.1; taken as meant`)
			}
			s.nullable()
		case name.Kind != node.KindString:
			s.Errorf(name.Pos, "O101", "a type must be a string, not %s", name.Kind)
		case !slices.Contains(schemaTypes, name.Text):
			s.Diags.ErrorHint(s.Files.At(given.Pos), "O110", "the types are string, number, integer, boolean, object and array",
				"%q is not a schema type%s", name.Text, diag.Suggest(name.Text, schemaTypes))
			return
		case !slices.Contains(types, name.Text):
			types = append(types, name.Text)
		}
	}
	if len(types) == 2 && slices.Contains(types, "number") && slices.Contains(types, "integer") {
		types = []string{"number"}
	}
	switch len(types) {
	case 0:
	case 1:
		s.out.Set("type", node.NewString(types[0], given.Pos))
	default:
		s.types[s.at] = types
	}
}

func (s *schemaRepair) bounds() {
	for _, side := range []struct{ plain, exclusive string }{{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}} {
		bound := s.in.Get(side.plain)
		if bound == nil {
			bound = s.in.Get(side.exclusive)
		}
		if bound == nil || bound.Kind != node.KindNumber {
			continue
		}
		if _, err := strconv.ParseFloat(bound.Text, 64); err != nil {
			s.Warn(bound.Pos, "O205", "", "the bound %s is not a number that can be represented; ignored", bound.Text)
			continue
		}
		s.out.Set(side.plain, bound)
	}
}

func (s *schemaRepair) object() {
	if props := s.in.Get("properties"); s.IsObject(props, "properties") {
		clean := node.NewObject(props.Pos)
		clean.Fields = props.Fields
		for _, f := range props.Fields {
			s.schema(f.Value)
		}
		s.out.Set("properties", clean)
	}
	s.required()
	switch extra := s.in.Get("additionalProperties"); {
	case extra == nil:
	case extra.Kind == node.KindBool:
		s.out.Set("additionalProperties", extra)
	default:
		s.schema(extra)
		s.out.Set("additionalProperties", extra)
	}
	if s.out.Get("additionalProperties") == nil && s.in.Get("patternProperties") != nil {
		s.out.Set("additionalProperties", node.NewBool(true, s.in.Pos))
	}
}

func (s *schemaRepair) required() {
	given := s.in.Get("required")
	if given == nil {
		return
	}
	if given.Kind != node.KindArray {
		s.Warn(given.Pos, "O205", "list the required properties in `required` of the object that has them",
			"required must be a list of property names; ignored")
		return
	}
	clean := &node.Node{Kind: node.KindArray, Pos: given.Pos}
	seen := map[string]bool{}
	for _, item := range given.Items {
		if name := node.Text(item); name != nil && !seen[name.Text] {
			seen[name.Text] = true
			clean.Items = append(clean.Items, name)
		}
	}
	if len(clean.Items) > 0 {
		s.out.Set("required", clean)
	}
}

func (s *schemaRepair) items() {
	items := s.in.Get("items")
	isArray := s.out.Str("type") == "array" || slices.Contains(s.types[s.at], "array")
	switch {
	case items == nil && !isArray:
		return
	case items == nil || items.Kind == node.KindArray:
		if items == nil && !s.is31 {
			s.Warn(s.in.Pos, "O205", "say what the array holds in `items`", "an array without items; its items are taken as anything")
		}
		items = node.NewObject(s.in.Pos)
	}
	s.schema(items)
	s.out.Set("items", items)
	if s.out.Get("type") == nil && !isArray && s.out.Get("properties") == nil {
		s.out.Set("type", node.NewString("array", s.in.Pos))
	}
}
