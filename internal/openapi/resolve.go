package openapi

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/problem"
	"github.com/parlancehq/parlance/internal/openapi/repair"
)

// resolver turns a repaired document into plain data.
type resolver struct {
	*problem.Reporter
	root       *node.Node
	types      map[*node.Node][]string // of the schemas that allow several
	names      *naming.Set             // of the components
	components map[string]*Schema
	byNode     map[*node.Node]*Schema // components and inline schemas
	inline     []*Schema              // in order of creation
	nodes      map[string]*node.Node  // of the components
	copies     map[*Schema]*copied
	order      []*Schema // the keys of copies, in order of creation
	tags       map[*Schema]tags
	owners     map[*Schema]*node.Node // the component or operation that an inline schema is in
	further    map[*Schema][]*Schema  // the unions that a schema is of beside its Variants
	parts      int                    // schemas that were merged so far
	properties int                    // of all schemas so far
	deep       bool                   // an allOf was too deep
	merged     map[[2]*node.Node]*node.Node
}

func resolve(report *problem.Reporter, given *repair.Result, places []string) *Document {
	r := &resolver{
		Reporter: report, root: given.Root, types: given.Types, names: given.Names,
		components: map[string]*Schema{},
		byNode:     map[*node.Node]*Schema{},
		nodes:      map[string]*node.Node{},
		copies:     map[*Schema]*copied{},
		tags:       map[*Schema]tags{},
		owners:     map[*Schema]*node.Node{},
		further:    map[*Schema][]*Schema{},
		merged:     map[[2]*node.Node]*node.Node{},
	}
	doc := &Document{
		File: r.Files.Document, Title: r.root.Get("info").Str("title"),
		operations: map[string]*Operation{}, schemas: map[string]*Schema{},
	}
	names := naming.NewNamer()
	r.schemas(doc)
	r.operations(doc, names)
	if r.Excess {
		return nil
	}
	for _, s := range doc.Schemas {
		s.GoName = names.Schema(s.Ref)
	}
	r.finishCopies()
	r.simplifyUnions()
	r.mergeUnions(doc)
	r.flattenUnions(doc)
	in := &inline{doc: doc, names: r.names, goNames: names, named: r.components}
	promote(in)
	keepWithin(in)
	r.matchCopies()
	r.addTags(doc)
	named(doc, names, places)
	r.servers(doc)
	r.schemes(doc)
	r.Owner = nil
	r.Finish(given.Used)
	if r.Excess {
		return nil
	}
	return doc
}

func (r *resolver) schemas(doc *Document) {
	given := r.root.Get("components").Get(node.InSchemas)
	for _, f := range given.Fields {
		s := &Schema{Ref: f.Name, Pos: r.Files.At(f.Pos)}
		r.components[f.Name] = s
		r.nodes[f.Name] = f.Value
		doc.addSchema(s)
	}
	for i, f := range given.Fields {
		r.Owner = f.Value
		r.fillComponent(doc.Schemas[i], f.Value)
	}
	r.Owner = nil
}

func (r *resolver) servers(doc *Document) {
	for _, item := range node.Items(r.root.Get("servers")) {
		server := Server{URL: item.Str("url"), Description: item.Str("description"), Pos: r.Files.At(item.Pos)}
		if variables := item.Get("variables"); variables != nil {
			for _, f := range variables.Fields {
				v := ServerVariable{Name: f.Name, Default: f.Value.Str("default")}
				for _, value := range node.Items(f.Value.Get("enum")) {
					v.Enum = append(v.Enum, value.Text)
				}
				server.Variables = append(server.Variables, v)
			}
		}
		doc.Servers = append(doc.Servers, server)
	}
}

func (r *resolver) schemes(doc *Document) {
	for _, f := range r.root.Get("components").Get(node.InSecuritySchemes).Fields {
		s := Scheme{Name: f.Name, Kind: SchemeOther, Pos: r.Files.At(f.Pos)}
		switch f.Value.Str("type") {
		case "apiKey":
			s.Param = f.Value.Str("name")
			switch in := SchemeKind(f.Value.Str("in")); in {
			case SchemeHeader, SchemeQuery, SchemeCookie:
				s.Kind = in
			}
		case "http":
			switch kind := SchemeKind(strings.ToLower(f.Value.Str("scheme"))); kind {
			case SchemeBearer, SchemeBasic:
				s.Kind = kind
			}
		case "oauth2":
			if flow := f.Value.Get("flows").Get("clientCredentials"); flow != nil {
				s.Kind, s.TokenURL = SchemeOAuth2, flow.Str("tokenUrl")
				for _, scope := range flow.Get("scopes").Fields {
					s.Scopes = append(s.Scopes, scope.Name)
				}
			}
		}
		doc.Schemes = append(doc.Schemes, s)
	}
}

func (r *resolver) operations(doc *Document, names *naming.Namer) {
	paths := r.root.Get("paths")
	if paths == nil {
		return
	}
	all := r.root.Get("security")
	shared := r.security(all)
	for _, path := range paths.Fields {
		for _, f := range path.Value.Fields {
			op := &Operation{
				ID: f.Value.Str("operationId"), Method: strings.ToUpper(f.Name), Path: path.Name,
				Summary: f.Value.Str("summary"), Security: shared, Stated: all != nil, Pos: r.Files.At(f.Pos),
			}
			op.GoName = names.Operation(op.ID)
			r.Owner = f.Value
			for _, p := range node.Items(f.Value.Get("parameters")) {
				op.Params = append(op.Params, r.parameter(p))
			}
			if body := f.Value.Get("requestBody"); body != nil {
				op.Body = &Body{Required: body.IsTrue("required"), Pos: r.Files.At(body.Pos)}
				op.Body.MediaType, op.Body.Schema = r.content(body.Get("content"))
			}
			for _, answer := range f.Value.Get("responses").Fields {
				op.Responses = append(op.Responses, r.response(answer))
			}
			if own := f.Value.Get("security"); own != nil {
				op.Security, op.Stated = r.security(own), true
			}
			doc.addOperation(op)
		}
	}
}

// security gives the alternatives less the empty one: where a credential is
// optional, it is sent.
func (r *resolver) security(given *node.Node) [][]string {
	var out [][]string
	for _, item := range node.Items(given) {
		var names []string
		for _, f := range item.Fields {
			names = append(names, f.Name)
		}
		if len(names) > 0 {
			out = append(out, names)
		}
	}
	return out
}

func (r *resolver) parameter(n *node.Node) *Parameter {
	p := &Parameter{Name: n.Str("name"), In: n.Str("in"), Required: n.IsTrue("required"), Style: n.Str("style"), Pos: r.Files.At(n.Pos)}
	if p.Style == "" {
		p.Style = "simple"
		if p.In == "query" || p.In == "cookie" {
			p.Style = "form"
		}
	}
	p.Explode = p.Style == "form"
	if n.Get("explode") != nil {
		p.Explode = n.IsTrue("explode")
	}
	if schema := n.Get("schema"); schema != nil {
		p.Schema = r.schema(schema)
	} else {
		// A parameter with content is a document in a string.
		p.Schema = &Schema{Type: String, Pos: p.Pos}
	}
	if p.Schema.Ref == "" && p.Schema.Description == "" && n.Str("description") != "" {
		p.Schema.Description = n.Str("description")
	}
	return p
}

// content gives the first JSON media type and its schema, or else only the first
// media type.
func (r *resolver) content(n *node.Node) (string, *Schema) {
	if n == nil || len(n.Fields) == 0 {
		return "", nil
	}
	for _, f := range n.Fields {
		if !repair.IsJSON(f.Name) {
			continue
		}
		if schema := f.Value.Get("schema"); schema != nil {
			return f.Name, r.schema(schema)
		}
		return f.Name, &Schema{Pos: r.Files.At(f.Pos)}
	}
	return n.Fields[0].Name, nil
}

func (r *resolver) response(f node.Field) *Response {
	out := &Response{Status: f.Name, Pos: r.Files.At(f.Pos)}
	if media, schema := r.content(f.Value.Get("content")); schema != nil {
		out.MediaType, out.Schema = media, schema
	}
	if headers := f.Value.Get("headers"); headers != nil {
		for _, h := range headers.Fields {
			p := r.parameter(h.Value)
			p.Name, p.In, p.Style = h.Name, "header", "simple"
			p.Explode = h.Value.IsTrue("explode")
			out.Headers = append(out.Headers, p)
		}
	}
	return out
}

// decode gives a value as Go data: string, int64, float64, bool, nil, []any and
// map[string]any.
func decode(n *node.Node) any {
	switch n.Kind {
	case node.KindString:
		return n.Text
	case node.KindBool:
		return n.Text == "true"
	case node.KindNumber:
		if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
			return i
		}
		f, _ := json.Number(n.Text).Float64()
		return f
	case node.KindArray:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = decode(item)
		}
		return out
	case node.KindObject:
		out := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			out[f.Name] = decode(f.Value)
		}
		return out
	}
	return nil
}
