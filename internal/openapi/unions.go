package openapi

import (
	"slices"

	"github.com/parlancehq/parlance/internal/openapi/node"
)

// variants gives s the members of the oneOf or anyOf of n. Those of a second union
// are kept aside: a value is of a member of each.
func (r *resolver) variants(s *Schema, n *node.Node) {
	for _, name := range []string{"oneOf", "anyOf"} {
		members := node.Items(n.Get(name))
		if len(members) == 0 {
			continue
		}
		to := s
		if s.Variants != nil {
			to = &Schema{Pos: r.Files.At(n.Pos)}
			r.inline = append(r.inline, to)
			r.further[s] = append(r.further[s], to)
		}
		for _, item := range members {
			to.Variants = append(to.Variants, r.schema(item))
		}
		if d := n.Get("discriminator"); d != nil {
			to.Discriminator = d.Str("propertyName")
			to.Mapping = discriminated(members, d.Get("mapping"))
		}
	}
}

// discriminated gives the values of a discriminator, by index into the members.
// Where no value is mapped to a member, its component's name is the value.
func discriminated(members []*node.Node, mapping *node.Node) map[string]int {
	names := make([]string, len(members)) // of the components that they are
	index := map[string]int{}
	for i, m := range members {
		if ref := m.Str("$ref"); ref != "" {
			names[i] = node.Pointer(ref)[2]
			if _, again := index[names[i]]; !again {
				index[names[i]] = i
			}
		}
	}
	out, mapped := map[string]int{}, map[int]bool{}
	if mapping != nil {
		for _, f := range mapping.Fields {
			if i, ok := index[node.Pointer(f.Value.Text)[2]]; ok {
				out[f.Name] = i
				mapped[i] = true
			}
		}
	}
	for i, name := range names {
		if _, taken := out[name]; name != "" && !mapped[i] && !taken {
			out[name] = i
		}
	}
	return out
}

// simplifyUnions rewrites the unions that need no union: of scalars, which become
// a list of types, and those that take anything.
func (r *resolver) simplifyUnions() {
	seen := map[*Schema]bool{}
	var unions []*Schema
	note := func(s *Schema) {
		if !seen[s] && len(s.Variants) > 0 {
			seen[s] = true
			unions = append(unions, s)
		}
	}
	for _, s := range r.components {
		note(s)
	}
	for _, s := range r.byNode {
		note(s)
	}
	for s := range r.copies {
		note(s)
	}
	for _, s := range r.inline {
		note(s)
	}
	// All are looked at before the first is changed: a union may be a member of
	// another, and the order in which they come must not matter.
	after := make([]Schema, len(unions))
	for i, s := range unions {
		after[i] = simplified(s)
	}
	for i, s := range unions {
		*s = after[i]
	}
}

func simplified(s *Schema) Schema {
	out := *s
	u := union{seen: map[*Schema]bool{}, values: map[string]bool{}}
	u.add(s)
	out.Nullable = s.Nullable || u.nullable
	switch {
	case u.any && u.other && s.Type == Object:
		// The members are merged: what is anything is an object there.
	case (u.any || !u.other && len(u.types) == 0) && len(s.Properties) == 0:
		out.Variants, out.Discriminator, out.Mapping = nil, "", nil
		if out.Type == Any || out.Type == Object {
			out.Free = out.Type == Object
		}
	case !u.other && len(s.Properties) == 0:
		out.Variants, out.Discriminator, out.Mapping = nil, "", nil
		out.Type, out.Types, out.Enum, out.Format = Any, nil, nil, ""
		if slices.Contains(u.types, Number) {
			u.types = slices.DeleteFunc(u.types, func(t Type) bool { return t == Integer })
		}
		if len(u.types) > 1 {
			out.Types = u.types
			break
		}
		out.Type, out.Format = u.types[0], u.format
		if !u.open {
			out.Enum = u.enum
		}
	}
	return out
}

// maxUnions is how many unions within one are looked into.
const maxUnions = 256

// union is what the members of a union are taken together.
type union struct {
	seen     map[*Schema]bool
	types    []Type // of scalars
	enum     []string
	values   map[string]bool // of enum
	format   string
	formats  int
	open     bool // some scalar has no enum
	nullable bool
	any      bool // some member takes anything
	other    bool // some member is not a scalar
}

func (u *union) add(s *Schema) {
	if u.seen[s] {
		return
	}
	if u.seen[s] = true; len(u.seen) > maxUnions {
		u.other = true
		return
	}
	for _, v := range s.Variants {
		u.nullable = u.nullable || v.Nullable
		switch {
		case len(v.Variants) > 0:
			u.other = u.other || len(v.Properties) > 0
			u.add(v)
		case len(v.Types) > 0:
			u.open = true
			for _, t := range v.Types {
				u.scalar(t, v)
			}
		case v.Type == Any:
			u.any = true
		default:
			u.scalar(v.Type, v)
		}
	}
}

func (u *union) scalar(t Type, v *Schema) {
	if t == Object || t == Array {
		u.other = true
		return
	}
	if !slices.Contains(u.types, t) {
		u.types = append(u.types, t)
	}
	if u.formats++; u.formats == 1 {
		u.format = v.Format
	} else if u.format != v.Format {
		u.format = ""
	}
	u.open = u.open || len(v.Enum) == 0
	for _, value := range v.Enum {
		if !u.values[value] {
			u.values[value] = true
			u.enum = append(u.enum, value)
		}
	}
}
