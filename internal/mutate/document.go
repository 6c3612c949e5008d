package mutate

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document is an OpenAPI document as far as it is needed to make mistakes that the
// compiler cannot see: one name of a kind for another. It is read without the
// compiler.
type document struct{ root map[string]any }

// operation is one of the document.
type operation struct {
	id, method string
	decl       map[string]any
}

func readDocument(folder string) (*document, error) {
	data, err := os.ReadFile(filepath.Join(folder, "openapi.yaml"))
	if err != nil {
		return nil, err
	}
	d := &document{}
	return d, yaml.Unmarshal(data, &d.root)
}

func (d *document) operations() []operation {
	var out []operation
	paths, _ := d.root["paths"].(map[string]any)
	for _, path := range sorted(paths) {
		item, _ := paths[path].(map[string]any)
		for _, method := range sorted(item) {
			if decl, _ := item[method].(map[string]any); decl["operationId"] != nil {
				id, _ := decl["operationId"].(string)
				out = append(out, operation{id, method, decl})
			}
		}
	}
	return out
}

func (d *document) operation(id string) operation {
	for _, op := range d.operations() {
		if op.id == id {
			return op
		}
	}
	return operation{}
}

// follow gives what a node refers to.
func (d *document) follow(v any) map[string]any {
	for range 20 {
		node, _ := v.(map[string]any)
		ref, _ := node["$ref"].(string)
		if ref == "" {
			return node
		}
		v = d.root
		for name := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			at, _ := v.(map[string]any)
			v = at[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
		}
	}
	return nil
}

// params are the names of the operation's parameters and, by their paths, the values
// of its body.
func (d *document) params(id string) []string {
	op := d.operation(id)
	var out []string
	list, _ := op.decl["parameters"].([]any)
	for _, v := range list {
		if name, _ := d.follow(v)["name"].(string); name != "" {
			out = append(out, name)
		}
	}
	if body := d.json(op.decl["requestBody"]); body != nil {
		out = append(out, d.leaves(body, "", 0)...)
	}
	return out
}

// leaves are the paths of the values in a schema.
func (d *document) leaves(schema map[string]any, path string, depth int) []string {
	var out []string
	props := d.properties(schema)
	for _, name := range sorted(props) {
		at, below := path+name, d.follow(props[name])
		if inner := d.properties(below); len(inner) > 0 && depth < 4 {
			out = append(out, d.leaves(below, at+".", depth+1)...)
		} else {
			out = append(out, at)
		}
	}
	return out
}

// json is the schema of a body or an answer.
func (d *document) json(v any) map[string]any {
	content, _ := d.follow(v)["content"].(map[string]any)
	for _, media := range sorted(content) {
		if strings.Contains(media, "json") {
			at, _ := content[media].(map[string]any)
			return d.follow(at["schema"])
		}
	}
	return nil
}

// answer is the schema of the operation's answer with a status that begins so.
func (d *document) answer(id, status string) map[string]any {
	responses, _ := d.operation(id).decl["responses"].(map[string]any)
	for _, code := range sorted(responses) {
		if strings.HasPrefix(code, status) {
			if schema := d.json(responses[code]); schema != nil {
				return schema
			}
		}
	}
	return nil
}

// properties are those of an object, and of everything that it is made of.
func (d *document) properties(schema map[string]any) map[string]any {
	out := map[string]any{}
	props, _ := schema["properties"].(map[string]any)
	for name, v := range props {
		out[name] = v
	}
	for _, word := range []string{"allOf", "oneOf", "anyOf"} {
		parts, _ := schema[word].([]any)
		for _, part := range parts {
			for name, v := range d.properties(d.follow(part)) {
				out[name] = v
			}
		}
	}
	return out
}

// at follows a path of names, and of [] and [0] into arrays.
func (d *document) at(schema map[string]any, path []string) map[string]any {
	for _, name := range path {
		name, index, isArray := strings.Cut(name, "[")
		if name != "" {
			schema = d.follow(d.properties(schema)[name])
		}
		for range strings.Count(index, "]") {
			schema = d.follow(schema["items"])
		}
		_ = isArray
	}
	return schema
}

// siblings are other names that could stand in place of a path's last one: those of
// the same type first.
func (d *document) siblings(schema map[string]any, path string) []string {
	steps := strings.Split(path, ".")
	last := steps[len(steps)-1]
	if strings.Contains(last, "[") {
		return nil
	}
	props := d.properties(d.at(schema, steps[:len(steps)-1]))
	if props[last] == nil {
		return nil
	}
	want := d.typeOf(props[last])
	var same, other []string
	for _, name := range sorted(props) {
		full := strings.Join(append(slices.Clone(steps[:len(steps)-1]), name), ".")
		switch {
		case name == last || strings.Contains(name, "."):
		case d.typeOf(props[name]) == want:
			same = append(same, full)
		default:
			other = append(other, full)
		}
	}
	return append(same, other...)
}

func (d *document) typeOf(v any) string {
	schema := d.follow(v)
	switch t := schema["type"].(type) {
	case string:
		return t
	case []any:
		for _, one := range t {
			if text, _ := one.(string); text != "null" {
				return text
			}
		}
	}
	for _, word := range []string{"allOf", "oneOf", "anyOf"} {
		if parts, _ := schema[word].([]any); len(parts) > 0 {
			return d.typeOf(parts[0])
		}
	}
	return ""
}

// enum are the values of a parameter.
func (d *document) enum(id, param string) []string {
	list, _ := d.operation(id).decl["parameters"].([]any)
	var values []any
	for _, v := range list {
		if p := d.follow(v); p["name"] == param {
			values, _ = d.follow(p["schema"])["enum"].([]any)
		}
	}
	var out []string
	for _, v := range values {
		if text, isText := v.(string); isText {
			out = append(out, text)
		}
	}
	return out
}

// uncles are the values one level up from a path's last name.
func (d *document) uncles(schema map[string]any, path string) []string {
	steps := strings.Split(path, ".")
	if len(steps) < 2 {
		return nil
	}
	above := strings.Join(steps[:len(steps)-1], ".")
	return append(d.siblings(schema, above), above)
}
