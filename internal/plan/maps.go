package plan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
)

// declared is a map of the file with what it became.
type declared struct {
	file *fieldmap.Map
	plan *Map
	used bool
}

// declareMaps gives every map its tree, so that maps can refer to each other.
func (b *builder) declareMaps() {
	names := map[string]bool{}
	for _, fm := range b.File.Maps {
		if !fm.From.Set() || !fm.To.Set() {
			continue
		}
		schema := b.component(fm.From)
		_, err := b.Model.Struct(fm.To.Value)
		if err != nil {
			b.diags.Errorf(fm.To.Pos, "P108", "%v", err)
		}
		if schema == nil || err != nil {
			continue
		}
		if have := b.find(schema, fm.To.Value); have != nil {
			b.diags.ErrorHint(fm.From.Pos, "P111", "keep one of the two", "%s is mapped to %s twice (first at %s)", fm.From.Value, fm.To.Value, have.file.From.Pos)
			continue
		}
		name := lowerFirst(schema.GoName)
		if names[name] {
			name += fm.To.Value
		}
		names[name] = true
		m := &Map{Name: name, Schema: schema, To: fm.To.Value, Tree: leaves.New(schema)}
		b.plan.Maps = append(b.plan.Maps, m)
		b.maps = append(b.maps, &declared{file: fm, plan: m})
	}
}

func lowerFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

func (b *builder) component(name fieldmap.Text) *openapi.Schema {
	s := b.Doc.Schema(name.Value)
	if s == nil {
		var names []string
		for _, have := range b.Doc.Schemas {
			names = append(names, have.Ref)
		}
		b.diags.ErrorHint(name.Pos, "P101", "maps begin at a schema under components.schemas", "no schema %q in %s%s", name.Value, b.Doc.File, diag.Suggest(name.Value, names))
		return nil
	}
	if s.Type != openapi.Object {
		b.diags.Errorf(name.Pos, "P102", "schema %s is no object", name.Value)
		return nil
	}
	return s
}

// find gives the map from a schema to a struct of the model, or nil.
func (b *builder) find(s *openapi.Schema, to string) *declared {
	for _, d := range b.maps {
		if d.plan.To == to && (d.plan.Schema == s || s.Ref != "" && d.plan.Schema.Ref == s.Ref) {
			return d
		}
	}
	return nil
}

// use finds the map for a record and reports where there is none.
func (b *builder) use(pos diag.Pos, s *openapi.Schema, to string) *Map {
	if d := b.find(s, to); d != nil {
		d.used = true
		return d.plan
	}
	if s.Ref == "" {
		b.diags.ErrorHint(pos, "P112", "give it a name under components.schemas, in the document or in an overlay", "the records here have an inline schema, which no map can name")
		return nil
	}
	b.diags.ErrorHint(pos, "P112", "add a map `- from: "+s.Ref+"`, `to: "+to+"`", "no map from schema %s to %s", s.Ref, to)
	return nil
}

func (b *builder) resolveMaps() {
	for _, d := range b.maps {
		r := &resolver{builder: b, declared: d}
		r.fields()
		r.attributes()
		d.plan.Fields = r.ordered()
	}
}

// resolver resolves the fields of one map.
type resolver struct {
	*builder
	*declared
}

func (r *resolver) context(target *model.FieldRef, name string, pos diag.Pos) *convert.Context {
	return &convert.Context{
		Tree:   r.declared.plan.Tree,
		Model:  r.Model,
		Struct: r.declared.plan.To,
		Target: target,
		Field:  name,
		Pos:    pos,
		Diags:  r.diags,
		Elements: func(pos diag.Pos, s *openapi.Schema, to string) *leaves.Tree {
			if m := r.use(pos, s, to); m != nil {
				return m.Tree
			}
			return nil
		},
	}
}

func (r *resolver) fields() {
	m := r.declared.plan
	for _, f := range r.file.Fields {
		ref, err := r.Model.Resolve(m.To, f.Target.Value)
		if err != nil {
			r.diags.Errorf(f.Target.Pos, "P108", "%v", err)
			continue
		}
		if ref.Type.Kind == model.StructRef {
			r.diags.ErrorHint(f.Target.Pos, "P108", "name its fields: "+f.Target.Value+".<field>", "%s is a %s, which has no value of its own", ref.Path, ref.Type.Named)
			continue
		}
		group, ok := r.group(f, ref)
		if !ok {
			continue
		}
		expr := convert.Resolve(r.context(ref, ref.Path, f.Target.Pos), f.Value)
		if expr == nil {
			continue
		}
		field := &Field{Target: ref, Name: ref.Path, Expr: expr, Group: group}
		if list, ok := expr.(convert.RecordList); ok {
			field.Element = r.find(list.Leaf.Schema.Items, list.To).plan
		}
		r.companion(field)
		m.Fields = append(m.Fields, field)
	}
}

// group names the struct of the list element that the target is a part of.
func (r *resolver) group(f *fieldmap.Field, ref *model.FieldRef) (string, bool) {
	for i, step := range ref.Steps {
		if step.Index < 0 {
			continue
		}
		if i > 0 || len(ref.Steps) == 1 {
			r.diags.ErrorHint(f.Target.Pos, "P108", "for a list of text write a list of values: `"+step.Name+": [first, second]`", "%s: an index is only for a field of an element of a list of %s", ref.Path, r.declared.plan.To)
			return "", false
		}
		owner, _ := r.Model.Resolve(r.declared.plan.To, step.Name)
		return owner.Type.Elem.Named, true
	}
	return "", true
}

// companion finds the field beside an enum that keeps the provider's text.
func (r *resolver) companion(f *Field) {
	e, ok := f.Expr.(convert.EnumMap)
	if !ok {
		return
	}
	raw, err := r.Model.Resolve(r.declared.plan.To, f.Name+"Raw")
	if err != nil || raw.Type.Kind != model.String {
		return
	}
	f.Raw, f.RawExpr = raw, e.In
}

func (r *resolver) attributes() {
	m := r.declared.plan
	for _, f := range r.file.Attributes {
		name := "Attributes." + f.Target.Value
		expr := convert.Resolve(r.context(nil, name, f.Target.Pos), f.Value)
		if expr != nil {
			m.Attributes = append(m.Attributes, &Field{Name: f.Target.Value, Expr: expr})
		}
	}
	m.AttributesField = attributesField(r.Model, m.To)
	if len(m.Attributes) > 0 && m.AttributesField == "" {
		r.diags.Errorf(r.file.Attributes[0].Target.Pos, "P108", "%s has no attributes", m.To)
	}
}

// attributesField is the name of the struct's field that takes whatever has no
// place of its own; "" where it has none.
func attributesField(m *model.Model, name string) string {
	for _, f := range m.Structs[name].Fields {
		if f.Type.Kind == model.Map && f.Type.Elem.Kind == model.JSON {
			return f.Name
		}
	}
	return ""
}

// ordered gives the fields in the model's order, those that are derived from
// other fields last.
func (r *resolver) ordered() []*Field {
	m := r.declared.plan
	rank := func(f *Field) int {
		steps := strings.FieldsFunc(f.Name, func(c rune) bool { return c == '.' || c == '[' })
		at := slices.IndexFunc(r.Model.Structs[m.To].Fields, func(mf *model.Field) bool { return mf.Name == steps[0] })
		if d, ok := f.Expr.(interface{ Derived() []string }); ok && len(d.Derived()) > 0 {
			at += 1000
		}
		return at
	}
	out := slices.Clone(m.Fields)
	slices.SortStableFunc(out, func(a, b *Field) int { return rank(a) - rank(b) })
	return out
}
