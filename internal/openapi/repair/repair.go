// Package repair mends what real documents get wrong where the meaning is plain,
// refuses what is unsafe, and validates the rest.
package repair

import (
	"context"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi/naming"
	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/problem"
)

// Result is a repaired document.
type Result struct {
	Root *node.Node
	// Types has the types of the schemas that allow several: OpenAPI 3.0 cannot say
	// so in the document itself.
	Types map[*node.Node][]string
	// Names are those of the component schemas.
	Names *naming.Set
	// Used reports whether a part of the document is used; nil where all parts are.
	Used func(part *node.Node) bool
}

// Document brings a document into the one form that the later steps read: an
// OpenAPI 3.0 document of only the parts that matter here, every reference but
// those to component schemas replaced by what it names, extensions left out. It
// validates the outcome. It gives nil where there is more of something than can be
// looked at. What is repaired in a part that nothing in use leads to is not told of:
// in use are the operations and component schemas with the names; all where used is
// nil.
func Document(ctx context.Context, files node.Files, root *node.Node, used []string, diags *diag.List) *Result {
	r := newRepairer(files, root, diags)
	fixed := r.document()
	reached := reach(fixed, used)
	r.sharedIDs(used)
	r.Finish(reached)
	if !r.Excess {
		validate(ctx, r.Reporter, fixed, r.done)
	}
	if r.Excess {
		return nil
	}
	return &Result{Root: fixed, Types: r.types, Names: r.names, Used: reached}
}

// repairer repairs one document. Schemas are changed in place, so that references
// to them stay valid.
type repairer struct {
	*problem.Reporter
	root *node.Node
	is31 bool
	// types holds the types of schemas that allow several; 3.0 cannot say so.
	types map[*node.Node][]string
	// done holds the schemas that were repaired, queue those that a reference
	// reached outside components.
	done    map[*node.Node]bool
	given   map[*node.Node][]node.Field          // of schemas that were repaired, their fields before
	indexes map[*node.Node]map[string]*node.Node // of large objects
	names   *naming.Set                          // of the component schemas
	queue   []*node.Node
	hoisted map[*node.Node]string
	schemas *node.Node          // components.schemas of the result
	nulls   map[*node.Node]bool // components that are only null
	ids     *naming.Set
	shared  []sharedID // ids that several operations have
}

func newRepairer(files node.Files, root *node.Node, diags *diag.List) *repairer {
	return &repairer{
		Reporter: problem.NewReporter(files, diags), root: root,
		is31:    minor(root) >= 1,
		types:   map[*node.Node][]string{},
		done:    map[*node.Node]bool{},
		given:   map[*node.Node][]node.Field{},
		indexes: map[*node.Node]map[string]*node.Node{},
		names:   naming.NewSet(),
		hoisted: map[*node.Node]string{},
		nulls:   map[*node.Node]bool{},
		ids:     naming.NewSet(),
	}
}

// document gives the repaired document.
func (r *repairer) document() *node.Node {
	r.newer()
	out := node.NewObject(r.root.Pos)
	out.Set("openapi", node.NewString("3.0.3", r.root.Get("openapi").Pos))
	out.Set("info", r.info(r.root.Get("info")))
	r.schemas = node.NewObject(r.root.Pos)
	components := node.NewObject(r.root.Pos)
	given := r.root.Get("components")
	if given != nil && !r.IsObject(given, "components") {
		given = nil
	}
	schemes := r.securitySchemes(given.Get(node.InSecuritySchemes))
	r.components(given.Get(node.InSchemas))
	servers := r.servers(r.root.Get("servers"))
	out.Set("servers", servers)
	if security := r.root.Get("security"); security != nil {
		out.Set("security", r.security(security, schemes))
	}
	paths := r.root.Get("paths")
	if node.Empty(paths) {
		if !r.is31 {
			r.Warn(r.root.Pos, "O208", "", "the document has no paths")
		}
		paths = node.NewObject(r.root.Pos)
	}
	if r.IsObject(paths, "paths") {
		repaired := r.paths(paths, schemes)
		r.ownServers(paths, repaired, servers)
		out.Set("paths", repaired)
	}
	for len(r.queue) > 0 {
		next := r.queue[0]
		r.queue = r.queue[1:]
		r.schema(next)
	}
	components.Set(node.InSchemas, r.schemas)
	components.Set(node.InSecuritySchemes, schemes)
	out.Set("components", components)
	return out
}

// info gives the title and the version, which nothing is generated from: a document
// without them is as good.
func (r *repairer) info(given *node.Node) *node.Node {
	clean := node.NewObject(r.root.Pos)
	switch {
	case node.Empty(given):
		r.Warn(r.root.Pos, "O208", "add `info: {title: ..., version: ...}`", "the document has no info")
	case given.Kind != node.KindObject:
		r.Warn(given.Pos, "O208", "write `info: {title: ..., version: ...}`", "info must be a mapping, not %s", given.Kind)
	default:
		clean.Pos = given.Pos
		node.CopyText(clean, given, "title", "version")
		for _, name := range []string{"title", "version"} {
			if clean.Str(name) == "" {
				r.Warn(given.Pos, "O208", "give it one in an overlay, if the document is not yours", "the document has no %s", name)
			}
		}
	}
	for _, name := range []string{"title", "version"} {
		if clean.Str(name) == "" {
			clean.Set(name, node.NewString("none", clean.Pos))
		}
	}
	return clean
}

// components repairs the component schemas. All are entered before the first is
// repaired: a reference may lead to any.
func (r *repairer) components(given *node.Node) {
	if !r.IsObject(given, "components.schemas") {
		return
	}
	for _, f := range given.Fields {
		if strings.HasPrefix(f.Name, "x-") && f.Value.Kind != node.KindObject {
			continue
		}
		r.schemas.Fields = append(r.schemas.Fields, f)
		r.names.Add(f.Name)
	}
	if len(r.schemas.Fields) > MaxSchemas {
		r.TooMany(r.schemas.Fields[MaxSchemas].Pos, "schemas", MaxSchemas)
		r.schemas.Fields = nil
		return
	}
	for _, f := range r.schemas.Fields {
		r.nulls[f.Value] = isNull(f.Value)
	}
	for _, f := range r.schemas.Fields {
		r.schema(f.Value)
	}
}

// hoist makes a component of a schema that is referred to by a path into some
// other part of the document, and gives its name.
func (r *repairer) hoist(n *node.Node, path []string) string {
	if name, ok := r.hoisted[n]; ok {
		return name
	}
	name := r.names.Fresh(naming.Go(path[max(0, len(path)-3):]...))
	r.hoisted[n] = name
	r.schemas.Fields = append(r.schemas.Fields, node.Field{Name: name, Pos: n.Pos, Value: n})
	r.queue = append(r.queue, n)
	return name
}
