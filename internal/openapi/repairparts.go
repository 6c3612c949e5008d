package openapi

import (
	"regexp"
	"slices"
	"strings"
)

var statusCode = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

func (r *repairer) body(given *node) *node {
	given = r.deref(given, inRequestBodies)
	if !r.isObject(given, "requestBody") {
		return nil
	}
	out := objectNode(given.pos)
	copyText(out, given, "description")
	if v := given.get("required"); v != nil && v.kind == kindBool {
		out.set("required", v)
	}
	content := given.get("content")
	if content == nil {
		r.warn(given.pos, "O208", "", "the request body has no content; left out")
		return nil
	}
	if !r.isObject(content, "content") {
		return nil
	}
	out.set("content", r.content(content))
	return out
}

// content keeps the schemas of JSON; of other media types only that they exist.
func (r *repairer) content(given *node) *node {
	out := objectNode(given.pos)
	for _, f := range given.fields {
		media := objectNode(f.value.pos)
		if f.value.kind == kindObject && isJSON(f.name) {
			if schema := f.value.get("schema"); schema != nil {
				r.schema(schema)
				media.set("schema", schema)
			}
		}
		out.fields = append(out.fields, field{name: f.name, pos: f.pos, value: media})
	}
	return out
}

// isJSON reports whether a media type, or a range of them, is or holds JSON.
func isJSON(media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	switch media = strings.TrimSpace(media); media {
	case "application/json", "text/json", "*/*", "application/*":
		return true
	}
	return strings.HasSuffix(media, "+json")
}

func (r *repairer) responses(op field) *node {
	given := op.value.get("responses")
	out := objectNode(op.pos)
	if given != nil && r.isObject(given, "responses") {
		out.pos = given.pos
		for _, f := range given.fields {
			if strings.HasPrefix(f.name, "x-") {
				continue
			}
			status := f.name
			if strings.HasSuffix(strings.ToUpper(status), "XX") {
				status = strings.ToUpper(status)
			}
			if !statusCode.MatchString(status) {
				r.warn(f.pos, "O208", "", "%q is no status of an answer; left out", f.name)
				continue
			}
			if answer := r.deref(f.value, inResponses); r.isObject(answer, "a response") {
				out.fields = append(out.fields, field{name: status, pos: f.pos, value: r.response(answer)})
			}
		}
	}
	if len(out.fields) == 0 {
		if !r.is31 || given != nil {
			r.warn(op.pos, "O208", "declare what it answers under `responses`", "the operation declares no response")
		}
		empty := objectNode(op.pos)
		empty.set("description", stringNode("", op.pos))
		out.set("default", empty)
	}
	return out
}

func (r *repairer) response(given *node) *node {
	out := objectNode(given.pos)
	out.set("description", stringNode("", given.pos))
	copyText(out, given, "description")
	if content := given.get("content"); r.isObject(content, "content") {
		out.set("content", r.content(content))
	}
	headers := given.get("headers")
	if !r.isObject(headers, "headers") {
		return out
	}
	clean := objectNode(headers.pos)
	for _, f := range headers.fields {
		if h := r.deref(f.value, inHeaders); r.isObject(h, "a header") {
			header := r.parameter(h)
			header.remove("name")
			header.remove("in")
			header.remove("style")
			clean.fields = append(clean.fields, field{name: f.name, pos: f.pos, value: header})
		}
	}
	out.set("headers", clean)
	return out
}

// servers repairs the servers: every variable of a URL is declared and has a
// default, if an empty one.
func (r *repairer) servers(given *node) *node {
	out := &node{kind: kindArray, pos: r.root.pos}
	for _, item := range r.list(given, "servers") {
		if !r.isObject(item, "a server") {
			continue
		}
		url := text(item.get("url"))
		if url == nil || strings.TrimSpace(url.text) == "" {
			r.warn(item.pos, "O209", "", "a server without a url; left out")
			continue
		}
		if !plainURL(url.text) {
			r.warn(url.pos, "O209", "give the field map the address as base_url", "the server URL is no plain address of http or https; left out") // not shown: it may hold a password
			continue
		}
		server := objectNode(item.pos)
		copyText(server, item, "url", "description")
		variables := objectNode(item.pos)
		for _, m := range pathVariable.FindAllStringSubmatch(url.text, -1) {
			if variables.index(m[1]) >= 0 {
				continue
			}
			declared := item.get("variables").get(m[1])
			if declared == nil {
				r.warn(url.pos, "O209", "declare it under `variables`", "the server variable {%s} is not declared", m[1])
			}
			variables.set(m[1], r.serverVariable(m[1], declared, url.pos))
		}
		if len(variables.fields) > 0 {
			server.set("variables", variables)
		}
		out.items = append(out.items, server)
	}
	return out
}

func (r *repairer) serverVariable(name string, given *node, at place) *node {
	out := objectNode(at)
	values := &node{kind: kindArray, pos: at}
	if given != nil {
		out.pos = given.pos
		copyText(out, given, "default")
		for _, item := range r.list(given.get("enum"), "enum") {
			if t := text(item); t != nil {
				values.items = append(values.items, t)
			}
		}
		if len(values.items) > 0 {
			out.set("enum", values)
		}
	}
	if out.index("default") >= 0 {
		return out
	}
	fallback := stringNode("", out.pos)
	if len(values.items) > 0 {
		fallback = values.items[0]
	}
	switch {
	case given == nil:
	case fallback.text == "":
		r.warn(given.pos, "O209", "", "the server variable {%s} has no default; the server is not used", name)
	default:
		r.warn(given.pos, "O209", "", "the server variable {%s} has no default; %q is used", name, fallback.text)
	}
	out.set("default", fallback)
	return out
}

// securitySchemes keeps the schemes, each with only what its type has.
func (r *repairer) securitySchemes(given *node) *node {
	out := objectNode(r.root.pos)
	if !r.isObject(given, "components.securitySchemes") {
		return out
	}
	for _, f := range given.fields {
		scheme := r.deref(f.value, inSecuritySchemes)
		if !r.isObject(scheme, "a security scheme") {
			continue
		}
		clean := objectNode(scheme.pos)
		copyText(clean, scheme, "type", "description")
		switch clean.str("type") {
		case "apiKey":
			copyText(clean, scheme, "name", "in")
			if name := clean.get("name"); name != nil && name.text != "" && !sendableKey(name.text, clean.str("in")) {
				r.errorf(name.pos, "O111", "the name %q of the security scheme %q cannot stand in a request", name.text, f.name)
			}
		case "http":
			copyText(clean, scheme, "scheme")
		case "openIdConnect":
			copyText(clean, scheme, "openIdConnectUrl")
		case "oauth2":
			clean.set("flows", r.flows(scheme.get("flows"), scheme.pos))
		}
		out.fields = append(out.fields, field{name: f.name, pos: f.pos, value: clean})
	}
	return out
}

func (r *repairer) flows(given *node, at place) *node {
	out := objectNode(at)
	if !r.isObject(given, "flows") {
		return out
	}
	for _, f := range given.fields {
		if strings.HasPrefix(f.name, "x-") || !r.isObject(f.value, "an OAuth flow") {
			continue
		}
		flow, scopes := objectNode(f.value.pos), objectNode(f.value.pos)
		copyText(flow, f.value, "authorizationUrl", "tokenUrl", "refreshUrl")
		if declared := f.value.get("scopes"); declared != nil && declared.kind == kindObject {
			for _, scope := range declared.fields {
				scopes.fields = append(scopes.fields, field{scope.name, scope.pos, stringNode("", scope.pos)})
			}
		}
		flow.set("scopes", scopes)
		out.fields = append(out.fields, field{name: f.name, pos: f.pos, value: flow})
	}
	return out
}

// security keeps the requirements, and declares what they name and the document
// does not as a scheme of a kind that nobody can send: to leave it out would
// turn a request that needs a credential into one that needs none.
func (r *repairer) security(given, schemes *node) *node {
	out := &node{kind: kindArray, pos: given.pos}
	for _, item := range r.list(given, "security") {
		if !r.isObject(item, "a security requirement") {
			continue
		}
		clean := objectNode(item.pos)
		for _, f := range item.fields {
			if schemes.index(f.name) < 0 {
				r.warn(f.pos, "O211", "declare it under components.securitySchemes", "the security scheme %q is not declared", f.name)
				unknown := objectNode(f.pos)
				unknown.set("type", stringNode("http", f.pos))
				unknown.set("scheme", stringNode("digest", f.pos))
				schemes.set(f.name, unknown)
			}
			scopes := &node{kind: kindArray, pos: f.value.pos}
			for _, s := range r.list(f.value, "the scopes") {
				if t := text(s); t != nil {
					scopes.items = append(scopes.items, t)
				}
			}
			clean.set(f.name, scopes)
		}
		if !slices.ContainsFunc(out.items, func(o *node) bool { return sameNames(o, clean) }) {
			out.items = append(out.items, clean)
		}
	}
	return out
}

func sameNames(a, b *node) bool {
	return slices.EqualFunc(a.fields, b.fields, func(x, y field) bool { return x.name == y.name })
}
