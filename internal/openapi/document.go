// Package openapi loads one provider's OpenAPI document and turns it into plain
// data: operations, parameters and schemas with the place where each stands.
// What is unsafe is refused, what real documents get wrong is repaired where the
// meaning is plain, and the result is what every later stage works on.
//
// Its rooms, each of which imports only those before it: node holds a document as a
// tree, problem adds what is found in it to the diagnostics, naming makes Go names,
// read, overlay and repair bring a document into one form. This package resolves
// that to plain data, and slice, which imports it, cuts out of the data what the
// client generator is given.
package openapi

import "github.com/parlancehq/parlance/internal/diag"

// Document is a loaded OpenAPI document. It is not changed after Load.
type Document struct {
	File       string // as in diagnostics
	Title      string
	Servers    []Server
	Schemes    []Scheme     // the security schemes, in document order
	Operations []*Operation // in document order
	Schemas    []*Schema    // the component schemas, in document order

	operations map[string]*Operation // by id
	schemas    map[string]*Schema    // by Ref
}

// Server is one base URL the document names, its variables unresolved.
type Server struct {
	URL         string
	Description string
	Variables   []ServerVariable
	Pos         diag.Pos
}

// ServerVariable is a {name} in a server's URL.
type ServerVariable struct {
	Name, Default string
	Enum          []string
}

// SchemeKind is the way a security scheme carries its credential.
type SchemeKind string

const (
	SchemeHeader SchemeKind = "header" // an API key in a header
	SchemeQuery  SchemeKind = "query"  // an API key in the query
	SchemeCookie SchemeKind = "cookie"
	SchemeBearer SchemeKind = "bearer"
	SchemeBasic  SchemeKind = "basic"
	SchemeOAuth2 SchemeKind = "oauth2" // the client credentials flow
	SchemeOther  SchemeKind = "other"  // declared, but nothing Parlance can send
)

// Scheme is a security scheme.
type Scheme struct {
	Name     string // its key in the document
	Kind     SchemeKind
	Param    string // header, query parameter or cookie name of an API key
	TokenURL string // of SchemeOAuth2
	Scopes   []string
	Pos      diag.Pos
}

// Operation is one method of one path.
type Operation struct {
	ID        string // operationId as the document spells it
	GoName    string // the exported Go name given to the client generator; unique, never reserved
	Method    string // upper case
	Path      string // the path template
	Summary   string
	Params    []*Parameter // path item's and operation's own, in document order
	Body      *Body        // nil without one
	Responses []*Response  // in document order
	Security  [][]string   // alternatives of scheme names that go together, the empty one left out; nil where none is needed
	Stated    bool         // whether the document says of the operation, or of all, what security they need
	Pos       diag.Pos
}

// Parameter is one path, query, header or cookie parameter.
type Parameter struct {
	Name     string
	In       string // path, query, header, cookie
	Required bool
	Style    string // never empty: the default of In is filled in
	Explode  bool
	Schema   *Schema
	Pos      diag.Pos
}

// Body is a request body; only JSON bodies have a Schema.
type Body struct {
	Required  bool
	MediaType string
	Schema    *Schema
	Pos       diag.Pos
}

// Response is one declared answer.
type Response struct {
	Status    string // "200", "4XX" or "default"
	MediaType string // the JSON media type; empty where the answer has none
	Schema    *Schema
	Headers   []*Parameter // In is "header"
	Pos       diag.Pos
}

// Type is a JSON type. The empty Type is "anything".
type Type string

const (
	Any     Type = ""
	String  Type = "string"
	Number  Type = "number"
	Integer Type = "integer"
	Boolean Type = "boolean"
	Object  Type = "object"
	Array   Type = "array"
)

// Schema is a resolved schema: references are followed (Ref keeps the name), an
// allOf is merged, "this or null" has become Nullable. Schemas may be cyclic
// through references; compare pointers when walking. Where a component may be
// null, or has another default, at one place only, that place has a copy of it
// with the same Ref.
//
// Every circle goes through a property, or the undeclared properties, of an object
// with a Ref. A walk that does not go into those is short: it is neither deeper nor
// much wider than real documents are. An array that is an array of itself has
// elements of any type for that. Following Variants alone ends too: a member is a
// union only where it is an object as well, and never leads back.
type Schema struct {
	Ref         string // the component's name, where it is one; "" for an inline schema
	GoName      string // of a component: the Go name asked of the client generator
	Type        Type
	Types       []Type // more than one: the schema allows several types; Type is then Any
	Nullable    bool
	Format      string
	Description string
	Enum        []string    // the values as text, without null; empty where not an enum, or not of strings or integers
	Properties  []*Property // in document order
	Items       *Schema     // of an array
	Variants    []*Schema   // of a oneOf or anyOf that is more than "or null"; where all are objects, Properties has those of all
	// Discriminator names the property that tells Variants apart, where declared;
	// Mapping gives its values, by index into Variants.
	Discriminator string
	Mapping       map[string]int
	// Tags are the values that a discriminator maps, of the text that tells the members
	// of a union apart, where that has no Enum.
	Tags []string
	// Additional is the schema of undeclared properties; nil where they are
	// forbidden or the document says nothing.
	Additional *Schema
	// Free is an object with no declared property and no Variants: any JSON object.
	Free    bool
	Default any // string, int64, float64, bool, []any or map[string]any; nil without one
	Minimum *float64
	Maximum *float64
	Pos     diag.Pos
}

// Property is a named property of an object schema.
type Property struct {
	Name     string
	Schema   *Schema
	Required bool
	Pos      diag.Pos
}

// Operation gives the operation with the id, or nil.
func (d *Document) Operation(id string) *Operation { return d.operations[id] }

// Schema gives the component schema with the name, or nil.
func (d *Document) Schema(name string) *Schema { return d.schemas[name] }

// addOperation and addSchema add to the document; the first of a name is the one
// that is found.
func (d *Document) addOperation(op *Operation) {
	if d.operations[op.ID] == nil {
		d.operations[op.ID] = op
	}
	d.Operations = append(d.Operations, op)
}

func (d *Document) addSchema(s *Schema) {
	if d.schemas[s.Ref] == nil {
		d.schemas[s.Ref] = s
	}
	d.Schemas = append(d.Schemas, s)
}

// Property gives the property with the name, or nil.
func (s *Schema) Property(name string) *Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Param gives the parameter with the name at the place (path, query, header,
// cookie), or nil.
func (o *Operation) Param(name, in string) *Parameter {
	for _, p := range o.Params {
		if p.Name == name && p.In == in {
			return p
		}
	}
	return nil
}

// Success gives the first declared 2xx answer, or the default one, or nil.
func (o *Operation) Success() *Response {
	var fallback *Response
	for _, r := range o.Responses {
		if len(r.Status) == 3 && r.Status[0] == '2' {
			return r
		}
		if r.Status == "default" && fallback == nil {
			fallback = r
		}
	}
	return fallback
}
