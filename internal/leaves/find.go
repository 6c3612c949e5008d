package leaves

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

// NotFound says why a path does not lead anywhere in a schema.
type NotFound struct {
	Message string
	Hint    string
}

// Find follows p in s. The schema it gives is never nil where NotFound is nil.
func Find(s *openapi.Schema, p Path) (*openapi.Schema, *NotFound) {
	at := s
	for i, seg := range p {
		if seg.Name == "" {
			list := As(at, openapi.Array)
			if list == nil || list.Items == nil {
				return nil, &NotFound{Message: fmt.Sprintf("%s is not an array", where(s, p[:i]))}
			}
			at = list.Items
			continue
		}
		prop := at.Property(seg.Name)
		if object := As(at, openapi.Object); prop == nil && object != nil {
			prop = object.Property(seg.Name)
		}
		if prop == nil {
			return nil, missing(s, at, p, i)
		}
		at = prop.Schema
	}
	return at, nil
}

// As gives s as a schema of the type: itself, or its one member of that type
// where it is a union of several types. It is nil where there is none.
func As(s *openapi.Schema, t openapi.Type) *openapi.Schema {
	if s.Type == t {
		return s
	}
	var found *openapi.Schema
	for _, v := range s.Variants {
		if v.Type == t {
			if found != nil {
				return nil
			}
			found = v
		}
	}
	return found
}

// Mixed reports whether values of the schema are of several JSON types, of which
// what reads one looks at the type first.
func Mixed(s *openapi.Schema) bool {
	return s != nil && s.Type == openapi.Any && (len(s.Types) > 1 || len(s.Variants) > 1)
}

func missing(root, at *openapi.Schema, p Path, i int) *NotFound {
	switch {
	case at.Type == openapi.Array:
		return &NotFound{
			Message: fmt.Sprintf("%s is an array, and %q is a property", where(root, p[:i]), p[i].Name),
			Hint:    fmt.Sprintf("name an element: %s", slices.Concat(p[:i], Path{{}}, p[i:]).Written()),
		}
	case len(at.Properties) == 0:
		return &NotFound{Message: fmt.Sprintf("no property %q: %s declares none", p[i].Name, where(root, p[:i]))}
	}
	names := make([]string, 0, len(at.Properties))
	for _, prop := range at.Properties {
		names = append(names, prop.Name)
	}
	hint := ""
	switch name := p[i].Name; {
	case name == "$" && i == 0 && len(p) > 1:
		hint = "a path begins in the record: " + p[1:].Written()
	case strings.Contains(strings.Trim(name, "/"), "/"):
		hint = "a property of a property stands behind a dot: " + strings.ReplaceAll(strings.Trim(name, "/"), "/", ".")
	case len(names) <= 12:
		hint = "declared there: " + strings.Join(names, ", ")
	}
	return &NotFound{
		Message: fmt.Sprintf("no property %q in %s%s", p[i].Name, where(root, p[:i]), diag.Suggest(p[i].Name, names)),
		Hint:    hint,
	}
}

// where names the schema at p for a message.
func where(root *openapi.Schema, p Path) string {
	s, _ := Find(root, p)
	if s != nil && s.Ref != "" {
		return "schema " + s.Ref
	}
	if len(p) == 0 {
		return "the record"
	}
	if root.Ref == "" {
		return p.Written()
	}
	return fmt.Sprintf("%s of schema %s", p.Written(), root.Ref)
}
