package node

import (
	"net/url"
	"strings"
)

// The sections of components that a reference can point into.
const (
	InSchemas         = "schemas"
	InParameters      = "parameters"
	InResponses       = "responses"
	InRequestBodies   = "requestBodies"
	InHeaders         = "headers"
	InSecuritySchemes = "securitySchemes"
	InPathItems       = "pathItems"
	InMediaTypes      = "mediaTypes"
)

// MaxHops bounds a chain of references that lead to references.
const MaxHops = 64

// How a name stands in a reference, and back. A replacer is made ready at its
// first use: they are shared.
var (
	escapeName   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapeName = strings.NewReplacer("~1", "/", "~0", "~")
)

// Pointer splits the fragment of a reference that starts with "#/".
func Pointer(ref string) []string {
	path := strings.Split(ref[2:], "/")
	if !strings.ContainsAny(ref, "%~") {
		return path
	}
	for i, part := range path {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		path[i] = unescapeName.Replace(part)
	}
	return path
}

// RefTo is the reference that names a component schema.
func RefTo(component string) string {
	escaped := escapeName.Replace(component)
	return "#/components/schemas/" + strings.ReplaceAll(url.PathEscape(escaped), "%2F", "/")
}
