package resolve

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/parlancehq/parlance/internal/convert"
	"github.com/parlancehq/parlance/internal/diag"
	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/leaves"
	"github.com/parlancehq/parlance/internal/model"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/internal/plan"
	"github.com/parlancehq/parlance/internal/plan/requests"
)

// declared is a map of the file with what it became.
type declared struct {
	file   *fieldmap.Map
	plan   *plan.Map
	used   bool
	failed []string // targets, and Attributes, that could not be resolved: what they read and fill is not known
}

// of gives the declaration of a map.
func (b *builder) of(m *plan.Map) *declared {
	return b.maps[slices.IndexFunc(b.maps, func(d *declared) bool { return d.plan == m })]
}

// unresolved reports whether the file has a target for the field that could not
// be resolved, which was reported.
func (b *builder) unresolved(m *plan.Map, fields ...string) bool {
	return slices.ContainsFunc(b.of(m).failed, func(target string) bool {
		name := indexes.ReplaceAllString(target, "")
		return slices.ContainsFunc(fields, func(f string) bool { return requests.Under(f, name) || requests.Under(name, f) })
	})
}

var indexes = regexp.MustCompile(`\[\d+\]`)

// declareMaps gives every map its tree, so that maps can refer to each other.
func (b *builder) declareMaps() {
	names := b.contextNames()
	for _, fm := range b.File.Maps {
		if !fm.From.Set() || !fm.To.Set() {
			continue
		}
		schema := b.recordSchema(fm)
		_, err := b.model.Struct(fm.To.Value)
		if err != nil {
			b.diags.Errorf(fm.To.Pos, "P108", "%v", err)
		}
		if schema == nil || err != nil {
			b.lost = append(b.lost, fm.To.Value)
			continue
		}
		if have := b.find(schema, fm.To.Value, fm.Name.Value); have != nil {
			b.diags.ErrorHint(fm.From.Pos, "P111", "keep one of the two, or give one a name, and lists that want it `map: <name>`", "%s is mapped to %s twice (first at %s)", fm.From.Value, fm.To.Value, have.file.From.Pos)
			continue
		}
		name := lowerFirst(schema.GoName) + upperFirst(leaves.Name(fm.Name.Value))
		if !fm.Name.Set() {
			name = lowerFirst(schema.GoName)
		}
		for names[name] {
			name += fm.To.Value
		}
		names[name] = true
		m := &plan.Map{Name: name, Schema: schema, Pattern: fm.Pattern.Value, Label: fm.Name.Value, To: fm.To.Value, Tree: leaves.New(schema)}
		m.Tree.Map = true
		b.plan.Maps = append(b.plan.Maps, m)
		b.maps = append(b.maps, &declared{file: fm, plan: m})
	}
}

// contextNames are names that maps cannot have, since the functions that read
// needs are called by them.
func (b *builder) contextNames() map[string]bool {
	names := map[string]bool{}
	for _, s := range b.File.Sources {
		names["get"+upperFirst(s.Name.Value)] = true
		names["messages"+upperFirst(s.Name.Value)] = true
	}
	return names
}

func lowerFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

func upperFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

func (b *builder) component(name fieldmap.Text) *openapi.Schema {
	s := b.Doc.Schema(name.Value)
	if s == nil {
		if b.noPlace(name) {
			return nil
		}
		var names []string
		for _, have := range b.Doc.Schemas {
			names = append(names, have.Ref)
		}
		b.diags.ErrorHint(name.Pos, "P101", "maps begin at a schema under components.schemas, or, for an inline one, at its place: `<schema or operation>/legs[]`", "no schema %q in %s%s", name.Value, b.Doc.File, diag.Suggest(name.Value, names))
		return nil
	}
	if s.Type != openapi.Object {
		b.diags.ErrorHint(name.Pos, "P102", "maps are for the schemas of records", "schema %s is of %s, not an object", name.Value, requests.TypeName(s))
		return nil
	}
	return s
}

// noPlace reports a place of the document, behind a schema or an operation, that holds
// no records.
func (b *builder) noPlace(name fieldmap.Text) bool {
	begin, text, _ := strings.Cut(name.Value, "/")
	root := b.Doc.Schema(begin)
	if op := b.Doc.Operation(begin); root == nil && op != nil && op.Success() != nil {
		root = op.Success().Schema
	}
	p, err := leaves.ParsePath(text)
	if root == nil || text == "" || err != nil {
		return false
	}
	s, missing := leaves.Find(root, p)
	if missing != nil {
		b.diags.ErrorHint(name.Pos, "P101", missing.Hint, "%s", missing.Message)
		return true
	}
	b.diags.ErrorHint(name.Pos, "P102", "maps are for the schemas of records", "%s is of %s, not an object", name.Value, requests.TypeName(s))
	return true
}

// find gives the map from a schema to a struct of the model with the name, or
// nil.
func (b *builder) find(s *openapi.Schema, to, name string) *declared {
	for _, d := range b.maps {
		if d.plan.To == to && d.file.Name.Value == name && (d.plan.Schema == s || s.Ref != "" && d.plan.Schema.Ref == s.Ref) {
			return d
		}
	}
	return nil
}

// use finds the map for a record and reports where there is none.
func (b *builder) use(pos diag.Pos, s *openapi.Schema, to string) *plan.Map {
	return b.useNamed(pos, s, to, "")
}

func (b *builder) useNamed(pos diag.Pos, s *openapi.Schema, to, name string) *plan.Map {
	if d := b.find(s, to, name); d != nil {
		d.used = true
		return d.plan
	}
	if slices.Contains(b.lost, to) {
		return nil // it may be the one whose schema is not found
	}
	if name != "" {
		b.diags.ErrorHint(pos, "P112", "add a map `- from: "+s.Ref+"`, `to: "+to+"`, `name: "+name+"`", "no map from schema %s to %s is called %q", s.Ref, to, name)
		return nil
	}
	if s.Ref == "" {
		b.diags.ErrorHint(pos, "P112", "begin a map at its place, `from: <schema or operation>/<path>`, with [] for an element of an array", "the records here have an inline schema without a map")
		return nil
	}
	hint := "add a map `- from: " + s.Ref + "`, `to: " + to + "`"
	if slices.ContainsFunc(s.Variants, func(v *openapi.Schema) bool { return b.find(v, to, "") != nil }) {
		hint += ", in place of those from what it is one of: it has their properties"
	}
	b.diags.ErrorHint(pos, "P112", hint, "no map from schema %s to %s", s.Ref, to)
	return nil
}

// resolveMaps resolves the fields of all maps: a map whose records lie in those of
// another after that one, for it may read what is around them.
func (b *builder) resolveMaps() {
	done := map[*declared]bool{}
	for len(done) < len(b.maps) {
		d := b.nextMap(done)
		done[d] = true
		r := &resolver{builder: b, declared: d}
		r.finds()
		r.expect()
		r.fields()
		r.attributes()
		r.derived()
		r.unusedFinds()
		d.plan.Fields = r.ordered()
		b.note(d)
	}
}

// nextMap gives a map that is not done: of conversations, or in a list of one that
// is done, or of messages, or any.
func (b *builder) nextMap(done map[*declared]bool) *declared {
	var any *declared
	for _, d := range b.maps {
		if done[d] {
			continue
		}
		if d.plan.To == model.Root || slices.ContainsFunc(b.edges, func(e *edge) bool { return e.child == d.plan.Tree }) {
			return d
		}
		if any == nil || d.plan.To == model.Part && any.plan.To != model.Part {
			any = d
		}
	}
	return any
}

// resolver resolves the fields of one map.
type resolver struct {
	*builder
	*declared
}

func (r *resolver) context(target *model.FieldRef, name string, pos diag.Pos) *convert.Context {
	return &convert.Context{
		Tree:   r.declared.plan.Tree,
		Model:  r.model,
		Struct: r.declared.plan.To,
		Target: target,
		Field:  name,
		Pos:    pos,
		Diags:  r.diags,
		Finds:  r.declared.plan.Finds,
		Elements: func(pos diag.Pos, s *openapi.Schema, to, name string) *leaves.Tree {
			if m := r.useNamed(pos, s, to, name); m != nil {
				return m.Tree
			}
			return nil
		},
		Parsed:    r.parsed,
		Enclosing: func(pos diag.Pos, up int) *openapi.Schema { return r.enclosing(pos, name, r.declared.plan.Tree, up) },
		Needed:    func(pos diag.Pos, need string) (*openapi.Schema, *leaves.Tree) { return r.needed(pos, name, need) },
	}
}

func (r *resolver) fields() {
	m := r.declared.plan
	for _, f := range r.file.Fields {
		field := r.field(f)
		if field == nil {
			r.failed = append(r.failed, f.Target.Value)
			continue
		}
		m.Fields = append(m.Fields, field)
	}
}

// field resolves one target; nil after it reported why it cannot.
func (r *resolver) field(f *fieldmap.Field) *plan.Field {
	ref, err := r.model.Resolve(r.declared.plan.To, f.Target.Value)
	if err != nil {
		r.diags.Errorf(f.Target.Pos, "P108", "%v", err)
		return nil
	}
	if t := ref.Type; t.Kind == model.StructRef || t.Kind == model.Pointer && t.Elem.Kind == model.StructRef {
		r.diags.ErrorHint(f.Target.Pos, "P108", "name its fields: "+f.Target.Value+".<field>", "%s is a struct, which has no value of its own", ref.Path)
		return nil
	}
	if !r.indexes(f, ref) {
		return nil
	}
	expr := convert.Resolve(r.context(ref, ref.Path, f.Target.Pos), f.Value)
	if expr == nil {
		return nil
	}
	field := &plan.Field{Target: ref, Name: ref.Path, Expr: expr}
	r.companion(field)
	return field
}

// indexes reports an index where none may be.
func (r *resolver) indexes(f *fieldmap.Field, ref *model.FieldRef) bool {
	for i, step := range ref.Steps {
		if step.Index >= 0 && (i > 0 || len(ref.Steps) == 1) {
			r.diags.ErrorHint(f.Target.Pos, "P108", "for a list of text write a list of values: `"+step.Name+": [first, second]`", "%s: an index is only for lists of structs, at the beginning of the path and with a field behind it", ref.Path)
			return false
		}
	}
	return true
}

// companion finds the field beside an enum that keeps the provider's text. Beside
// one that is chosen among several the field map may fill it otherwise.
func (r *resolver) companion(f *plan.Field) {
	text := convert.RawText(f.Expr)
	if text == nil {
		return
	}
	_, direct := f.Expr.(convert.EnumMap)
	filled := func(other *fieldmap.Field) bool { return other.Target.Value == f.Name+"Raw" }
	if !direct && slices.ContainsFunc(r.file.Fields, filled) {
		return
	}
	raw, err := r.model.Resolve(r.declared.plan.To, f.Name+"Raw")
	if err != nil || raw.Type.Kind != model.String {
		return
	}
	f.Raw, f.RawExpr = raw, text
}

func (r *resolver) attributes() {
	m := r.declared.plan
	for _, f := range r.file.Attributes {
		if f.Target.Value == "" {
			r.diags.ErrorHint(f.Target.Pos, "P108", "write `<name>: <path>`", "an attribute has no name")
			continue
		}
		name := "Attributes." + f.Target.Value
		expr := convert.Resolve(r.context(nil, name, f.Target.Pos), f.Value)
		if expr == nil {
			r.failed = append(r.failed, name)
			continue
		}
		m.Attributes = append(m.Attributes, &plan.Field{Name: f.Target.Value, Expr: expr})
	}
	m.AttributesField = attributesField(r.model, m.To)
	if len(m.Attributes) > 0 && m.AttributesField == "" {
		r.diags.ErrorHint(r.file.Attributes[0].Target.Pos, "P108", "map it to a field, or add it to drop", "a %s has no attributes", m.To)
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

// derivedFrom gives the fields of the model that an expression reads.
func derivedFrom(e convert.Expr) []string {
	if d, ok := e.(interface{ Derived() []string }); ok {
		return d.Derived()
	}
	return nil
}

// derived reports fields that are computed from fields without a value.
func (r *resolver) derived() {
	m := r.declared.plan
	for _, f := range m.Fields {
		for _, from := range derivedFrom(f.Expr) {
			mapped := func(have *fieldmap.Field) bool { return have.Target.Value == from }
			if slices.ContainsFunc(r.file.Fields, mapped) {
				continue
			}
			for _, have := range r.file.Fields {
				if have.Target.Value == f.Name {
					r.diags.ErrorHint(have.Value.Pos, "P110", "map "+from+", or read the provider's own value", "%s: it is computed from %s, which this map does not fill", f.Name, from)
				}
			}
		}
	}
}

// ordered gives the fields in the model's order, elements of a list by their
// index, and those that are derived from other fields last.
func (r *resolver) ordered() []*plan.Field {
	m := r.declared.plan
	rank := func(f *plan.Field) int {
		step := f.Target.Steps[0]
		at := slices.IndexFunc(r.model.Structs[m.To].Fields, func(mf *model.Field) bool { return mf.Name == step.Name })
		if len(derivedFrom(f.Expr)) > 0 {
			at += 1000
		}
		return at*1000 + step.Index
	}
	out := slices.Clone(m.Fields)
	slices.SortStableFunc(out, func(a, b *plan.Field) int { return rank(a) - rank(b) })
	return out
}
