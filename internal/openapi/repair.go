package openapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/parlancehq/parlance/internal/diag"
)

// repairer brings a document into the one form that the later steps read: an
// OpenAPI 3.0 document of only the parts that matter here, every reference but
// those to component schemas replaced by what it names, extensions left out.
// Schemas are changed in place, so that references to them stay valid.
type repairer struct {
	excess bool // there is more of something than is looked at
	src    source
	diags  *diag.List
	root   *node
	is31   bool
	// types holds the types of schemas that allow several; 3.0 cannot say so.
	types map[*node][]string
	// done holds the schemas that were repaired, queue those that a reference
	// reached outside components.
	done    map[*node]bool
	given   map[*node][]field          // of schemas that were repaired, their fields before
	indexes map[*node]map[string]*node // of large objects
	names   *nameSet                   // of the component schemas
	queue   []*node
	hoisted map[*node]string
	schemas *node          // components.schemas of the result
	nulls   map[*node]bool // components that are only null
	ids     *nameSet
	warned  map[string]int
}

// maxWarnings is how many warnings of one rule are printed for one document.
const maxWarnings = 20

func newRepairer(src source, root *node, diags *diag.List) *repairer {
	return &repairer{
		src: src, diags: diags, root: root,
		is31:    !strings.HasPrefix(root.str("openapi"), "3.0"),
		types:   map[*node][]string{},
		done:    map[*node]bool{},
		given:   map[*node][]field{},
		indexes: map[*node]map[string]*node{},
		names:   newNameSet(),
		hoisted: map[*node]string{},
		nulls:   map[*node]bool{},
		ids:     newNameSet(),
		warned:  map[string]int{},
	}
}

func (r *repairer) errorf(at place, rule, format string, args ...any) {
	r.diags.Errorf(r.src.at(at), rule, format, args...)
}

// tooMany reports a document that has more than max of something.
func (r *repairer) tooMany(at place, what string, max int) {
	r.excess = true
	r.diags.ErrorHint(r.src.at(at), "O102", hintLarge, "the document has more than %d %s", max, what)
}

// warn adds a warning, or only counts it where there are many of its kind.
func (r *repairer) warn(at place, rule, hint, format string, args ...any) {
	r.warned[rule]++
	if r.warned[rule] <= maxWarnings {
		r.diags.WarnHint(r.src.at(at), rule, hint, format, args...)
	}
}

// finish tells of the warnings that were only counted.
func (r *repairer) finish() {
	for _, rule := range slices.Sorted(maps.Keys(r.warned)) {
		if n := r.warned[rule]; n > maxWarnings {
			r.diags.WarnHint(diag.Pos{File: r.src.file}, rule, "", "%d more of this kind: %s", n-maxWarnings, Rules[rule])
		}
	}
}

// isObject reports whether n is a mapping, adding an error where it is something
// else. A nil n is none, without an error.
func (r *repairer) isObject(n *node, what string) bool {
	if n == nil {
		return false
	}
	if n.kind != kindObject {
		r.errorf(n.pos, "O101", "%s must be a mapping, not %s", what, n.kind)
		return false
	}
	return true
}

// list gives the items of n, adding an error where it is no list.
func (r *repairer) list(n *node, what string) []*node {
	if n == nil || n.kind == kindNull {
		return nil
	}
	if n.kind != kindArray {
		r.errorf(n.pos, "O101", "%s must be a list, not %s", what, n.kind)
		return nil
	}
	return n.items
}

// text gives a scalar as the string it was written as, nil where n is none.
func text(n *node) *node {
	if n == nil || n.kind > kindString || n.kind == kindNull {
		return nil
	}
	if n.kind == kindString {
		return n
	}
	written := n.source
	if written == "" {
		written = n.text
	}
	return stringNode(written, n.pos)
}

// copyText copies the scalars with the names from one object to another.
func copyText(to, from *node, names ...string) {
	for _, name := range names {
		if t := text(from.get(name)); t != nil {
			to.set(name, t)
		}
	}
}

// document gives the repaired document.
func (r *repairer) document() *node {
	out := objectNode(r.root.pos)
	out.set("openapi", stringNode("3.0.3", r.root.get("openapi").pos))
	if info := r.root.get("info"); r.isObject(info, "info") {
		clean := objectNode(info.pos)
		copyText(clean, info, "title", "version", "description")
		out.set("info", clean)
	}
	r.schemas = objectNode(r.root.pos)
	components := objectNode(r.root.pos)
	given := r.root.get("components")
	if given != nil && !r.isObject(given, "components") {
		given = nil
	}
	schemes := r.securitySchemes(given.get(inSecuritySchemes))
	r.components(given.get(inSchemas))
	servers := r.servers(r.root.get("servers"))
	if paths := r.root.get("paths"); paths != nil && paths.kind == kindObject {
		r.ownServers(paths, servers)
	}
	out.set("servers", servers)
	if security := r.root.get("security"); security != nil {
		out.set("security", r.security(security, schemes))
	}
	if paths := r.root.get("paths"); r.isObject(paths, "paths") {
		out.set("paths", r.paths(paths, schemes))
	}
	for len(r.queue) > 0 {
		next := r.queue[0]
		r.queue = r.queue[1:]
		r.schema(next)
	}
	components.set(inSchemas, r.schemas)
	components.set(inSecuritySchemes, schemes)
	out.set("components", components)
	r.finish()
	return out
}

// components repairs the component schemas. All are entered before the first is
// repaired: a reference may lead to any.
func (r *repairer) components(given *node) {
	if !r.isObject(given, "components.schemas") {
		return
	}
	for _, f := range given.fields {
		if strings.HasPrefix(f.name, "x-") && f.value.kind != kindObject {
			continue
		}
		r.schemas.fields = append(r.schemas.fields, f)
		r.names.used[f.name] = true
	}
	if len(r.schemas.fields) > maxMergeParts {
		r.tooMany(r.schemas.fields[maxMergeParts].pos, "schemas", maxMergeParts)
		r.schemas.fields = nil
		return
	}
	for _, f := range r.schemas.fields {
		r.nulls[f.value] = isNull(f.value)
	}
	for _, f := range r.schemas.fields {
		r.schema(f.value)
	}
}

// hoist makes a component of a schema that is referred to by a path into some
// other part of the document, and gives its name.
func (r *repairer) hoist(n *node, path []string) string {
	if name, ok := r.hoisted[n]; ok {
		return name
	}
	name := r.names.fresh(goName(path[max(0, len(path)-3):]...))
	r.hoisted[n] = name
	r.schemas.fields = append(r.schemas.fields, field{name: name, pos: n.pos, value: n})
	r.queue = append(r.queue, n)
	return name
}
