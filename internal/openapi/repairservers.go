package openapi

import "slices"

// ownServers looks at the servers of single paths and operations, which count
// there instead of the document's. Where the document has none, the first found
// are taken for all. Requests go to the document's: a path that is elsewhere is
// told of.
func (r *repairer) ownServers(paths, servers *node) {
	for _, path := range paths.fields {
		item := r.through(path.value)
		if item == nil || item.kind != kindObject {
			continue
		}
		found := []*node{item.get("servers")}
		for _, f := range item.fields {
			if slices.Contains(methods, f.name) {
				found = append(found, f.value.get("servers"))
			}
		}
		for _, given := range found {
			r.elsewhere(path.name, given, servers)
		}
	}
}

func (r *repairer) elsewhere(path string, given, servers *node) {
	if given == nil {
		return
	}
	own := r.servers(given)
	if len(own.items) == 0 {
		return
	}
	if len(servers.items) == 0 {
		servers.items = own.items
		return
	}
	known := func(server *node) bool {
		return slices.ContainsFunc(servers.items, func(s *node) bool { return s.str("url") == server.str("url") })
	}
	if !slices.ContainsFunc(own.items, known) {
		r.warn(given.pos, "O213", "where it is needed, give the field map that address as base_url",
			"%s has servers of its own, such as %s; requests go to %s", path, own.items[0].str("url"), servers.items[0].str("url"))
	}
}
