package repair

import (
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// servers repairs the servers: every variable of a URL is declared and has a
// default, if an empty one.
func (r *repairer) servers(given *node.Node) *node.Node {
	out := &node.Node{Kind: node.KindArray, Pos: r.root.Pos}
	for _, item := range r.List(given, "servers") {
		if !r.IsObject(item, "a server") {
			continue
		}
		url := node.Text(item.Get("url"))
		if url == nil || strings.TrimSpace(url.Text) == "" {
			r.Warn(item.Pos, "O209", "", "a server without a url; left out")
			continue
		}
		if !naming.PlainURL(url.Text) {
			r.Warn(url.Pos, "O209", "give the field map the address as base_url", "the server URL is not a plain address of http or https; left out") // not shown: it may hold a password
			continue
		}
		server := node.NewObject(item.Pos)
		node.CopyText(server, item, "url", "description")
		variables := node.NewObject(item.Pos)
		for _, m := range pathVariable.FindAllStringSubmatch(url.Text, -1) {
			if variables.Index(m[1]) >= 0 {
				continue
			}
			declared := item.Get("variables").Get(m[1])
			if declared == nil {
				r.Warn(url.Pos, "O209", "declare it under `variables`", "the server variable {%s} is not declared", m[1])
			}
			variables.Set(m[1], r.serverVariable(m[1], declared, url.Pos))
		}
		if len(variables.Fields) > 0 {
			server.Set("variables", variables)
		}
		out.Items = append(out.Items, server)
	}
	return out
}

func (r *repairer) serverVariable(name string, given *node.Node, at node.Place) *node.Node {
	out := node.NewObject(at)
	values := &node.Node{Kind: node.KindArray, Pos: at}
	if given != nil {
		out.Pos = given.Pos
		node.CopyText(out, given, "default")
		for _, item := range r.List(given.Get("enum"), "enum") {
			if t := node.Text(item); t != nil {
				values.Items = append(values.Items, t)
			}
		}
		if len(values.Items) > 0 {
			out.Set("enum", values)
		}
	}
	if out.Index("default") >= 0 {
		return out
	}
	fallback := node.NewString("", out.Pos)
	if len(values.Items) > 0 {
		fallback = values.Items[0]
	}
	switch {
	case given == nil:
	case fallback.Text == "":
		r.Warn(given.Pos, "O209", "", "the server variable {%s} has no default; the server is not used", name)
	default:
		r.Warn(given.Pos, "O209", "", "the server variable {%s} has no default; %q is used", name, fallback.Text)
	}
	out.Set("default", fallback)
	return out
}

// ownServers looks at the servers of single paths and operations, which count
// there instead of the document's. Where the document has none, the first found
// are taken for all. Requests go to the document's: a path that is elsewhere is
// told of.
func (r *repairer) ownServers(paths, repaired, servers *node.Node) {
	for _, path := range paths.Fields {
		r.Owner = repaired.Get(path.Name)
		item := r.through(path.Value)
		if item == nil || item.Kind != node.KindObject {
			continue
		}
		found := []*node.Node{item.Get("servers")}
		for _, f := range item.Fields {
			if slices.Contains(methods, f.Name) {
				found = append(found, f.Value.Get("servers"))
			}
		}
		for _, given := range found {
			r.elsewhere(path.Name, given, servers)
		}
	}
	r.Owner = nil
}

func (r *repairer) elsewhere(path string, given, servers *node.Node) {
	if given == nil {
		return
	}
	own := r.servers(given)
	if len(own.Items) == 0 {
		return
	}
	if len(servers.Items) == 0 {
		servers.Items = own.Items
		return
	}
	known := func(server *node.Node) bool {
		return slices.ContainsFunc(servers.Items, func(s *node.Node) bool { return s.Str("url") == server.Str("url") })
	}
	if !slices.ContainsFunc(own.Items, known) {
		r.Warn(given.Pos, "O213", "where it is needed, give the field map that address as base_url",
			"%s has servers of its own, such as %s; requests go to %s", path, own.Items[0].Str("url"), servers.Items[0].Str("url"))
	}
}
