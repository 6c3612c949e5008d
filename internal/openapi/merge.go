package openapi

// Limits on merging: how deep allOf may be nested, how many schemas all merges of
// a document may take together, and how many properties one may have then.
const (
	maxMergeDepth = 64
	maxMergeParts = 1 << 17
	maxProperties = 1 << 12
)

// merger collects the schemas that one schema is merged from: the members of its
// allOf in order, theirs before them, itself last.
type merger struct {
	*resolver
	seen  map[*node]bool
	stack []*node
	parts []*node
}

func (m *merger) add(n *node, depth int) {
	for _, open := range m.stack {
		if open == n {
			m.warn(n.pos, "O206", "", "allOf leads back to the schema itself; that part is left out")
			return
		}
	}
	if m.seen[n] {
		return
	}
	m.seen[n] = true
	switch m.resolver.parts++; {
	case m.resolver.parts == maxMergeParts+1:
		m.diags.ErrorHint(m.src.at(n.pos), "O102", hintLarge, "the document has more than %d schemas, those that allOf brings together counted each time", maxMergeParts)
		return
	case m.resolver.parts > maxMergeParts:
		return
	case depth > maxMergeDepth:
		if !m.deep {
			m.resolver.deep = true
			m.errorf(n.pos, "O102", "allOf is nested more than %d deep", maxMergeDepth)
		}
		return
	}
	m.stack = append(m.stack, n)
	for _, item := range items(n.get("allOf")) {
		if ref := item.str("$ref"); ref != "" {
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
func (m *merger) through(n *node) *node {
	for range maxHops {
		ref := n.str("$ref")
		if ref == "" {
			return n
		}
		if n = m.nodes[pointer(ref)[2]]; n == nil {
			return nil
		}
	}
	return nil
}

// allNullable reports whether every member of the allOf may be null.
func (m *merger) allNullable() bool {
	members := m.parts[:max(0, len(m.parts)-1)]
	for _, part := range members {
		if !part.isTrue("nullable") {
			return false
		}
	}
	return len(members) > 0
}

// properties gives s the properties of all parts; one that several parts declare
// is merged, the later part counting first.
func (r *resolver) properties(s *Schema, parts []*node) {
	var order []field
	index := map[string]int{}
	required := map[string]bool{}
	for _, part := range parts {
		for _, name := range items(part.get("required")) {
			required[name.text] = true
		}
		props := part.get("properties")
		if props == nil {
			continue
		}
		for _, f := range props.fields {
			i, again := index[f.name]
			if !again {
				index[f.name] = len(order)
				order = append(order, f)
				continue
			}
			order[i].value = r.mergeProperty(order[i].value, f.value)
		}
	}
	if len(order) > maxProperties {
		r.tooMany(order[maxProperties].pos, "properties in one schema", maxProperties)
		return
	}
	for _, f := range order {
		s.Properties = append(s.Properties, &Property{
			Name: f.name, Schema: r.schema(f.value), Required: required[f.name], Pos: r.src.at(f.pos),
		})
	}
}

func (r *resolver) mergeProperty(early, late *node) *node {
	switch {
	case early == late || len(late.fields) == 0:
		return early
	case len(early.fields) == 0:
		return late
	case early.str("$ref") != "" && early.str("$ref") == late.str("$ref"):
		return late
	}
	key := [2]*node{early, late}
	if r.merged[key] == nil {
		n := objectNode(late.pos)
		n.set("allOf", &node{kind: kindArray, pos: late.pos, items: []*node{late, early}})
		r.merged[key] = n
	}
	return r.merged[key]
}
