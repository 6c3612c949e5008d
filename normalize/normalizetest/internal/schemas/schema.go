// Package schemas reads the schemas of a document: where a path leads, and whether a
// value is of a schema.
package schemas

import (
	"fmt"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
)

// Response is the answer that the operation declares for the status, or nil. The
// default answer does not count.
func Response(op *openapi.Operation, status int) *openapi.Response {
	text := fmt.Sprint(status)
	for _, r := range op.Responses {
		if r.Status == text || strings.EqualFold(r.Status, text[:1]+"XX") {
			return r
		}
	}
	return nil
}

// Declared gives the answer that an operation declares for a status: by the status, by
// its class, or as the default. It is nil where there is none.
func Declared(op *openapi.Operation, status int) *openapi.Response {
	if resp := Response(op, status); resp != nil {
		return resp
	}
	for _, resp := range op.Responses {
		if resp.Status == "default" {
			return resp
		}
	}
	return nil
}

// IsOf reports whether s is the component with the name or has it as a variant.
func IsOf(s *openapi.Schema, name string, depth int) bool {
	if s.Ref == name {
		return true
	}
	if depth > 4 {
		return false
	}
	for _, v := range s.Variants {
		if IsOf(v, name, depth+1) {
			return true
		}
	}
	return false
}

// FreeText reports whether any text is of the schema: it is text, and neither an enum
// nor of a format that says what the text means.
func FreeText(s *openapi.Schema) bool {
	if s == nil || len(s.Enum) > 0 || TypeOf(s) != openapi.String && TypeOf(s) != openapi.Any {
		return s == nil
	}
	switch s.Format {
	case "date-time", "date", "time", "uuid", "email", "uri", "url", "uri-reference", "hostname", "ipv4", "ipv6", "byte":
		return false
	}
	return true
}

// ArrayOf is s where it is an array, or its variant that is one.
func ArrayOf(s *openapi.Schema) *openapi.Schema {
	if s == nil || s.Items != nil {
		return s
	}
	for _, v := range s.Variants {
		if v.Items != nil {
			return v
		}
	}
	return s
}

// At gives the schema at p below s, or nil. Among variants the first that has
// the path counts.
func At(s *openapi.Schema, p jsontree.Path) *openapi.Schema {
	if s == nil || len(p) == 0 {
		return s
	}
	if jsontree.IsIndex(p[0]) {
		if s.Items != nil {
			return At(s.Items, p[1:])
		}
	} else if prop := s.Property(p[0]); prop != nil {
		return At(prop.Schema, p[1:])
	}
	if s.Type == openapi.Object && len(s.Properties) > 0 {
		return nil // a union of objects has the properties of all its members
	}
	for _, v := range s.Variants {
		if found := At(v, p); found != nil {
			return found
		}
	}
	return nil
}

// OfParam gives the schema of the parameter wherever it is, or nil.
func OfParam(op *openapi.Operation, name string) *openapi.Schema {
	for _, in := range []string{"query", "path", "header"} {
		if p := op.Param(name, in); p != nil {
			return p.Schema
		}
	}
	if op.Body != nil {
		return At(op.Body.Schema, jsontree.ParsePath(name))
	}
	return nil
}

func TypeOf(s *openapi.Schema) openapi.Type {
	switch {
	case s.Type != openapi.Any:
		return s.Type
	case len(s.Types) > 0:
		return s.Types[0]
	case len(s.Properties) > 0 || s.Free:
		return openapi.Object
	case s.Items != nil:
		return openapi.Array
	case len(s.Enum) > 0:
		return openapi.String
	}
	return openapi.Any
}
