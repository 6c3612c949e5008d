package client

import (
	"fmt"
	"go/token"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

const goNameExtension = "x-go-name"

// prepare gives names of their own to what the generator would give the same
// name, or one that hides something the emitted function needs: both make code
// that does not compile. Everything else keeps the name that the generator
// chooses.
func prepare(doc *openapi3.T) {
	w := walker{seen: make(map[*openapi3.Schema]bool)}
	if doc.Components != nil {
		w.components(doc.Components)
	}
	if doc.Paths != nil {
		for _, path := range doc.Paths.InMatchingOrder() {
			w.pathItem(doc.Paths.Value(path))
		}
	}
}

// builderScope holds the lower-case names that a request builder or a client
// method uses itself: a path parameter named so would hide them.
var builderScope = func() map[string]bool {
	names := []string{
		"body", "bodyReader", "bodyStr", "buf", "c", "contentType", "ctx", "err", "operationPath", "params",
		"queryURL", "queryValues", "rawQueryFragments", "req", "reqEditors", "rsp", "server", "serverURL", "stringer",
		// imports
		"bytes", "context", "fmt", "http", "io", "json", "runtime", "strings", "url",
		// predeclared identifiers in use
		"byte", "error", "nil", "string",
	}
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}()

// pathParams renames path parameters that would hide a name or each other.
func pathParams(params []*openapi3.Parameter) {
	taken := make(map[string]bool)
	for _, p := range params {
		name := codegen.SchemaNameToTypeName(p.Name)
		choice := name
		for n := 1; builderScope[codegen.LowercaseFirstCharacters(choice)] || taken[choice]; n++ {
			choice = "Path" + name
			if n > 1 {
				choice = fmt.Sprintf("Path%s%d", name, n)
			}
		}
		taken[choice] = true
		if choice != name {
			p.Extensions = withGoName(p.Extensions, choice)
		}
	}
}

// otherParams renames parameters that would become the same struct field.
func otherParams(params []*openapi3.Parameter) {
	f := newFields(len(params))
	for _, p := range params {
		if name, changed := f.take(p.Name); changed {
			p.Extensions = withGoName(p.Extensions, name)
		}
	}
}

// properties renames properties that would become the same struct field.
func properties(props openapi3.Schemas) {
	f := newFields(len(props))
	for _, name := range slices.Sorted(maps.Keys(props)) {
		if goName, changed := f.take(name); changed {
			props[name].Extensions = withGoName(props[name].Extensions, goName)
		}
	}
}

// fields hands out the field names of one struct.
type fields map[string]bool

func newFields(size int) fields { return make(fields, size) }

// take gives the field name for a property, and whether it differs from the
// generator's own. That may be no exported name, as of text in a script without
// capitals: the field could not be read, or would be embedded.
func (f fields) take(property string) (string, bool) {
	name := codegen.SchemaNameToTypeName(property)
	base := name
	if !token.IsIdentifier(base) || !token.IsExported(base) {
		base = fmt.Sprintf("X%X", property)
	}
	choice := base
	for n := 2; f[choice]; n++ {
		choice = fmt.Sprintf("%s%d", base, n)
	}
	f[choice] = true
	return choice, choice != name
}

// withGoName copies: the map may be shared with another reference.
func withGoName(extensions map[string]any, name string) map[string]any {
	out := maps.Clone(extensions)
	if out == nil {
		out = make(map[string]any, 1)
	}
	out[goNameExtension] = name
	return out
}
