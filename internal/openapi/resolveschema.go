package openapi

import (
	"slices"
	"strconv"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// schema gives the schema at n: a component itself where n is only a reference.
func (r *resolver) schema(n *node.Node) *Schema {
	if s := r.byNode[n]; s != nil {
		return s
	}
	component, end, over := r.unwrap(n)
	if component != nil {
		if over.plain() {
			return component
		}
		s := &Schema{Pos: r.Files.At(n.Pos)}
		r.copy(s, component, over)
		r.byNode[n] = s
		return s
	}
	s := &Schema{}
	r.byNode[n] = s
	r.inline = append(r.inline, s)
	r.owners[s] = r.Owner
	r.fill(s, end)
	r.override(s, over)
	s.Pos = r.Files.At(n.Pos)
	return s
}

// fillComponent fills a component, which may be another name of another one.
func (r *resolver) fillComponent(s *Schema, n *node.Node) {
	component, end, over := r.unwrap(n)
	r.byNode[n] = s
	if component != nil {
		r.copy(s, component, over)
		return
	}
	r.fill(s, end)
	r.override(s, over)
}

func (r *resolver) override(s *Schema, over overrides) {
	s.Nullable = s.Nullable || over.nullable
	if over.description != "" {
		s.Description = over.description
	}
	if over.fallback != nil {
		s.Default = decode(over.fallback)
	}
}

// fill fills s from a node that is neither a reference nor a wrapper, its allOf
// merged.
func (r *resolver) fill(s *Schema, n *node.Node) {
	m := merger{resolver: r, seen: map[*node.Node]bool{}}
	m.add(n, 0)
	if s.Pos.File == "" {
		s.Pos = r.Files.At(n.Pos)
	}
	s.Nullable = n.IsTrue("nullable") || m.allNullable()
	if groups := r.clash(m.parts); len(groups) > 1 {
		m.either(s, n, groups)
		return
	}
	m.fillFrom(s, n, m.parts)
}

// fillFrom fills s, which stands at n, from parts that it is merged from.
func (m *merger) fillFrom(s *Schema, n *node.Node, parts []*node.Node) {
	// The schema's own words count before those of what it is made of.
	order := parts
	if slices.Contains(parts, n) {
		order = append([]*node.Node{n}, parts...)
	}
	for _, part := range order {
		if len(m.demanded(part)) > 0 {
			m.addTypes(s, part)
		}
	}
	for _, part := range order {
		m.addTypes(s, part)
		m.scalars(s, part)
	}
	m.narrow(s, parts)
	m.addProperties(s, parts)
	for _, part := range parts {
		if items := part.Get("items"); items != nil && s.Items == nil {
			s.Items = m.schema(items)
		}
		if !m.chosen(part) {
			m.variants(s, part)
		}
		m.additional(s, part)
		m.tagged(s, part)
	}
	infer(s)
	fit(s)
}

// fit takes away what a schema says of values that are not of its type.
func fit(s *Schema) {
	switch s.Type {
	case Any:
	case Object:
		s.Items = nil
	case Array:
		s.Properties, s.Additional = nil, nil
	default:
		s.Properties, s.Additional, s.Items = nil, nil, nil
	}
}

func (r *resolver) additional(s *Schema, part *node.Node) {
	extra := part.Get("additionalProperties")
	if extra == nil || s.Additional != nil {
		return
	}
	if extra.Kind == node.KindObject {
		s.Additional = r.schema(extra)
	} else if extra.Text == "true" {
		s.Additional = &Schema{Pos: r.Files.At(extra.Pos)}
	}
}

// infer gives a schema the type that its keywords imply.
func infer(s *Schema) {
	if s.Type == Any && len(s.Types) == 0 && len(s.Variants) == 0 {
		switch {
		case len(s.Properties) > 0 || s.Additional != nil:
			s.Type = Object
		case s.Items != nil:
			s.Type = Array
		case len(s.Enum) > 0:
			s.Type = String
		}
	}
	if s.Type == Array && s.Items == nil {
		s.Items = &Schema{Pos: s.Pos}
	}
	s.Free = s.Type == Object && len(s.Properties) == 0 && len(s.Variants) == 0
}

// formats are the formats that bear on how a value is read.
var formats = map[string]bool{
	"date-time": true, "date": true, "time": true, "duration": true, "int32": true, "int64": true, "uint64": true,
	"float": true, "double": true, "decimal": true, "byte": true, "binary": true, "uuid": true, "uri": true, "url": true,
	"email": true, "password": true, "hostname": true, "ipv4": true, "ipv6": true, "unix-time": true,
}

// addTypes gives s the types of part, where it has none.
func (r *resolver) addTypes(s *Schema, part *node.Node) {
	if s.Type == Any && len(s.Types) == 0 {
		s.Type = Type(part.Str("type"))
		for _, t := range r.types[part] {
			s.Types = append(s.Types, Type(t))
		}
	}
}

// scalars adds the other keywords of part that hold a plain value, where s has none.
func (r *resolver) scalars(s *Schema, part *node.Node) {
	if format := part.Str("format"); s.Format == "" && formats[format] {
		s.Format = format
	}
	if s.Description == "" {
		s.Description = part.Str("description")
	}
	if fallback := part.Get("default"); fallback != nil && s.Default == nil {
		s.Default = decode(fallback)
	}
	s.Minimum = bound(s.Minimum, part.Get("minimum"))
	s.Maximum = bound(s.Maximum, part.Get("maximum"))
	values := node.Items(part.Get("enum"))
	listed := func(v *node.Node) bool {
		return v.Kind == node.KindString || v.Kind == node.KindNumber && s.Type == Integer
	}
	if len(s.Enum) > 0 || slices.ContainsFunc(values, func(v *node.Node) bool { return !listed(v) }) {
		return
	}
	for _, v := range values {
		s.Enum = append(s.Enum, v.Text)
	}
}

func bound(had *float64, n *node.Node) *float64 {
	if had != nil || n == nil {
		return had
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	if err != nil {
		return nil
	}
	return &f
}
