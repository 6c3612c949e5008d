package openapi

import (
	"github.com/parlancehq/parlance/internal/openapi/node"
	"github.com/parlancehq/parlance/internal/openapi/repair"
)

// Limits on merging: how deep allOf may be nested, how many schemas all merges of
// a document may take together, and how many properties one may have then, and all.
const (
	maxMergeDepth    = 64
	maxMergeParts    = repair.MaxSchemas
	maxProperties    = 1 << 12
	maxAllProperties = 1 << 20
)

// merger collects the schemas that one schema is merged from: the members of its
// allOf in order, theirs before them, itself last.
type merger struct {
	*resolver
	seen  map[*node.Node]bool
	stack []*node.Node
	parts []*node.Node
}

func (m *merger) add(n *node.Node, depth int) {
	for _, open := range m.stack {
		if open == n {
			m.Warn(n.Pos, "O206", "", "allOf leads back to the schema itself; that part is left out")
			return
		}
	}
	if m.seen[n] {
		return
	}
	m.seen[n] = true
	switch m.resolver.parts++; {
	case m.resolver.parts == maxMergeParts+1:
		m.Limit(m.Files.At(n.Pos), "the document has more than %d schemas, those that allOf brings together counted each time", maxMergeParts)
		return
	case m.resolver.parts > maxMergeParts:
		return
	case depth > maxMergeDepth:
		if !m.deep {
			m.resolver.deep = true
			m.Limit(m.Files.At(n.Pos), "allOf is nested more than %d deep", maxMergeDepth)
		}
		return
	}
	m.stack = append(m.stack, n)
	for _, item := range node.Items(n.Get("allOf")) {
		if ref := item.Str("$ref"); ref != "" {
			item = m.through(item)
		}
		if item != nil {
			m.add(item, depth+1)
		}
	}
	m.stack = m.stack[:len(m.stack)-1]
	m.parts = append(m.parts, n)
}

// through follows references to the component they end at.
func (m *merger) through(n *node.Node) *node.Node {
	for range node.MaxHops {
		ref := n.Str("$ref")
		if ref == "" {
			return n
		}
		if n = m.nodes[node.Pointer(ref)[2]]; n == nil {
			return nil
		}
	}
	return nil
}

// chosen reports whether the schema is made of a member of the union that a part
// is: a base that lists what is derived from it says nothing more of each of those.
func (m *merger) chosen(part *node.Node) bool {
	for _, name := range []string{"oneOf", "anyOf"} {
		for _, item := range node.Items(part.Get(name)) {
			if member := m.through(item); member != part && m.seen[member] {
				return true
			}
		}
	}
	return false
}

// allNullable reports whether every member of the allOf may be null.
func (m *merger) allNullable() bool {
	members := m.parts[:max(0, len(m.parts)-1)]
	for _, part := range members {
		if !part.IsTrue("nullable") {
			return false
		}
	}
	return len(members) > 0
}

// addProperties gives s the properties of all parts; one that several parts declare
// is merged, the later part counting first.
func (r *resolver) addProperties(s *Schema, parts []*node.Node) {
	if r.properties > maxAllProperties {
		return
	}
	var order []node.Field
	index := map[string]int{}
	required := map[string]bool{}
	for _, part := range parts {
		for _, name := range node.Items(part.Get("required")) {
			required[name.Text] = true
		}
		props := part.Get("properties")
		if props == nil {
			continue
		}
		for _, f := range props.Fields {
			i, again := index[f.Name]
			if !again {
				index[f.Name] = len(order)
				order = append(order, f)
				continue
			}
			order[i].Value = r.mergeProperty(order[i].Value, f.Value)
		}
	}
	if len(order) > maxProperties {
		r.TooMany(order[maxProperties].Pos, "properties in one schema", maxProperties)
		return
	}
	had := r.properties
	if r.properties += len(order); r.properties > maxAllProperties {
		if had <= maxAllProperties {
			r.TooMany(parts[len(parts)-1].Pos, "properties, those that allOf brings together counted each time", maxAllProperties)
		}
		return
	}
	for _, f := range order {
		s.Properties = append(s.Properties, &Property{
			Name: f.Name, Schema: r.schema(f.Value), Required: required[f.Name], Pos: r.Files.At(f.Pos),
		})
	}
}

func (r *resolver) mergeProperty(early, late *node.Node) *node.Node {
	switch {
	case early == late || len(late.Fields) == 0 && r.types[late] == nil:
		return early
	case len(early.Fields) == 0 && r.types[early] == nil:
		return late
	case early.Str("$ref") != "" && early.Str("$ref") == late.Str("$ref"):
		return late
	}
	key := [2]*node.Node{early, late}
	if r.merged[key] == nil {
		n := node.NewObject(late.Pos)
		n.Set("allOf", &node.Node{Kind: node.KindArray, Pos: late.Pos, Items: []*node.Node{late, early}})
		r.merged[key] = n
	}
	return r.merged[key]
}
