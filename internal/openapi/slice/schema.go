package slice

import (
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// schema gives the schema as the generator sees it; at is where an inline one
// stands, as the generator names types for it.
func (s *slicer) schema(schema *openapi.Schema, at string) *openapi3.SchemaRef {
	if s.raw(schema) {
		return rawJSON(schema)
	}
	if schema.Ref == "" {
		return &openapi3.SchemaRef{Value: s.value(schema, at)}
	}
	if known := s.components[schema.Ref]; known != nil {
		return &openapi3.SchemaRef{Ref: known.Ref, Value: known.Value}
	}
	component := s.doc.Schema(schema.Ref)
	ref := &openapi3.SchemaRef{Ref: "#/components/schemas/" + component.GoName, Value: &openapi3.Schema{}}
	s.components[schema.Ref] = ref
	s.queue = append(s.queue, component)
	return &openapi3.SchemaRef{Ref: ref.Ref, Value: ref.Value}
}

// finish fills the components that are used; that may bring in more.
func (s *slicer) finish() {
	for len(s.queue) > 0 {
		component := s.queue[0]
		s.queue = s.queue[1:]
		value := s.components[component.Ref].Value
		*value = *s.value(component, component.GoName)
		s.out[component.GoName] = &openapi3.SchemaRef{Value: value}
	}
}

// raw reports whether the schema becomes raw JSON: where it has no single plain
// Go type, or nothing in it is reached.
func (s *slicer) raw(schema *openapi.Schema) bool {
	switch {
	case scalar(schema):
		return false
	case schema.Type == openapi.Any || schema.Free || endless(schema) || len(schema.Variants) > 0 && len(schema.Properties) == 0:
		return true
	case s.keep == nil:
		return false
	}
	// An array is reached with its items.
	for range node.MaxHops {
		if s.keep[schema] || schema.Ref != "" && s.keepRefs[schema.Ref] {
			return false
		}
		if schema.Type != openapi.Array {
			return true
		}
		schema = schema.Items
	}
	return true
}

// endless reports whether a schema is an array of arrays of arrays, without an
// end: no Go type is.
func endless(schema *openapi.Schema) bool {
	for range node.MaxHops {
		if schema.Type != openapi.Array {
			return false
		}
		schema = schema.Items
	}
	return true
}

// rawJSON is a value that is left as the bytes it came in.
func rawJSON(schema *openapi.Schema) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Value: &openapi3.Schema{
		Description: clean(schema.Description),
		Extensions: map[string]any{
			"x-go-type":                       "json.RawMessage",
			"x-go-type-import":                map[string]any{"path": "encoding/json"},
			"x-go-type-skip-optional-pointer": true,
		},
	}}
}

// value gives the schema itself, written out.
func (s *slicer) value(schema *openapi.Schema, at string) *openapi3.Schema {
	out := &openapi3.Schema{
		Type:        &openapi3.Types{string(schema.Type)},
		Description: clean(schema.Description),
		Nullable:    schema.Nullable,
	}
	switch schema.Type {
	case openapi.Integer:
		out.Format = "int64"
	case openapi.Number:
		if s.exact[schema] || schema.Ref != "" && s.exactRefs[schema.Ref] {
			out.Extensions = map[string]any{
				"x-go-type":        "json.Number",
				"x-go-type-import": map[string]any{"path": "encoding/json"},
			}
		}
		out.Format = "double"
	case openapi.String:
		if s.enumFits(schema, at) {
			for _, v := range schema.Enum {
				out.Enum = append(out.Enum, v)
			}
		}
	case openapi.Array:
		out.Items = s.schema(schema.Items, at+itemMark)
	case openapi.Object:
		s.object(out, schema, at)
	}
	return out
}

func (s *slicer) object(out *openapi3.Schema, schema *openapi.Schema, at string) {
	out.Properties = make(openapi3.Schemas, len(schema.Properties))
	for i, p := range schema.Properties {
		if !naming.Safe(p.Name) {
			continue
		}
		property := s.schema(p.Schema, at+naming.Go(p.Name))
		property.Extensions = map[string]any{"x-order": float64(i)} // the type that the generator looks for
		out.Properties[p.Name] = property
		// A required property of a component type that may be null here, or that
		// holds itself, needs a pointer, which the generator only gives to one
		// that is not required.
		if p.Required && !(property.Ref != "" && (p.Schema.Nullable || s.holdsItself(p.Schema))) {
			out.Required = append(out.Required, p.Name)
		}
	}
}

// holdsItself reports whether every value of a component would hold another one:
// required properties lead back to it.
func (s *slicer) holdsItself(component *openapi.Schema) bool {
	known, ok := s.holders[component.Ref]
	if !ok {
		known = holds(component, component.Ref, map[*openapi.Schema]bool{})
		s.holders[component.Ref] = known
	}
	return known
}

func holds(schema *openapi.Schema, ref string, seen map[*openapi.Schema]bool) bool {
	seen[schema] = true
	for _, p := range schema.Properties {
		if !p.Required || p.Schema.Type != openapi.Object || p.Schema.Nullable {
			continue
		}
		if p.Schema.Ref == ref || !seen[p.Schema] && holds(p.Schema, ref, seen) {
			return true
		}
	}
	return false
}

// itemMark follows the name of an array in that of its items. Whether the
// generator adds "Item" to it depends on what the items are.
const itemMark = "Item\x00"

// enumFits reports whether an enum can be a Go type of its own: its values make
// identifiers, and its name is free.
func (s *slicer) enumFits(schema *openapi.Schema, at string) bool {
	if len(schema.Enum) == 0 {
		return false
	}
	seen := map[string]bool{}
	for _, v := range schema.Enum {
		name := strings.ToLower(naming.Go(v))
		if v == "" || v != clean(v) || strings.ContainsAny(v, "\"\\\n") || seen[name] || name == "x" && strings.ToLower(v) != "x" {
			return false
		}
		seen[name] = true
	}
	var declares []string
	for _, at := range slices.Compact([]string{strings.ToLower(strings.ReplaceAll(at, itemMark, "")), strings.ToLower(strings.ReplaceAll(at, itemMark, "Item"))}) {
		if schema.Ref == "" && s.names.Taken(at) {
			return false
		}
		declares = append(declares, at)
		for name := range seen { // each value becomes a constant
			if s.names.Taken(at + name) {
				return false
			}
			declares = append(declares, at+name)
		}
	}
	for _, name := range declares {
		s.names.Take(name)
	}
	return true
}

// clean gives text that can stand in a Go comment or string: no control
// characters but newlines, nothing that ends a comment, no backquotes, no
// characters that change the direction of the text.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case r == '\n':
			return r
		case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
			return ' '
		case !unicode.IsPrint(r), r == '\ufffd':
			return -1
		}
		return r
	}, text)
	text = strings.NewReplacer("*/", "* /", "/*", "/ *").Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	// A line such as "go:generate" would become a directive. One of "+build" does so
	// behind spaces as well, and is moved to the top of the file when it is formatted.
	for i, line := range lines {
		if strings.HasPrefix(line, "go:") || strings.HasPrefix(line, "line ") {
			lines[i] = " " + line
		}
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "+build"); ok {
			lines[i] = "+ build" + rest
		}
	}
	return strings.Trim(strings.Join(slices.Compact(lines), "\n"), "\n ")
}
