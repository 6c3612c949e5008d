package openapi

import (
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/naming"
)

// named makes components of inline schemas of objects: those at the places, each
// a component's name or an operation's id, a slash, and a path below it. The
// place becomes the component's name. A place where there is none is left to
// those who ask for it.
func named(doc *Document, names *naming.Namer, places []string) {
	for _, place := range places {
		root, path, ok := strings.Cut(place, "/")
		if !ok || doc.Schema(place) != nil {
			continue
		}
		s := doc.at(root, path)
		if s == nil || s.Ref != "" || s.Type != Object || s.Free {
			continue
		}
		s.Ref, s.GoName = place, names.Schema(place)
		doc.addSchema(s)
	}
}

// at follows a path of names, an element of an array being [], below a component
// or the answer of an operation; nil where it leads nowhere.
func (d *Document) at(root, path string) *Schema {
	s := d.Schema(root)
	if op := d.Operation(root); s == nil && op != nil && op.Success() != nil {
		s = op.Success().Schema
	}
	for step := range strings.SplitSeq(path, ".") {
		if s == nil {
			return nil
		}
		name := strings.TrimRight(step, "[]")
		if name != "" {
			p := s.Property(name)
			if p == nil {
				return nil
			}
			s = p.Schema
		}
		for range strings.Count(step, "[]") {
			if s = s.Items; s == nil {
				return nil
			}
		}
	}
	return s
}
