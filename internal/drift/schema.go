package drift

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/openapi"
)

// side is where the curated document's side of a walk stands.
type side struct {
	place   string
	pos     diag.Pos
	param   bool // a parameter or a header, which cannot be null
	request bool // within the body of a request
}

func (s side) below(name string, pos diag.Pos) side {
	s.place, s.pos = s.place+"."+name, pos
	return s
}

// pair is two schemas that were compared; components are known by their names,
// since they may have copies.
type pair struct {
	curated, vendor       *openapi.Schema
	curatedRef, vendorRef string
	request               bool
}

func pairOf(c, v *openapi.Schema, request bool) pair {
	p := pair{curated: c, vendor: v, curatedRef: c.Ref, vendorRef: v.Ref, request: request}
	if c.Ref != "" {
		p.curated = nil
	}
	if v.Ref != "" {
		p.vendor = nil
	}
	return p
}

// schema compares what stands at one place. What belongs to a component is told
// of the component.
func (w *walker) schema(c, v *openapi.Schema, at side) {
	if c.Type == openapi.Any && len(c.Types) == 0 && len(c.Variants) == 0 {
		w.pass(c) // it says nothing
		return
	}
	inner, component := at, w.component(c)
	if component != nil {
		inner.place, inner.pos = c.Ref, component.Pos
	}
	// A component may be null, or have a default, at one place only.
	if c.Nullable != v.Nullable && !at.param && !untyped(v) {
		here := at
		if component != nil && component.Nullable {
			here = inner
		}
		w.add(Nullable, here.place, here.pos, v.Pos, either(c.Nullable, "may be null here, not", "may not be null here, but may")+" in the vendor's document")
	}
	if c.Default != nil && fmt.Sprint(c.Default) != fmt.Sprint(v.Default) {
		here := at
		if component != nil && component.Default != nil {
			here = inner
		}
		w.add(Limits, here.place, here.pos, v.Pos, fmt.Sprintf("the default %v is not in the vendor's document", c.Default))
	}
	key := pairOf(c, v, at.request)
	if w.met[key] {
		return
	}
	w.met[key] = true
	if c.Ref != "" {
		w.compared[c.Ref] = true
	}
	at = inner
	if w.types(c, v, at) {
		w.inside(c, v, at)
	} else {
		w.passBelow(c)
	}
}

// component gives the component that a curated schema is, or is a copy of; nil
// where it is none.
func (w *walker) component(c *openapi.Schema) *openapi.Schema {
	if c.Ref == "" {
		return nil
	}
	return w.curated.Schema(c.Ref)
}

// others compares the components that nothing was compared with so far with
// those of the same name. One that the walk did not even pass is a difference.
func (w *walker) others() {
	for _, c := range w.curated.Schemas {
		if w.compared[c.Ref] {
			continue
		}
		if v := w.vendor.Schema(c.Ref); v != nil {
			w.schema(c, v, side{place: c.Ref, pos: c.Pos})
		} else if !w.passed[c.Ref] {
			w.add(Property, c.Ref, c.Pos, diag.Pos{File: w.vendor.File}, "nothing leads to this schema, and the vendor's document has none of that name")
		}
	}
}

// pass goes over a schema that has no counterpart: that was told already, and
// need not be told of the components below it.
func (w *walker) pass(c *openapi.Schema) {
	if c == nil || c.Ref != "" && w.passed[c.Ref] {
		return
	}
	if c.Ref != "" {
		w.passed[c.Ref] = true
	}
	w.passBelow(c)
}

func (w *walker) passBelow(c *openapi.Schema) {
	for _, p := range c.Properties {
		w.pass(p.Schema)
	}
	for _, v := range c.Variants {
		w.pass(v)
	}
	w.pass(c.Items)
	w.pass(c.Additional)
}

// types compares the types, and reports whether there is more to compare.
func (w *walker) types(c, v *openapi.Schema, at side) bool {
	here, there := typesOf(c), typesOf(v)
	if slices.Equal(here, there) {
		return true
	}
	if len(there) == 0 {
		w.add(TypeOf, at.place, at.pos, v.Pos, quoted(here)+" here, of no type in the vendor's document")
		return false
	}
	w.add(TypeOf, at.place, at.pos, v.Pos, quoted(here)+" here, "+quoted(there)+" in the vendor's document")
	return false
}

func untyped(s *openapi.Schema) bool { return len(typesOf(s)) == 0 }

// typesOf gives the types that a schema allows, sorted; those of its variants
// where it is a union. It is empty where anything goes.
func typesOf(s *openapi.Schema) []string {
	var out []string
	add := func(t openapi.Type) {
		if t != openapi.Any && !slices.Contains(out, string(t)) {
			out = append(out, string(t))
		}
	}
	add(s.Type)
	for _, t := range s.Types {
		add(t)
	}
	if s.Type == openapi.Any {
		for _, v := range s.Variants {
			for _, t := range typesOf(v) {
				add(openapi.Type(t))
			}
		}
	}
	slices.Sort(out)
	return out
}

// inside compares two schemas of the same types.
func (w *walker) inside(c, v *openapi.Schema, at side) {
	w.scalar(c, v, at)
	switch {
	case len(c.Variants) > 0:
		w.variants(c, v, at)
	case v.Type != c.Type && len(v.Variants) > 0 && (c.Type == openapi.Array || len(c.Properties) > 0):
		w.one(c, v, at)
	case at.request && len(c.Properties) > 0 && named(v, c.Ref) != nil:
		w.inside(c, named(v, c.Ref), at)
	case c.Type == openapi.Array:
		w.schema(c.Items, v.Items, at.below("item", c.Items.Pos))
	case c.Type == openapi.Object:
		w.object(c, v, at)
	}
}

func (w *walker) scalar(c, v *openapi.Schema, at side) {
	if c.Format != "" && c.Format != v.Format {
		w.add(Format, at.place, at.pos, v.Pos, either(v.Format == "",
			"the format "+c.Format+" is not in the vendor's document", "the format "+c.Format+" is "+v.Format+" in the vendor's document"))
	}
	if len(c.Enum) > 0 {
		if more := without(c.Enum, v.Enum); len(v.Enum) == 0 {
			w.add(Enum, at.place, at.pos, v.Pos, "the vendor's document lists no values")
		} else if len(more) > 0 {
			w.add(Enum, at.place, at.pos, v.Pos, "the vendor's document does not list "+quoted(more))
		}
		if fewer := without(v.Enum, c.Enum); len(fewer) > 0 {
			w.add(Enum, at.place, at.pos, v.Pos, "the vendor's document lists "+quoted(fewer)+" too")
		}
	}
	w.bound("minimum", c.Minimum, v.Minimum, v, at)
	w.bound("maximum", c.Maximum, v.Maximum, v, at)
}

func (w *walker) bound(name string, here, there *float64, v *openapi.Schema, at side) {
	if here != nil && (there == nil || *here != *there) {
		w.add(Limits, at.place, at.pos, v.Pos, "the "+name+" "+strconv.FormatFloat(*here, 'g', -1, 64)+" is not in the vendor's document")
	}
}

func (w *walker) object(c, v *openapi.Schema, at side) {
	for _, p := range c.Properties {
		below := at.below(p.Name, p.Pos)
		there := v.Property(p.Name)
		if there == nil {
			w.add(Property, below.place, p.Pos, v.Pos, "the vendor's document has no such property")
			w.pass(p.Schema)
			continue
		}
		if p.Required && !there.Required {
			w.add(Required, below.place, p.Pos, there.Pos, "required here, optional in the vendor's document")
		}
		if at.request && there.Required && !p.Required {
			w.add(Required, below.place, p.Pos, there.Pos, "optional here, required in the vendor's document")
		}
		w.schema(p.Schema, there.Schema, below)
	}
	if at.request {
		for _, there := range v.Properties {
			if there.Required && c.Property(there.Name) == nil && !c.Free {
				w.add(Body, at.place+"."+there.Name, at.pos, there.Pos, "the vendor's document requires this property")
			}
		}
	}
	w.additional(c, v, at)
}

// additional compares what undeclared properties hold, where that is said.
func (w *walker) additional(c, v *openapi.Schema, at side) {
	if c.Additional == nil || untyped(c.Additional) {
		return
	}
	below := at.below("value", c.Additional.Pos)
	if v.Additional == nil {
		w.add(TypeOf, below.place, below.pos, v.Pos, "the vendor's document does not say what undeclared properties hold")
		return
	}
	w.schema(c.Additional, v.Additional, below)
}
