package repair

import (
	"regexp"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

var statusCode = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

func (r *repairer) body(given *node.Node) *node.Node {
	given = r.deref(given, node.InRequestBodies)
	if !r.IsObject(given, "requestBody") {
		return nil
	}
	out := node.NewObject(given.Pos)
	node.CopyText(out, given, "description")
	if v := given.Get("required"); v != nil && v.Kind == node.KindBool {
		out.Set("required", v)
	}
	content := given.Get("content")
	if content == nil {
		r.Warn(given.Pos, "O208", "", "the request body has no content; left out")
		return nil
	}
	if !r.IsObject(content, "content") {
		return nil
	}
	out.Set("content", r.content(content))
	return out
}

// content keeps the schemas of JSON; of other media types only that they exist.
func (r *repairer) content(given *node.Node) *node.Node {
	out := node.NewObject(given.Pos)
	r.streams(given)
	for _, f := range given.Fields {
		media := node.NewObject(f.Value.Pos)
		if IsJSON(f.Name) {
			if schema := r.deref(f.Value, node.InMediaTypes).Get("schema"); schema != nil {
				r.schema(schema)
				media.Set("schema", schema)
			}
		}
		out.Fields = append(out.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: media})
	}
	return out
}

// IsJSON reports whether a media type, or a range of them, is or holds JSON.
func IsJSON(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	switch media = strings.TrimSpace(media); media {
	case "application/json", "text/json", "*/*", "application/*":
		return true
	}
	return strings.HasSuffix(media, "+json")
}

func (r *repairer) responses(op node.Field) *node.Node {
	given := op.Value.Get("responses")
	out := node.NewObject(op.Pos)
	if given != nil && r.IsObject(given, "responses") {
		out.Pos = given.Pos
		for _, f := range given.Fields {
			if strings.HasPrefix(f.Name, "x-") {
				continue
			}
			status := f.Name
			if strings.HasSuffix(strings.ToUpper(status), "XX") {
				status = strings.ToUpper(status)
			}
			if !statusCode.MatchString(status) {
				r.Warn(f.Pos, "O208", "", "%q is not the status of an answer; left out", f.Name)
				continue
			}
			if answer := r.deref(f.Value, node.InResponses); r.IsObject(answer, "a response") {
				out.Fields = append(out.Fields, node.Field{Name: status, Pos: f.Pos, Value: r.response(answer)})
			}
		}
	}
	if len(out.Fields) == 0 {
		if !r.is31 || given != nil {
			r.Warn(op.Pos, "O208", "declare what it answers under `responses`", "the operation declares no response")
		}
		empty := node.NewObject(op.Pos)
		empty.Set("description", node.NewString("", op.Pos))
		out.Set("default", empty)
	}
	return out
}

func (r *repairer) response(given *node.Node) *node.Node {
	out := node.NewObject(given.Pos)
	out.Set("description", node.NewString("", given.Pos))
	node.CopyText(out, given, "description")
	if content := given.Get("content"); r.IsObject(content, "content") {
		out.Set("content", r.content(content))
	}
	headers := given.Get("headers")
	if !r.IsObject(headers, "headers") {
		return out
	}
	clean := node.NewObject(headers.Pos)
	for _, f := range headers.Fields {
		if h := r.deref(f.Value, node.InHeaders); r.IsObject(h, "a header") {
			header := r.parameter(h)
			header.Remove("name")
			header.Remove("in")
			header.Remove("style")
			clean.Fields = append(clean.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: header})
		}
	}
	out.Set("headers", clean)
	return out
}
