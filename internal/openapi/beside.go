package openapi

import "slices"

// beside merges a union that has properties of its own as well: a value has those
// in addition to the ones of a member. Members get them, those that are unions are taken
// apart, and those that are not objects are left out where the union says that it
// is an object. What is anything is an object with just the union's own properties.
func (m *unionMerger) beside(s *Schema, own []*Property) {
	b := narrowing{of: s, index: map[int]int{}, seen: map[*Schema]bool{s: true}}
	for i, v := range s.Variants {
		b.add(i, v)
	}
	for i, v := range b.members {
		if v.Type != Object {
			continue
		}
		if !m.afford(s, (len(own)+1)*(len(v.Properties)+1)) {
			return
		}
		b.members[i] = m.with(s, own, v, 0)
	}
	s.Variants = b.members
	if s.Mapping = b.mapping(); len(s.Variants) == 0 {
		s.Discriminator = ""
	}
	switch {
	case len(s.Variants) == 0:
		s.Type = Object
	case slices.ContainsFunc(s.Variants, func(v *Schema) bool { return v.Type != Object }):
		s.Properties = nil
	default:
		s.Properties = nil
		if len(own) == 0 {
			s.Additional = additional(s)
		}
		m.mergeMembers(s, 0)
	}
}

// additional is what a union without properties of its own takes for those that it
// does not declare: what its members do, and any where a member is free.
func additional(s *Schema) *Schema {
	out := s.Additional
	for _, v := range s.Variants {
		switch {
		case v.Additional != nil && (out == nil || out == v.Additional):
			out = v.Additional
		case v.Additional != nil || v.Free:
			return &Schema{Pos: v.Pos}
		}
	}
	return out
}

// typed merges a union that says that it is an array, or a plain value: of its
// members those count that are.
func (m *unionMerger) typed(s *Schema) {
	n := narrowing{of: s, index: map[int]int{}, seen: map[*Schema]bool{s: true}}
	for i, v := range s.Variants {
		n.add(i, v)
	}
	s.Variants, s.Discriminator, s.Mapping = nil, "", nil
	if len(n.members) == 0 {
		m.WarnAt(s.Pos, "O214", "say in an overlay which of them it is", "no member of the union is %s, which it has to be", kindOf(s))
		return
	}
	if s.Type != Array {
		return
	}
	items := n.members[0].Items
	for _, v := range n.members[1:] {
		items = m.schema(items, v.Items, 0)
	}
	s.Items = m.both(s.Items, items, 0)
}

// own gives the properties that a value of the union has whichever member it is:
// those that stand beside the members, and those of a second union, of which it has
// one member as well.
func (m *unionMerger) own(s *Schema) []*Property {
	own := s.Properties
	for _, other := range m.further[s] {
		m.union(other, 0)
		if other.Type == Object && len(other.Properties) > 0 {
			own = m.with(&Schema{}, own, other, 0).Properties
		}
	}
	return own
}

// narrowing collects the members of a union that it can have beside its own
// properties.
type narrowing struct {
	of      *Schema
	members []*Schema
	index   map[int]int // from those declared to those that remain; less those that became several
	seen    map[*Schema]bool
}

func (n *narrowing) add(i int, v *Schema) {
	had := len(n.members)
	n.narrow(v)
	if len(n.members) == had+1 {
		n.index[i] = had
	}
}

func (n *narrowing) narrow(v *Schema) {
	of := n.of.Type
	switch {
	case v.Type == of || v.Type == Object && of == Any || number(v) && number(n.of):
		n.members = append(n.members, v)
	case plainUnion(v):
		if n.seen[v] || len(n.members) > maxMembers {
			return
		}
		n.seen[v] = true
		for _, inner := range v.Variants {
			n.narrow(inner)
		}
	case v.Type == Any && (len(v.Types) == 0 || slices.Contains(v.Types, of)):
		n.members = append(n.members, plain(of, v))
	case of == Any:
		n.members = append(n.members, v)
	}
}

// plain is a schema of a type in the place of one that allows others too.
func plain(t Type, v *Schema) *Schema {
	out := &Schema{Type: t, Description: v.Description, Nullable: v.Nullable, Pos: v.Pos}
	if t == Any { // beside properties, what is anything is an object
		out.Type = Object
	}
	infer(out)
	return out
}

// mapping gives the values of the discriminator by the members that remain.
func (n *narrowing) mapping() map[string]int {
	if n.of.Mapping == nil || len(n.members) == 0 {
		return nil
	}
	out := map[string]int{}
	for value, i := range n.of.Mapping {
		if k, ok := n.index[i]; ok {
			out[value] = k
		}
	}
	return out
}

// with gives the member v of s with the properties that s has of its own; v itself
// where it has them all.
func (m *unionMerger) with(s *Schema, own []*Property, v *Schema, depth int) *Schema {
	if !slices.ContainsFunc(own, func(p *Property) bool { return !restated(p.Schema, v.Property(p.Name)) }) {
		return v
	}
	out := &Schema{Type: Object, Description: v.Description, Nullable: v.Nullable, Additional: v.Additional, Pos: v.Pos}
	if out.Additional == nil {
		out.Additional = s.Additional
	}
	if out.Additional == nil && v.Free {
		out.Additional = &Schema{Pos: v.Pos}
	}
	for _, p := range own {
		both := *p
		if theirs := v.Property(p.Name); theirs != nil {
			both.Required = p.Required || theirs.Required
			both.Schema = m.both(p.Schema, theirs.Schema, depth)
		}
		out.Properties = append(out.Properties, &both)
	}
	have := map[string]bool{}
	for _, p := range own {
		have[p.Name] = true
	}
	for _, p := range v.Properties {
		if !have[p.Name] {
			out.Properties = append(out.Properties, p)
		}
	}
	return out
}

// restated reports whether a property says what a schema does, or more.
func restated(s *Schema, by *Property) bool {
	return by != nil && (by.Schema.Type == s.Type || anything(s))
}

// both is the schema of a value that is of two schemas: the second, with what only
// the first says. Where they contradict each other the value is of one of them.
func (m *unionMerger) both(a, b *Schema, depth int) *Schema {
	switch {
	case a == b || a.Ref != "" && a.Ref == b.Ref, anything(b):
		return a
	case anything(a), a.Type == Number && b.Type == Integer, depth > maxMerge:
		return b
	case a.Type == Integer && b.Type == Number:
		return a
	}
	key := pair{a, b, depth}
	if m.all[key] == nil {
		m.all[key] = m.intersected(a, b, depth)
	}
	return m.all[key]
}

func (m *unionMerger) intersected(a, b *Schema, depth int) *Schema {
	switch {
	case a.Type != b.Type || a.Type == Any:
		if a.Type != Any && b.Type != Any && a.Type != b.Type {
			m.clashes(b.Pos, a, b)
		}
		return m.schema(a, b, depth)
	case a.Type == Object:
		if a.Free || len(a.Variants) > 0 || !m.afford(a, (len(a.Properties)+1)*(len(b.Properties)+1)) {
			return b
		}
		return m.with(&Schema{Type: Object, Additional: a.Additional}, a.Properties, b, depth+1)
	}
	out := *b
	out.Ref, out.GoName = "", ""
	out.Nullable = a.Nullable && b.Nullable
	if a.Type == Array {
		out.Items = m.both(a.Items, b.Items, depth+1)
		return &out
	}
	if out.Format == "" {
		out.Format = a.Format
	}
	if len(out.Enum) == 0 {
		out.Enum = a.Enum
	}
	return &out
}

// anything reports whether a schema says nothing of a value.
func anything(s *Schema) bool { return s.Type == Any && len(s.Types) == 0 && len(s.Variants) == 0 }
