// Package slice cuts out of a document what the client generator is given, and
// loosens what a strict decoder could fail on.
package slice

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/openapi/naming"
)

// Keep says what of a document a slice holds.
type Keep struct {
	// Operations are the ids of the operations to keep.
	Operations []string
	// Reached holds the schemas to be typed. An object or an array that is not in
	// it becomes raw JSON where it is used. A component is in it as soon as any
	// schema of its Ref is, an array as soon as its items are. Nil keeps all.
	Reached map[*openapi.Schema]bool
	// Exact holds the schemas of numbers that keep every digit, whatever a float64
	// would. A component is in it as soon as any schema of its Ref is.
	Exact map[*openapi.Schema]bool
}

// Document builds the document that the client generator is given: only the kept
// operations, each with its JSON success answer, and the component schemas they
// still use, all under their Go names. Whatever a strict decoder could fail on
// or be slow at is loosened: string formats are gone, unions and free objects
// are raw JSON, numbers have 64 bits. It is built anew at every call, since the
// generator changes what it is given. It fails if an id is not that of an operation.
func Document(d *openapi.Document, keep Keep) (*openapi3.T, error) {
	s := &slicer{
		doc:        d,
		keep:       keep.Reached,
		exact:      keep.Exact,
		components: map[string]*openapi3.SchemaRef{},
		names:      naming.NewNamer(),
		holders:    map[string]bool{},
		out:        openapi3.Schemas{},
	}
	for _, schema := range d.Schemas {
		s.names.Take(schema.GoName)
	}
	for _, op := range d.Operations {
		for _, name := range naming.Derived(op.GoName) {
			s.names.Take(name)
		}
	}
	for schema, reached := range keep.Reached {
		if reached && schema.Ref != "" {
			s.keepRef(schema.Ref)
		}
	}
	s.exactRefs = map[string]bool{}
	for schema, exact := range keep.Exact {
		if exact && schema.Ref != "" {
			s.exactRefs[schema.Ref] = true
		}
	}
	paths := openapi3.NewPaths()
	for _, id := range keep.Operations {
		op := d.Operation(id)
		if op == nil {
			return nil, fmt.Errorf("openapi: no operation %q in %s", id, d.File)
		}
		item := paths.Value(op.Path)
		if item == nil {
			item = &openapi3.PathItem{}
			paths.Set(op.Path, item)
		}
		item.SetOperation(op.Method, s.operation(op))
	}
	s.finish()
	return &openapi3.T{
		OpenAPI:    "3.0.3",
		Info:       &openapi3.Info{Title: clean(d.Title), Version: "1"},
		Paths:      paths,
		Components: &openapi3.Components{Schemas: s.out},
	}, nil
}

// slicer builds one slice.
type slicer struct {
	doc        *openapi.Document
	keep       map[*openapi.Schema]bool
	keepRefs   map[string]bool
	exact      map[*openapi.Schema]bool
	exactRefs  map[string]bool
	components map[string]*openapi3.SchemaRef // by Ref; those used so far
	queue      []*openapi.Schema
	names      *naming.Namer
	holders    map[string]bool // by Ref: whether it holds itself, where that was asked
	out        openapi3.Schemas
}

func (s *slicer) keepRef(ref string) {
	if s.keepRefs == nil {
		s.keepRefs = map[string]bool{}
	}
	s.keepRefs[ref] = true
}

func (s *slicer) operation(op *openapi.Operation) *openapi3.Operation {
	out := &openapi3.Operation{
		OperationID: op.GoName,
		Summary:     clean(op.Summary),
		Responses:   openapi3.NewResponsesWithCapacity(1),
	}
	for _, p := range op.Params {
		if param := s.parameter(op, p); param != nil {
			out.Parameters = append(out.Parameters, &openapi3.ParameterRef{Value: param})
		}
	}
	if op.Body != nil && op.Body.Schema != nil {
		body := openapi3.NewRequestBody().WithRequired(op.Body.Required)
		body.Content = openapi3.Content{
			media(op.Body.MediaType): {Schema: s.schema(op.Body.Schema, op.GoName+"JSONBody")},
		}
		out.RequestBody = &openapi3.RequestBodyRef{Value: body}
	}
	answer, status := openapi3.NewResponse().WithDescription("The answer."), "200"
	if success := op.Success(); success != nil {
		if success.Status != "default" {
			status = success.Status
		}
		if success.Schema != nil {
			// Whatever JSON type the document names, the answer is read as JSON.
			answer.Content = openapi3.Content{"application/json": {Schema: s.schema(success.Schema, op.GoName+status)}}
		}
	}
	out.Responses.Set(status, &openapi3.ResponseRef{Value: answer})
	return out
}

var plainMedia = regexp.MustCompile(`^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$`)

// media is the media type a body is sent as.
func media(declared string) string {
	declared, _, _ = strings.Cut(declared, ";")
	if declared = strings.TrimSpace(declared); plainMedia.MatchString(declared) {
		return declared
	}
	return "application/json"
}

// parameter gives nil for a parameter that a request cannot carry anyway: an
// optional one of a type that has no plain form.
func (s *slicer) parameter(op *openapi.Operation, p *openapi.Parameter) *openapi3.Parameter {
	explode := p.Explode
	out := &openapi3.Parameter{
		Name: p.Name, In: p.In, Required: p.Required, Style: p.Style, Explode: &explode,
		Description: clean(p.Schema.Description),
	}
	at := op.GoName + "Params" + naming.Go(p.Name)
	switch schema := p.Schema; {
	case schema.Type == openapi.Object:
		if !p.Required {
			return nil
		}
		out.Schema = plain("string")
	case schema.Type == openapi.Array && scalar(schema.Items):
		items := s.schema(schema.Items, at)
		out.Schema = &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"array"}, Items: items}}
	case schema.Type == openapi.Array:
		out.Schema = &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"array"}, Items: plain("string")}}
	case scalar(schema):
		out.Schema = s.schema(schema, at)
	default:
		out.Schema = plain("string")
	}
	if v := out.Schema.Value; v != nil && out.Schema.Ref == "" {
		v.Nullable = false
	}
	return out
}

// scalar reports whether a schema is a single scalar type.
func scalar(s *openapi.Schema) bool {
	switch s.Type {
	case openapi.String, openapi.Number, openapi.Integer, openapi.Boolean:
		return true
	}
	return false
}

func plain(typ string) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{typ}}}
}
