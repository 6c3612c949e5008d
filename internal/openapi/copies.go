package openapi

// copied is a schema that becomes a copy of base once that is complete: a
// component under another name, or one that may be null at one place only.
type copied struct {
	base *Schema
	overrides
	done, open bool
}

// copy makes s a copy of base, later.
func (r *resolver) copy(s, base *Schema, over overrides) {
	r.copies[s] = &copied{base: base, overrides: over}
	r.order = append(r.order, s)
}

func (r *resolver) finishCopies() {
	for _, s := range r.order {
		r.complete(s)
	}
}

// matchCopies gives the copies of components what the components hold by now: both
// are one type.
func (r *resolver) matchCopies() {
	for _, s := range r.order {
		if c := r.components[s.Ref]; c != nil && c != s && c.Type == s.Type {
			s.Items, s.Additional, s.Variants, s.Mapping = c.Items, c.Additional, c.Variants, c.Mapping
		}
	}
}

// complete carries out the copy of s, and before it those that it needs.
func (r *resolver) complete(start *Schema) {
	var chain []*Schema
	for s := start; ; {
		c := r.copies[s]
		if c == nil || c.done {
			break
		}
		if c.open {
			r.Owner = r.nodes[s.Ref]
			r.WarnAt(s.Pos, "O206", "", "the schema %s is only a reference to itself; taken as anything", s.Ref)
			break
		}
		c.open = true
		chain = append(chain, s)
		s = c.base
	}
	for i := len(chain) - 1; i >= 0; i-- {
		s := chain[i]
		c := r.copies[s]
		ref, name, pos := s.Ref, s.GoName, s.Pos
		*s = *c.base
		s.Pos = pos
		if ref != "" {
			s.Ref, s.GoName = ref, name
		}
		if more := r.further[c.base]; more != nil {
			r.further[s] = more
		}
		if t, ok := r.tags[c.base]; ok {
			r.tags[s] = t
		}
		r.override(s, c.overrides)
		c.done = true
	}
}
