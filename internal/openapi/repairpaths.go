package openapi

import (
	"regexp"
	"slices"
	"strings"
)

// methods are the fields of a path item that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// How many paths and operations a document may have, and parameters one of them:
// the largest platforms have half as many.
const (
	maxPaths  = 1 << 15
	maxParams = 1 << 10
)

var pathVariable = regexp.MustCompile(`\{([^{}/]+)\}`)

func (r *repairer) paths(given *node, schemes *node) *node {
	out := objectNode(given.pos)
	if len(given.fields) > maxPaths {
		r.tooMany(given.fields[maxPaths].pos, "paths", maxPaths)
		return out
	}
	operations := 0
	for _, f := range given.fields {
		if strings.HasPrefix(f.name, "x-") {
			continue
		}
		if !safeName(f.name) || strings.Contains(f.name, "%") {
			r.errorf(f.pos, "O111", "the path %q has characters that cannot stand in code, or too many", f.name)
			continue
		}
		item := r.deref(f.value, inPathItems)
		if !r.isObject(item, "a path item") {
			continue
		}
		for _, part := range item.fields {
			if slices.Contains(methods, part.name) {
				operations++
			}
		}
		if operations > maxPaths {
			r.tooMany(f.pos, "operations", maxPaths)
			return out
		}
		out.fields = append(out.fields, field{name: f.name, pos: f.pos, value: r.pathItem(f, item, schemes)})
	}
	return out
}

func (r *repairer) pathItem(path field, item, schemes *node) *node {
	out := objectNode(item.pos)
	shared := r.parameters(item.get("parameters"))
	for _, f := range item.fields {
		if !slices.Contains(methods, f.name) || !r.isObject(f.value, "an operation") {
			continue
		}
		op := objectNode(f.value.pos)
		op.set("operationId", r.operationID(path.name, f))
		copyText(op, f.value, "summary", "description")
		params := override(shared, r.parameters(f.value.get("parameters")))
		op.set("parameters", &node{kind: kindArray, pos: f.pos, items: r.pathParameters(path, f, params)})
		if body := r.body(f.value.get("requestBody")); body != nil {
			op.set("requestBody", body)
		}
		op.set("responses", r.responses(f))
		if security := f.value.get("security"); security != nil {
			op.set("security", r.security(security, schemes))
		}
		out.fields = append(out.fields, field{name: f.name, pos: f.pos, value: op})
	}
	return out
}

// operationID gives the operation's id, a new one where it has none or one that
// is taken.
func (r *repairer) operationID(path string, op field) *node {
	id := text(op.value.get("operationId"))
	derived := strings.ToLower(op.name) + goName(path)
	if id == nil || id.text == "" {
		id = stringNode(derived, op.pos)
	}
	if r.ids.used[id.text] {
		was, fresh := id.text, r.ids.fresh(derived)
		r.warn(id.pos, "O202", "give each operation an id of its own, in an overlay if the document is not yours",
			"the operationId %q is taken; this operation is called %q here", was, fresh)
		id = stringNode(fresh, id.pos)
	}
	r.ids.used[id.text] = true
	return id
}

// override puts own parameters in the place of shared ones of the same name.
func override(shared, own []*node) []*node {
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

func paramKey(p *node) string { return p.str("in") + " " + p.str("name") }

func (r *repairer) parameters(given *node) []*node {
	var out []*node
	seen := map[string]bool{}
	list := r.list(given, "parameters")
	if len(list) > maxParams {
		r.tooMany(list[maxParams].pos, "parameters in one list", maxParams)
		return nil
	}
	for _, item := range list {
		p := r.deref(item, inParameters)
		if !r.isObject(p, "a parameter") {
			continue
		}
		clean := r.parameter(p)
		if name := clean.str("name"); name != "" && !sendable(name, clean.str("in")) {
			if clean.isTrue("required") {
				r.errorf(p.pos, "O111", "the name of the required parameter %q cannot stand in code", name)
			} else {
				r.warn(p.pos, "O207", "", "the name of the parameter %q cannot stand in code; the parameter is left out", name)
			}
			continue
		}
		if seen[paramKey(clean)] {
			r.warn(item.pos, "O207", "", "the parameter %q in %s is declared twice; the first counts", clean.str("name"), clean.str("in"))
			continue
		}
		seen[paramKey(clean)] = true
		out = append(out, clean)
	}
	return out
}

// parameter repairs a parameter; a header has no name and place of its own.
func (r *repairer) parameter(p *node) *node {
	out := objectNode(p.pos)
	copyText(out, p, "name", "in", "description", "style")
	for _, flag := range []string{"required", "explode"} {
		if v := p.get(flag); v != nil && v.kind == kindBool {
			out.set(flag, v)
		}
	}
	if out.str("in") == "path" && !out.isTrue("required") {
		r.warn(p.pos, "O207", "add `required: true`", "the path parameter %q is not marked required; taken as required", out.str("name"))
		out.set("required", boolNode(true, p.pos))
	}
	schema, content := p.get("schema"), p.get("content")
	switch {
	case schema != nil:
		r.schema(schema)
		out.set("schema", schema)
	case content != nil && content.kind == kindObject && len(content.fields) > 0:
		out.set("content", r.content(content))
		out.get("content").fields = out.get("content").fields[:1]
	default:
		r.warn(p.pos, "O207", "say of what type it is in `schema`", "the parameter %q has no schema; taken as a string", out.str("name"))
		plain := objectNode(p.pos)
		plain.set("type", stringNode("string", p.pos))
		out.set("schema", plain)
	}
	return out
}

// pathParameters makes the path parameters those that the path has.
func (r *repairer) pathParameters(path, op field, params []*node) []*node {
	declared := map[string]bool{}
	params = slices.DeleteFunc(params, func(p *node) bool {
		if p.str("in") != "path" {
			return false
		}
		declared[p.str("name")] = true
		if strings.Contains(path.name, "{"+p.str("name")+"}") {
			return false
		}
		r.warn(p.pos, "O207", "", "the path %s has no {%s}; the parameter is left out", path.name, p.str("name"))
		return true
	})
	for _, m := range pathVariable.FindAllStringSubmatch(path.name, -1) {
		if declared[m[1]] {
			continue
		}
		declared[m[1]] = true
		r.warn(op.pos, "O207", "declare it under `parameters`", "the path parameter {%s} of %s is not declared; taken as a string", m[1], path.name)
		p, schema := objectNode(op.pos), objectNode(op.pos)
		schema.set("type", stringNode("string", op.pos))
		p.set("name", stringNode(m[1], op.pos))
		p.set("in", stringNode("path", op.pos))
		p.set("required", boolNode(true, op.pos))
		p.set("schema", schema)
		params = append(params, p)
	}
	return params
}
