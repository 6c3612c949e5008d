package openapi

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// resolver turns a repaired document into plain data.
type resolver struct {
	*repairer
	root       *node
	components map[string]*Schema
	byNode     map[*node]*Schema // components and inline schemas
	inline     []*Schema         // in order of creation
	nodes      map[string]*node  // of the components
	copies     map[*Schema]*copied
	order      []*Schema // the keys of copies, in order of creation
	parts      int       // schemas that were merged so far
	deep       bool      // an allOf was too deep
	merged     map[[2]*node]*node
}

func resolve(src source, root *node, rep *repairer, places []string, diags *diag.List) *Document {
	rep.warned = map[string]int{}
	r := &resolver{
		repairer: rep, root: root,
		components: map[string]*Schema{},
		byNode:     map[*node]*Schema{},
		nodes:      map[string]*node{},
		copies:     map[*Schema]*copied{},
		merged:     map[[2]*node]*node{},
	}
	doc := &Document{File: src.file, Title: root.get("info").str("title")}
	names := newNamer()
	r.schemas(doc)
	r.operations(doc, names)
	if diags.Failed() {
		return nil
	}
	for _, s := range doc.Schemas {
		s.GoName = names.schema(s.Ref)
	}
	r.finishCopies()
	r.simplifyUnions()
	r.mergeUnions(doc)
	r.promote(doc, names)
	named(doc, names, places)
	r.servers(doc)
	r.schemes(doc)
	r.finish()
	return doc
}

func (r *resolver) schemas(doc *Document) {
	given := r.root.get("components").get(inSchemas)
	for _, f := range given.fields {
		s := &Schema{Ref: f.name, Pos: r.src.at(f.pos)}
		r.components[f.name] = s
		r.nodes[f.name] = f.value
		doc.Schemas = append(doc.Schemas, s)
	}
	for i, f := range given.fields {
		r.fillComponent(doc.Schemas[i], f.value)
	}
}

func (r *resolver) servers(doc *Document) {
	for _, item := range items(r.root.get("servers")) {
		server := Server{URL: item.str("url"), Description: item.str("description"), Pos: r.src.at(item.pos)}
		if variables := item.get("variables"); variables != nil {
			for _, f := range variables.fields {
				v := ServerVariable{Name: f.name, Default: f.value.str("default")}
				for _, value := range items(f.value.get("enum")) {
					v.Enum = append(v.Enum, value.text)
				}
				server.Variables = append(server.Variables, v)
			}
		}
		doc.Servers = append(doc.Servers, server)
	}
}

func (r *resolver) schemes(doc *Document) {
	for _, f := range r.root.get("components").get(inSecuritySchemes).fields {
		s := Scheme{Name: f.name, Kind: SchemeOther, Pos: r.src.at(f.pos)}
		switch f.value.str("type") {
		case "apiKey":
			s.Param = f.value.str("name")
			switch in := SchemeKind(f.value.str("in")); in {
			case SchemeHeader, SchemeQuery, SchemeCookie:
				s.Kind = in
			}
		case "http":
			switch kind := SchemeKind(strings.ToLower(f.value.str("scheme"))); kind {
			case SchemeBearer, SchemeBasic:
				s.Kind = kind
			}
		case "oauth2":
			if flow := f.value.get("flows").get("clientCredentials"); flow != nil {
				s.Kind, s.TokenURL = SchemeOAuth2, flow.str("tokenUrl")
				for _, scope := range flow.get("scopes").fields {
					s.Scopes = append(s.Scopes, scope.name)
				}
			}
		}
		doc.Schemes = append(doc.Schemes, s)
	}
}

func (r *resolver) operations(doc *Document, names *namer) {
	paths := r.root.get("paths")
	if paths == nil {
		return
	}
	shared := r.security(r.root.get("security"))
	for _, path := range paths.fields {
		for _, f := range path.value.fields {
			op := &Operation{
				ID: f.value.str("operationId"), Method: strings.ToUpper(f.name), Path: path.name,
				Summary: f.value.str("summary"), Security: shared, Pos: r.src.at(f.pos),
			}
			op.GoName = names.operation(op.ID)
			for _, p := range items(f.value.get("parameters")) {
				op.Params = append(op.Params, r.parameter(p))
			}
			if body := f.value.get("requestBody"); body != nil {
				op.Body = &Body{Required: body.isTrue("required"), Pos: r.src.at(body.pos)}
				op.Body.MediaType, op.Body.Schema = r.content(body.get("content"))
			}
			for _, answer := range f.value.get("responses").fields {
				op.Responses = append(op.Responses, r.response(answer))
			}
			if own := f.value.get("security"); own != nil {
				op.Security = r.security(own)
			}
			doc.Operations = append(doc.Operations, op)
		}
	}
}

// security gives the alternatives less the empty one: where a credential is
// optional, it is sent.
func (r *resolver) security(given *node) [][]string {
	var out [][]string
	for _, item := range items(given) {
		var names []string
		for _, f := range item.fields {
			names = append(names, f.name)
		}
		if len(names) > 0 {
			out = append(out, names)
		}
	}
	return out
}

func (r *resolver) parameter(n *node) *Parameter {
	p := &Parameter{Name: n.str("name"), In: n.str("in"), Required: n.isTrue("required"), Style: n.str("style"), Pos: r.src.at(n.pos)}
	if p.Style == "" {
		p.Style = "simple"
		if p.In == "query" || p.In == "cookie" {
			p.Style = "form"
		}
	}
	p.Explode = p.Style == "form"
	if n.get("explode") != nil {
		p.Explode = n.isTrue("explode")
	}
	if schema := n.get("schema"); schema != nil {
		p.Schema = r.schema(schema)
	} else {
		// A parameter with content is a document in a string.
		p.Schema = &Schema{Type: String, Pos: p.Pos}
	}
	if p.Schema.Ref == "" && p.Schema.Description == "" && n.str("description") != "" {
		p.Schema.Description = n.str("description")
	}
	return p
}

// content gives the first JSON media type and its schema, or else only the first
// media type.
func (r *resolver) content(n *node) (string, *Schema) {
	if n == nil || len(n.fields) == 0 {
		return "", nil
	}
	for _, f := range n.fields {
		if !isJSON(f.name) {
			continue
		}
		if schema := f.value.get("schema"); schema != nil {
			return f.name, r.schema(schema)
		}
		return f.name, &Schema{Pos: r.src.at(f.pos)}
	}
	return n.fields[0].name, nil
}

func (r *resolver) response(f field) *Response {
	out := &Response{Status: f.name, Pos: r.src.at(f.pos)}
	if media, schema := r.content(f.value.get("content")); schema != nil {
		out.MediaType, out.Schema = media, schema
	}
	if headers := f.value.get("headers"); headers != nil {
		for _, h := range headers.fields {
			p := r.parameter(h.value)
			p.Name, p.In, p.Style = h.name, "header", "simple"
			p.Explode = h.value.isTrue("explode")
			out.Headers = append(out.Headers, p)
		}
	}
	return out
}

// decode gives a value as Go data: string, int64, float64, bool, nil, []any and
// map[string]any.
func decode(n *node) any {
	switch n.kind {
	case kindString:
		return n.text
	case kindBool:
		return n.text == "true"
	case kindNumber:
		if i, err := strconv.ParseInt(n.text, 10, 64); err == nil {
			return i
		}
		f, _ := json.Number(n.text).Float64()
		return f
	case kindArray:
		out := make([]any, len(n.items))
		for i, item := range n.items {
			out[i] = decode(item)
		}
		return out
	case kindObject:
		out := make(map[string]any, len(n.fields))
		for _, f := range n.fields {
			out[f.name] = decode(f.value)
		}
		return out
	}
	return nil
}
