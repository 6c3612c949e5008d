package repair

import (
	"slices"

	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
)

// securitySchemes keeps the schemes, each with only what its type has.
func (r *repairer) securitySchemes(given *node.Node) *node.Node {
	out := node.NewObject(r.root.Pos)
	if !r.IsObject(given, "components.securitySchemes") {
		return out
	}
	for _, f := range given.Fields {
		scheme := r.deref(f.Value, node.InSecuritySchemes)
		if !r.IsObject(scheme, "a security scheme") {
			continue
		}
		clean := node.NewObject(scheme.Pos)
		node.CopyText(clean, scheme, "type", "description")
		switch clean.Str("type") {
		case "apiKey":
			node.CopyText(clean, scheme, "name", "in")
			if name := clean.Get("name"); name != nil && name.Text != "" && !naming.SendableKey(name.Text, clean.Str("in")) {
				r.Errorf(name.Pos, "O111", "the name %q of the security scheme %q cannot stand in a request", name.Text, f.Name)
			}
		case "http":
			node.CopyText(clean, scheme, "scheme")
		case "openIdConnect":
			node.CopyText(clean, scheme, "openIdConnectUrl")
		case "oauth2":
			clean.Set("flows", r.flows(scheme.Get("flows"), scheme.Pos))
		}
		out.Fields = append(out.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: clean})
	}
	return out
}

// oauthFlows are the flows that are read; that of devices (3.2) needs a person.
var oauthFlows = []string{"implicit", "password", "clientCredentials", "authorizationCode"}

func (r *repairer) flows(given *node.Node, at node.Place) *node.Node {
	out := node.NewObject(at)
	if !r.IsObject(given, "flows") {
		return out
	}
	for _, f := range given.Fields {
		if !slices.Contains(oauthFlows, f.Name) || !r.IsObject(f.Value, "an OAuth flow") {
			continue
		}
		flow, scopes := node.NewObject(f.Value.Pos), node.NewObject(f.Value.Pos)
		node.CopyText(flow, f.Value, "authorizationUrl", "tokenUrl", "refreshUrl")
		if declared := f.Value.Get("scopes"); declared != nil && declared.Kind == node.KindObject {
			for _, scope := range declared.Fields {
				scopes.Fields = append(scopes.Fields, node.Field{Name: scope.Name, Pos: scope.Pos, Value: node.NewString("", scope.Pos)})
			}
		}
		flow.Set("scopes", scopes)
		out.Fields = append(out.Fields, node.Field{Name: f.Name, Pos: f.Pos, Value: flow})
	}
	return out
}

// security keeps the requirements, and declares what they name and the document
// does not as a scheme of a kind that nobody can send: to leave it out would
// turn a request that needs a credential into one that needs none.
func (r *repairer) security(given, schemes *node.Node) *node.Node {
	out := &node.Node{Kind: node.KindArray, Pos: given.Pos}
	for _, item := range r.List(given, "security") {
		if !r.IsObject(item, "a security requirement") {
			continue
		}
		clean := node.NewObject(item.Pos)
		for _, f := range item.Fields {
			if schemes.Index(f.Name) < 0 {
				r.Warn(f.Pos, "O211", "declare it under components.securitySchemes", "the security scheme %q is not declared", f.Name)
				unknown := node.NewObject(f.Pos)
				unknown.Set("type", node.NewString("http", f.Pos))
				unknown.Set("scheme", node.NewString("digest", f.Pos))
				schemes.Set(f.Name, unknown)
			}
			scopes := &node.Node{Kind: node.KindArray, Pos: f.Value.Pos}
			for _, s := range r.List(f.Value, "the scopes") {
				if t := node.Text(s); t != nil {
					scopes.Items = append(scopes.Items, t)
				}
			}
			clean.Set(f.Name, scopes)
		}
		if !slices.ContainsFunc(out.Items, func(o *node.Node) bool { return sameNames(o, clean) }) {
			out.Items = append(out.Items, clean)
		}
	}
	return out
}

func sameNames(a, b *node.Node) bool {
	return slices.EqualFunc(a.Fields, b.Fields, func(x, y node.Field) bool { return x.Name == y.Name })
}
