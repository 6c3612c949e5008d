package repair

import (
	"regexp"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// methods are the fields of a path item that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// Limits on what is repaired. The largest platforms have half as many.
const (
	MaxPaths   = 1 << 15 // paths of a document, and its operations
	MaxParams  = 1 << 10 // parameters in one list
	MaxSchemas = 1 << 17 // component schemas of a document
)

var pathVariable = regexp.MustCompile(`\{([^{}/]+)\}`)

func (r *repairer) paths(given *node.Node, schemes *node.Node) *node.Node {
	out := node.NewObject(given.Pos)
	if len(given.Fields) > MaxPaths {
		r.TooMany(given.Fields[MaxPaths].Pos, "paths", MaxPaths)
		return out
	}
	operations := 0
	for _, f := range given.Fields {
		if strings.HasPrefix(f.Name, "x-") {
			continue
		}
		if !naming.Safe(f.Name) || strings.Contains(f.Name, "%") {
			r.Errorf(f.Pos, "O111", "the path %q has characters that cannot stand in code, or too many", f.Name)
			continue
		}
		item := r.deref(f.Value, node.InPathItems)
		if !r.IsObject(item, "a path item") {
			continue
		}
		for _, part := range item.Fields {
			if slices.Contains(methods, part.Name) {
				operations++
			}
		}
		if operations > MaxPaths {
			r.TooMany(f.Pos, "operations", MaxPaths)
			return out
		}
		out.Fields = append(out.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: r.pathItem(f, item, schemes)})
	}
	return out
}

func (r *repairer) pathItem(path node.Field, item, schemes *node.Node) *node.Node {
	out := node.NewObject(item.Pos)
	defer r.Own(out)()
	r.otherMethods(path.Name, item)
	shared := r.parameters(item.Get("parameters"))
	for _, f := range item.Fields {
		if slices.Contains(methods, f.Name) && r.IsObject(f.Value, "an operation") {
			op := r.operation(path, f, shared, schemes)
			out.Fields = append(out.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: op})
		}
	}
	return out
}

func (r *repairer) operation(path, f node.Field, shared []*node.Node, schemes *node.Node) *node.Node {
	op := node.NewObject(f.Value.Pos)
	defer r.Own(op)()
	op.Set("operationId", r.operationID(path.Name, f))
	node.CopyText(op, f.Value, "summary", "description")
	params := override(shared, r.parameters(f.Value.Get("parameters")))
	op.Set("parameters", node.NewArray(f.Pos, r.pathParameters(path, f, params)...))
	if body := r.body(f.Value.Get("requestBody")); body != nil {
		op.Set("requestBody", body)
	}
	op.Set("responses", r.responses(f))
	if security := f.Value.Get("security"); security != nil {
		op.Set("security", r.security(security, schemes))
	}
	return op
}

// operationID gives the operation's id, a new one where it has none or one that
// is taken.
func (r *repairer) operationID(path string, op node.Field) *node.Node {
	id := node.Text(op.Value.Get("operationId"))
	derived := strings.ToLower(op.Name) + naming.Go(path)
	if id == nil || id.Text == "" {
		id = node.NewString(derived, op.Pos)
	}
	if r.ids.Has(id.Text) {
		s := sharedID{id.Pos, id.Text, r.ids.Fresh(derived)}
		r.shared = append(r.shared, s)
		id = node.NewString(s.fresh, id.Pos)
	}
	r.ids.Add(id.Text)
	return id
}

// sharedID is an id that another operation had before.
type sharedID struct {
	pos       node.Place
	id, fresh string
}

// sharedIDs tells of the ids that several operations have: one that is in use may
// have been meant for another of them.
func (r *repairer) sharedIDs(used []string) {
	for _, s := range r.shared {
		if used == nil || slices.Contains(used, s.id) || slices.Contains(used, s.fresh) {
			r.Warn(s.pos, "O202", "give each operation an id of its own, in an overlay if the document is not yours",
				"the operationId %q is taken; this operation is called %q here", s.id, s.fresh)
		}
	}
}

// override puts own parameters in the place of shared ones of the same name.
func override(shared, own []*node.Node) []*node.Node {
	out := slices.Clone(shared)
	index := map[string]int{}
	for i, p := range out {
		index[paramKey(p)] = i
	}
	for _, p := range own {
		if i, again := index[paramKey(p)]; again {
			out[i] = p
		} else {
			out = append(out, p)
		}
	}
	return out
}

func paramKey(p *node.Node) string { return p.Str("in") + " " + p.Str("name") }

func (r *repairer) parameters(given *node.Node) []*node.Node {
	var out []*node.Node
	seen := map[string]bool{}
	list := r.List(given, "parameters")
	if len(list) > MaxParams {
		r.TooMany(list[MaxParams].Pos, "parameters in one list", MaxParams)
		return nil
	}
	for _, item := range list {
		p := r.deref(item, node.InParameters)
		if !r.IsObject(p, "a parameter") {
			continue
		}
		if p.Str("in") == "querystring" {
			r.Warn(p.Pos, "O215", "", "the parameter %q is a whole query (in: querystring), which is not sent; left out", p.Str("name"))
			continue
		}
		clean := r.parameter(p)
		if name := clean.Str("name"); name != "" && !naming.Sendable(name, clean.Str("in")) {
			if clean.IsTrue("required") {
				r.Errorf(p.Pos, "O111", "the name of the required parameter %q cannot stand in code", name)
			} else {
				r.Warn(p.Pos, "O207", "", "the name of the parameter %q cannot stand in code; the parameter is left out", name)
			}
			continue
		}
		if seen[paramKey(clean)] {
			r.Warn(item.Pos, "O207", "", "the parameter %q in %s is declared twice; the first counts", clean.Str("name"), clean.Str("in"))
			continue
		}
		seen[paramKey(clean)] = true
		out = append(out, clean)
	}
	return out
}

// parameter repairs a parameter; a header has no name and place of its own.
func (r *repairer) parameter(p *node.Node) *node.Node {
	out := node.NewObject(p.Pos)
	node.CopyText(out, p, "name", "in", "description", "style")
	if out.Str("style") == "cookie" { // of 3.2: as form, without escapes
		out.Set("style", node.NewString("form", p.Pos))
	}
	for _, flag := range []string{"required", "explode"} {
		if v := p.Get(flag); v != nil && v.Kind == node.KindBool {
			out.Set(flag, v)
		}
	}
	if out.Str("in") == "path" && !out.IsTrue("required") {
		r.Warn(p.Pos, "O207", "add `required: true`", "the path parameter %q is not marked required; taken as required", out.Str("name"))
		out.Set("required", node.NewBool(true, p.Pos))
	}
	schema, content := p.Get("schema"), p.Get("content")
	switch {
	case schema != nil:
		r.schema(schema)
		out.Set("schema", schema)
	case content != nil && content.Kind == node.KindObject && len(content.Fields) > 0:
		out.Set("content", r.content(content))
		out.Get("content").Fields = out.Get("content").Fields[:1]
	default:
		r.Warn(p.Pos, "O207", "say of what type it is in `schema`", "the parameter %q has no schema; taken as a string", out.Str("name"))
		plain := node.NewObject(p.Pos)
		plain.Set("type", node.NewString("string", p.Pos))
		out.Set("schema", plain)
	}
	return out
}

// pathParameters makes the path parameters those that the path has.
func (r *repairer) pathParameters(path, op node.Field, params []*node.Node) []*node.Node {
	declared := map[string]bool{}
	params = slices.DeleteFunc(params, func(p *node.Node) bool {
		if p.Str("in") != "path" {
			return false
		}
		declared[p.Str("name")] = true
		if strings.Contains(path.Name, "{"+p.Str("name")+"}") {
			return false
		}
		r.Warn(p.Pos, "O207", "", "the path %s has no {%s}; the parameter is left out", path.Name, p.Str("name"))
		return true
	})
	for _, m := range pathVariable.FindAllStringSubmatch(path.Name, -1) {
		if declared[m[1]] {
			continue
		}
		declared[m[1]] = true
		r.Warn(op.Pos, "O207", "declare it under `parameters`", "the path parameter {%s} of %s is not declared; taken as a string", m[1], path.Name)
		p, schema := node.NewObject(op.Pos), node.NewObject(op.Pos)
		schema.Set("type", node.NewString("string", op.Pos))
		p.Set("name", node.NewString(m[1], op.Pos))
		p.Set("in", node.NewString("path", op.Pos))
		p.Set("required", node.NewBool(true, op.Pos))
		p.Set("schema", schema)
		params = append(params, p)
	}
	return params
}
